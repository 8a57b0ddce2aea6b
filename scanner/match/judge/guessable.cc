#include "scanner/match/judge/guessable.h"

#include <algorithm>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/judge/common_passwords.h"
#include "scanner/match/judge/value_kinds.h"

namespace leakwarden::scanner::judging {
namespace {

// Words and what stands between them, as in a sentence or a login of documentation.
bool are_words(std::string_view text) {
  constexpr std::size_t kFewestLetters = 6;
  const auto letters = std::count_if(text.begin(), text.end(), is_letter);
  return static_cast<std::size_t>(letters) >= kFewestLetters &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_of(c, " -_.,:;!?'\n"); }) &&
         std::none_of(text.begin() + 1, text.end(), is_upper);
}

bool is_base64_of_words(std::string_view value) {
  constexpr std::size_t kShortest = 10;
  constexpr std::size_t kLongest = 256;
  if (value.size() < kShortest || value.size() > kLongest || !are_base64(value)) return false;
  const Base64Decoded decoded = base64_decode(value);
  return decoded.used + 2 >= value.size() && are_words(decoded.bytes);
}

bool is_taken_by_everybody(std::string_view value) {
  return is_common_password(value) || is_leet_of_common(value);
}

}  // namespace

bool is_guessable(std::string_view value) {
  constexpr std::size_t kShortest = 8;
  if (value.size() < kShortest || is_made_of_common_words(value)) return true;
  const std::string_view word = value.substr(0, value.find_last_not_of("0123456789!") + 1);
  return is_taken_by_everybody(value) || is_taken_by_everybody(word) || is_base64_of_words(value);
}

}  // namespace leakwarden::scanner::judging
