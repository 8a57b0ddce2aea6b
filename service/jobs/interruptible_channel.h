#pragma once

// A channel that sends nothing any more once the daemon stops: what is still in hand is postponed,
// not lost, and the daemon does not wait for a slow peer longer than for one message.

#include <atomic>
#include <memory>

#include "notifier/channel.h"

namespace leakwarden::service {

std::unique_ptr<notifier::Channel> interruptible(std::unique_ptr<notifier::Channel> channel,
                                                 std::shared_ptr<std::atomic<bool>> interrupted);

}  // namespace leakwarden::service
