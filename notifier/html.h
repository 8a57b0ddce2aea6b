#pragma once

// A message as an HTML document for mail: inline styles only, no script, no remote content, no
// form; readable on a phone and in dark mode; every dynamic text escaped; every link shows its own
// target.

#include <string>

#include "notifier/message.h"

namespace leakwarden::notifier {

std::string render_html(const Message& message);

}  // namespace leakwarden::notifier
