#pragma once

// A message as plain text: what `notify preview` prints and the first part of every mail. Lines end
// in LF and are wrapped at 72 columns where they can be; links and commands are never broken.

#include <string>

#include "notifier/message.h"

namespace leakwarden::notifier {

std::string render_text(const Message& message);

}  // namespace leakwarden::notifier
