#pragma once

// Letters and digits of ASCII, whatever the locale says; bytes above 0x7F are neither.

#include <algorithm>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}
constexpr bool is_alphanumeric(char c) {
  return is_letter(c) || is_digit(c);
}
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_name_character(char c) {
  return is_alphanumeric(c) || c == '_';
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
constexpr char ascii_lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

inline bool equal_in_any_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (ascii_lower(left[i]) != ascii_lower(right[i])) return false;
  }
  return true;
}

constexpr bool is_of(char c, std::string_view kind) {
  return kind.find(c) != std::string_view::npos;
}

// Of all languages, as UTF-8 writes them.
constexpr bool is_letter_of_any(char c) {
  return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

template <typename Words>
bool is_any_of(std::string_view word, const Words& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view one) { return equal_in_any_case(one, word); });
}

inline std::size_t find_in_any_case(std::string_view text, std::string_view wanted) {
  for (std::size_t at = 0; at + wanted.size() <= text.size(); ++at) {
    if (equal_in_any_case(text.substr(at, wanted.size()), wanted)) return at;
  }
  return std::string_view::npos;
}

inline bool holds_in_any_case(std::string_view text, std::string_view wanted) {
  return find_in_any_case(text, wanted) != std::string_view::npos;
}

}  // namespace leakwarden::scanner
