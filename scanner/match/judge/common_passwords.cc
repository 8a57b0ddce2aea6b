#include "scanner/match/judge/common_passwords.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/word_search.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kLongest = 24;

constexpr std::array<std::string_view, 84> kCommon{
    "password",  "passwd",     "passw",      "pass",          "secret",    "letmein",  "welcome",
    "admin",     "root",       "toor",       "guest",         "login",     "master",   "monkey",
    "dragon",    "shadow",     "sunshine",   "princess",      "football",  "baseball", "superman",
    "batman",    "trustno",    "hello",      "iloveyou",      "whatever",  "freedom",  "abc",
    "qwerty",    "qwertyuiop", "asdf",       "asdfgh",        "zxcvbn",    "qazwsx",   "changeme",
    "changeit",  "default",    "temp",       "test",          "tester",    "testing",  "demo",
    "user",      "username",   "example",    "sample",        "foo",       "bar",      "baz",
    "foobar",    "secure",     "private",    "administrator", "manager",   "oracle",   "postgres",
    "mysql",     "redis",      "mongo",      "tomcat",        "jenkins",   "vagrant",  "docker",
    "ubuntu",    "raspberry",  "cisco",      "banana",        "pencil",    "hunter",   "access",
    "mypass",    "mypassword", "passphrase", "supersecret",   "topsecret", "mysecret", "verysecret",
    "notsecret", "xyz",        "xyzzy",      "null",          "none",      "true",     "false",
};
constexpr std::array<std::string_view, 14> kInside{
    "password", "passwd", "passw0rd", "secret", "s3cr3t", "letmein", "changeme",
    "qwerty",   "admin",  "welcome",  "hello",  "123456", "abc123",  "test"};
constexpr WordSearch kInsideSearch(kInside);
// Walked from left to right, or from right to left.
constexpr std::array<std::string_view, 4> kRows{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"};

// Where on the keyboard a key is, so that only neighbours of one row differ by one; 0: nowhere.
constexpr std::array<std::uint8_t, 256> make_places() {
  std::array<std::uint8_t, 256> places{};
  std::uint8_t next = 1;
  for (std::string_view row : kRows) {
    for (char key : row) places[static_cast<unsigned char>(key)] = next++;
    ++next;
  }
  for (std::size_t c = 'a'; c <= 'z'; ++c) places[c - 'a' + 'A'] = places[c];
  return places;
}
constexpr std::array<std::uint8_t, 256> kPlaces = make_places();

constexpr auto kSorted = [] {
  auto sorted = kCommon;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}();

bool listed(std::string_view lower) {
  return std::binary_search(kSorted.begin(), kSorted.end(), lower);
}

// Digits and marks around the word: "Welcome123!".
std::string_view core_of(std::string_view lower) {
  while (!lower.empty() && !is_letter(lower.back())) lower.remove_suffix(1);
  while (!lower.empty() && !is_letter(lower.front())) lower.remove_prefix(1);
  return lower;
}

// What documentation makes passwords of. Longer ones before those they begin with.
constexpr std::array<std::string_view, 40> kDocumentationWords{
    "passphrase", "password", "passwd", "pass",   "pwd",     "secrets",    "secret",  "token",
    "apikey",     "keys",     "key",    "jwt",    "private", "supersafe",  "super",   "very",
    "really",     "strong",   "secure", "safe",   "long",    "random",     "string",  "this",
    "that",       "should",   "change", "please", "here",    "production", "prod",    "your",
    "my",         "the",      "some",   "admin",  "user",    "test",       "default", "is",
};

char unleet(char c) {
  constexpr std::string_view kFrom = "013457@$!";
  constexpr std::string_view kTo = "oieastasi";
  std::size_t at = kFrom.find(c);
  return at == std::string_view::npos ? c : kTo[at];
}

bool letters_then_digits(std::string_view value) {
  std::size_t letters = 0;
  while (letters < value.size() && is_letter(value[letters])) ++letters;
  std::size_t digits = letters;
  while (digits < value.size() && is_digit(value[digits])) ++digits;
  std::size_t marks = value.size() - digits;
  return letters >= 3 && digits > letters && digits - letters <= 4 && marks <= 2;
}

}  // namespace

bool is_common_password(std::string_view value) {
  if (value.empty() || value.size() > kLongest) return false;
  if (std::all_of(value.begin(), value.end(), is_digit)) return value.size() <= 10;
  std::string lower = ascii_lower(value);
  return listed(lower) || listed(core_of(lower));
}

std::size_t documentation_words(std::string_view lower) {
  std::size_t count = 0;
  while (!lower.empty()) {
    const bool is_between = !is_alphanumeric(lower.front()) && lower.front() > 0;
    if (is_between) {
      lower.remove_prefix(1);
      continue;
    }
    const auto word = std::find_if(kDocumentationWords.begin(), kDocumentationWords.end(),
                                   [&](std::string_view one) { return lower.starts_with(one); });
    if (word == kDocumentationWords.end()) return 0;
    lower.remove_prefix(word->size());
    ++count;
  }
  return count;
}

bool is_made_of_common_words(std::string_view value) {
  constexpr std::size_t kLongestOfWords = 64;
  constexpr std::size_t kMostDigits = 4;
  if (value.size() > kLongestOfWords) return false;
  const std::string lower = ascii_lower(value);
  const std::size_t last = lower.find_last_not_of("0123456789");
  if (last == std::string::npos || lower.size() - last - 1 > kMostDigits) return false;
  return documentation_words(std::string_view(lower).substr(0, last + 1)) >= 2;
}

bool is_leet_of_common(std::string_view value) {
  if (value.size() < 4 || value.size() > kLongest) return false;
  std::string plain = ascii_lower(value);
  std::transform(plain.begin(), plain.end(), plain.begin(), unleet);
  return (listed(plain) || listed(core_of(plain))) && !is_common_password(value);
}

int keyboard_walk(std::string_view value) {
  int longest = 0;
  int right = 0;
  int left = 0;
  int last = 0;
  for (char c : value) {
    const int here = kPlaces[static_cast<unsigned char>(c)];
    right = here == 0 ? 0 : last != 0 && here == last + 1 ? right + 1 : 1;
    left = here == 0 ? 0 : last != 0 && here == last - 1 ? left + 1 : 1;
    longest = std::max({longest, right, left});
    last = here;
  }
  return longest;
}

void add_common_passwords(std::string_view value, Features& features) {
  features.set(Feature::common_password, is_common_password(value));
  features.set(Feature::leet_common, is_leet_of_common(value));
  std::string lower = ascii_lower(value.substr(0, 128));
  features.set(Feature::common_inside, kInsideSearch.count(lower));
  features.set(Feature::keyboard_walk, keyboard_walk(value.substr(0, 128)));
  features.set(Feature::word_and_number, letters_then_digits(value));
}

}  // namespace leakwarden::scanner::judging
