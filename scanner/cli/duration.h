#pragma once

// Spans of time as people write them.

#include <chrono>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

// "500ms", "2s", "2" (seconds), between the two bounds. Invalid names `option`.
Result<std::chrono::milliseconds> parse_duration(std::string_view option, const std::string& text,
                                                 std::chrono::milliseconds shortest,
                                                 std::chrono::milliseconds longest);

}  // namespace leakwarden::scanner
