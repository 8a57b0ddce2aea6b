#include "scanner/match/judge/guessable.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/judge/common_passwords.h"
#include "scanner/match/judge/value_kinds.h"
#include "scanner/match/placeholder.h"

namespace leakwarden::scanner::judging {
namespace {

bool is_taken_by_everybody(std::string_view value) {
  return is_common_password(value) || is_leet_of_common(value);
}

// Whom documentation lets sign in, and with what.
bool is_of_documentation(std::string_view word) {
  constexpr std::array<std::string_view, 12> kWords{"aladdin", "open",  "sesame",    "opensesame",
                                                    "alice",   "bob",   "john",      "jane",
                                                    "joe",     "wrong", "encrypted", "invalid"};
  const std::string lower = ascii_lower(word);
  return is_common_password(lower) || documentation_words(lower) > 0 ||
         std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_letter);
    const std::size_t size = static_cast<std::size_t>(end - text.begin());
    if (size > 0) words.push_back(text.substr(0, size));
    text.remove_prefix(std::min(text.size(), size + 1));
  }
  return words;
}

// A sentence, a login of documentation, or what says that nothing stands there. Letters alone are a
// password as often as not.
bool are_words(std::string_view text) {
  constexpr std::size_t kFewestBlanks = 6;  // dice make passphrases of fewer words
  const bool is_prose = std::all_of(
      text.begin(), text.end(), [](char c) { return is_letter(c) || is_of(c, " -_.,:;!?'\n"); });
  if (!is_prose) return false;
  if (text.starts_with("test") || says_placeholder(text)) return true;
  const std::vector<std::string_view> words = words_of(text);
  if (words.size() < 2) return false;
  const std::ptrdiff_t blanks = std::count(text.begin(), text.end(), ' ');
  return static_cast<std::size_t>(blanks) >= kFewestBlanks ||
         std::all_of(words.begin(), words.end(), is_of_documentation);
}

bool is_base64_of_words(std::string_view value) {
  constexpr std::size_t kShortest = 8;
  constexpr std::size_t kLongest = 256;
  if (value.size() < kShortest || value.size() > kLongest || !are_base64(value)) return false;
  const Base64Decoded decoded = base64_decode(value);
  return decoded.used + 2 >= value.size() && are_words(decoded.bytes);
}

}  // namespace

bool is_guessable(std::string_view value) {
  constexpr std::size_t kShortest = 8;
  if (value.size() < kShortest || is_made_of_common_words(value)) return true;
  const std::string_view word = value.substr(0, value.find_last_not_of("0123456789!") + 1);
  return is_taken_by_everybody(value) || is_taken_by_everybody(word) || is_base64_of_words(value);
}

}  // namespace leakwarden::scanner::judging
