#include "scanner/match/judge/open_words.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::string_view kSigns = " .,:()'?!-";
constexpr std::size_t kEscapeBytes = 6;  // \u00f6

// What an escape at the front stands for; 0 where there is none.
std::uint32_t escaped_letter(std::string_view text) {
  if (text.size() < kEscapeBytes || !text.starts_with("\\u")) return 0;
  const std::string_view digits = text.substr(2, 4);
  if (!std::all_of(digits.begin(), digits.end(), is_hex)) return 0;
  return static_cast<std::uint32_t>(std::stoul(std::string(digits), nullptr, 16));
}

// JSON writes signs so too: \u0026.
bool are_escaped_words(std::string_view value) {
  constexpr std::uint32_t kFirstLetter = 0xc0;
  bool any = false;
  for (std::size_t at = 0; at < value.size();) {
    const std::uint32_t letter = escaped_letter(value.substr(at));
    if (letter != 0 && letter < kFirstLetter) return false;
    if (letter == 0 && !is_letter(value[at]) && !is_of(value[at], kSigns)) return false;
    any = any || letter != 0;
    at += letter != 0 ? kEscapeBytes : 1;
  }
  return any;
}

// With blanks, or in a script that has none.
bool are_words_of_another_language(std::string_view value) {
  constexpr unsigned char kFirstOfWide = 0xe3;  // what begins kana, Chinese and Korean
  const auto is_wide = [](char c) { return static_cast<unsigned char>(c) >= kFirstOfWide; };
  const bool is_english = std::none_of(
      value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  const auto wide = std::count_if(value.begin(), value.end(), is_wide);
  return !is_english &&
         (value.find(' ') != std::string_view::npos ||
          static_cast<std::size_t>(wide) * 6 > value.size()) &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return is_letter_of_any(c) || is_of(c, kSigns); });
}

}  // namespace

bool are_words_to_read(std::string_view value) {
  return are_escaped_words(value) || are_words_of_another_language(value);
}

}  // namespace leakwarden::scanner::judging
