#pragma once

// What makes a record's bytes believable: nothing about them changed since we wrote them.
//
//   magic 16 │ format version 4 │ key 64 │ length 8 │ content │ SHA-256 over all before it 32
//
// Integers are little-endian. The seal finds damage; that nobody else wrote it is for the file's
// owner and mode to say.

#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// `key`: 64 hex digits.
std::string sealed(std::string_view key, std::string_view content);

// The content; nothing when any byte is not as sealed() wrote it, or it was sealed for another key.
std::optional<std::string_view> unsealed(std::string_view key, std::string_view record);

}  // namespace leakwarden::scanner
