#pragma once

// A JSON document from a file or a peer, as a tree: bounded in depth and in the number of its
// values before any of it is built, and with the line and column of what is wrong.

#include <nlohmann/json.hpp>
#include <string_view>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

using Json = nlohmann::ordered_json;

inline constexpr std::size_t kMostTreeDepth = 64;
inline constexpr std::size_t kMostTreeValues = 200'000;

// Invalid: no JSON, or the same member twice (a tree would keep one of them). TooLarge. `what` and
// `where` are those of the error, which shows nothing of the text.
Result<Json> read_bounded_json(std::string_view text, const char* what, std::string_view where);

}  // namespace leakwarden::scanner
