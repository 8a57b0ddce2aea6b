#pragma once

// Spans of time as people write them.

#include <chrono>
#include <string>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

// "500ms", "2s", "2" (seconds), between the two bounds. Invalid names what was `said`.
Result<std::chrono::milliseconds> parse_duration(const std::string& said, const std::string& text,
                                                 std::chrono::milliseconds shortest,
                                                 std::chrono::milliseconds longest);

}  // namespace leakwarden::scanner
