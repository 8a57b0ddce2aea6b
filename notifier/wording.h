#pragma once

// Small words that every message uses: times, places, links. Total functions of hostile text: one
// line of valid UTF-8 without control characters comes out, bounded.

#include <string>
#include <string_view>

#include "notifier/alert.h"

namespace leakwarden::notifier {

// How much of each hostile text a message shows, in bytes.
inline constexpr std::size_t kMaxShownPath = 200;
inline constexpr std::size_t kMaxShownName = 80;
inline constexpr std::size_t kMaxShownText = 400;

// "2025-11-25 14:58 UTC", "2025-11-25 14:58 +02:00"; other text is returned safe but as it is.
std::string readable_time(std::string_view rfc3339);
std::string readable_time(WallTime time);

// "main", "tag v1.4", "notes/commits"; at most 60 bytes.
std::string readable_ref(std::string_view ref);

// Where in a repository: "config/prod.env:3", "the message of commit 9c1f2ab", "tag message, line
// 2".
std::string spot_of(const AlertLocation& location);

// "9c1f2ab0d1" – at most 10 hex digits; "" when it is not an object id.
std::string short_object_id(std::string_view id);

// The URL when it is one we may turn into a link: http or https, a host, no user, no space, quote,
// angle bracket or control, ASCII, at most 2,000 bytes. Else "".
std::string safe_link(std::string_view url);

// Letters, digits, '-', '_' and '.' of `text`: safe to paste into a shell.
std::string safe_token(std::string_view text);

// "3 secrets", "1 secret", "12,345 secrets".
std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural);

}  // namespace leakwarden::notifier
