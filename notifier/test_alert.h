#pragma once

// The alert of `leakwarden notify test` and `notify preview`: says it is a test, and shows what a
// real one looks like. Holds no value that could be taken for a key.

#include <string>

#include "notifier/alert.h"
#include "notifier/channel.h"

namespace leakwarden::notifier {

Alert make_test_alert(WallTime now);
// A first attempt to deliver it, with an idempotency key of its own.
DeliveryAttempt make_test_attempt(WallTime now);

}  // namespace leakwarden::notifier
