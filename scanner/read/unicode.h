#pragma once

// Code points to UTF-8 (RFC 3629), and what both wide encodings ask.

#include <cstdint>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

enum class ByteOrder { Little, Big };

constexpr std::uint32_t kReplacementCharacter = 0xFFFD;

// Requires a code point below 0x110000 that is no surrogate.
void append_utf8(std::uint32_t point, std::string& text);

inline bool is_ascii_text(std::uint32_t unit) {
  return (unit >= 0x20 && unit < 0x7F) || unit == '\t' || unit == '\n' || unit == '\r';
}

inline std::uint32_t character_or_replacement(std::uint32_t point) {
  const bool is_character = point < 0x110000 && (point < 0xD800 || point >= 0xE000);
  return is_character ? point : kReplacementCharacter;
}

// Whether a NUL stands among the first 8 KiB: wide text is full of them, and other text is told
// apart by this one fast look.
bool has_early_nul(std::string_view bytes);

}  // namespace leakwarden::scanner
