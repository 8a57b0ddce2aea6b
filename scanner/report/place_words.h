#pragma once

// Where something was found, in words. All names come out safe for a terminal.

#include <string>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// "config/prod.env:3", "the message of commit 9c1f2ab", "the name of refs/heads/x".
std::string place_words(const Location& location);

// "since 2025-03-02 by Ana in 9c1f2ab, still at main"; empty where nothing is known.
std::string history_words(const Location& location);

// "main", "v1.4": without refs/heads/ and refs/tags/.
std::string short_ref(const std::string& ref);

inline constexpr std::size_t kShortIdDigits = 8;
std::string short_id(const std::string& hex);
// "s1-3f2a9c01": enough for commands.
std::string short_fingerprint(const std::string& fingerprint);

}  // namespace leakwarden::scanner
