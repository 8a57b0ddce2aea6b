#include "scanner/match/judge/common_passwords.h"

#include <algorithm>
#include <array>
#include <string>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/word_search.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kLongest = 24;

constexpr std::array<std::string_view, 84> kCommon{
    "password", "passwd",   "passw",    "pass",     "secret",    "letmein",  "welcome",  "admin",
    "root",     "toor",     "guest",    "login",    "master",    "monkey",   "dragon",   "shadow",
    "sunshine", "princess", "football", "baseball", "superman",  "batman",   "trustno",  "hello",
    "iloveyou", "whatever", "freedom",  "abc",      "qwerty",    "qwertyuiop", "asdf",   "asdfgh",
    "zxcvbn",   "qazwsx",   "changeme", "changeit", "default",   "temp",     "test",     "tester",
    "testing",  "demo",     "user",     "username", "example",   "sample",   "foo",      "bar",
    "baz",      "foobar",   "secure",   "private",  "administrator", "manager", "oracle", "postgres",
    "mysql",    "redis",    "mongo",    "tomcat",   "jenkins",   "vagrant",  "docker",   "ubuntu",
    "raspberry", "cisco",   "banana",   "pencil",   "hunter",    "access",   "mypass",   "mypassword",
    "passphrase", "supersecret", "topsecret", "mysecret", "verysecret", "notsecret", "xyz", "xyzzy",
    "null",     "none",     "true",     "false",
};
constexpr std::array<std::string_view, 14> kInside{
    "password", "passwd", "passw0rd", "secret", "s3cr3t", "letmein", "changeme",
    "qwerty",   "admin",  "welcome",  "hello",  "123456", "abc123",  "test"};
constexpr WordSearch kInsideSearch(kInside);
constexpr std::array<std::string_view, 8> kRows{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
                                                "0987654321", "poiuytrewq", "lkjhgfdsa", "mnbvcxz"};

bool listed(std::string_view lower) {
  return std::find(kCommon.begin(), kCommon.end(), lower) != kCommon.end();
}

// Digits and marks around the word: "Welcome123!".
std::string_view core_of(std::string_view lower) {
  while (!lower.empty() && !is_letter(lower.back())) lower.remove_suffix(1);
  while (!lower.empty() && !is_letter(lower.front())) lower.remove_prefix(1);
  return lower;
}

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

bool is_leet_of_common(std::string_view value) {
  if (value.size() < 4 || value.size() > kLongest) return false;
  std::string plain = ascii_lower(value);
  std::transform(plain.begin(), plain.end(), plain.begin(), unleet);
  return !is_common_password(value) && (listed(plain) || listed(core_of(plain)));
}

int keyboard_walk(std::string_view value) {
  int longest = 0;
  for (std::string_view row : kRows) {
    int run = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      std::size_t here = row.find(ascii_lower(value[i]));
      bool follows = i > 0 && here != std::string_view::npos && here > 0 &&
                     row[here - 1] == ascii_lower(value[i - 1]);
      run = here == std::string_view::npos ? 0 : follows ? run + 1 : 1;
      longest = std::max(longest, run);
    }
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
