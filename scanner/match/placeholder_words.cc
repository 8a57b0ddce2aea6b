// Values that say of themselves that they are none.
//
// Separators are taken out first, so that one entry stands for "change-me", "CHANGE_ME" and
// "changeme". An entry has at least seven letters: in 40 random letters and digits, one of them
// stands in any case less than once in 10⁸.

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/word_search.h"
#include "scanner/match/placeholder.h"

namespace leakwarden::scanner {
namespace {

constexpr std::array<std::string_view, 41> kPhrases{
    "example",     "placeholder",  "changeme",     "changethis",   "replaceme",  "replacethis",
    "replacewith", "insertyour",   "insertkey",    "enteryour",    "putyour",    "pasteyour",
    "yourapi",     "yourkey",      "yourtoken",    "yoursecret",   "yourpass",   "youraccess",
    "yourclient",  "yourown",      "yourpersonal", "goeshere",     "tokenhere",  "keyhere",
    "secrethere",  "passwordhere", "redacted",     "dummykey",     "dummytoken", "dummysecret",
    "dummypass",   "fakekey",      "faketoken",    "fakesecret",   "fakepass",   "notreal",
    "notareal",    "samplekey",    "sampletoken",  "invalidtoken", "thisisnota",
};
constexpr judging::WordSearch kPhraseSearch(kPhrases);
// Too short to be looked for inside random text: whole words between separators only.
constexpr std::array<std::string_view, 8> kWholeWords{
    "your", "fake", "dummy", "sample", "example", "todo", "xxx", "xxxx",
};
constexpr std::array<std::string_view, 8> kNoValues{
    "null", "none", "nil", "undefined", "empty", "true", "false", "n/a",
};
constexpr std::array<std::string_view, 16> kPasswordNouns{
    "password", "passwd", "passw0rd", "passphrase", "pass",  "pwd",  "pw",         "secret",
    "token",    "key",    "apikey",   "username",   "login", "user", "credential", "credentials",
};
constexpr std::array<std::string_view, 17> kPossessives{
    "my",  "your", "the",  "some", "a",      "db",  "database", "user",   "api",
    "app", "auth", "root", "git",  "access", "new", "admin",    "server",
};

bool is_separator(char c) {
  return !is_alphanumeric(c);
}

std::string without_separators(std::string_view value) {
  std::string joined = ascii_lower(value);
  std::erase_if(joined, is_separator);
  return joined;
}

template <std::size_t count>
bool is_one_of(std::string_view value, const std::array<std::string_view, count>& entries) {
  return std::find(entries.begin(), entries.end(), value) != entries.end();
}

bool holds_whole_word(std::string_view lower) {
  std::size_t begin = 0;
  while (begin < lower.size()) {
    std::size_t end = begin;
    while (end < lower.size() && !is_separator(lower[end])) ++end;
    if (is_one_of(lower.substr(begin, end - begin), kWholeWords)) return true;
    begin = end + 1;
  }
  return false;
}

// DB_PASSWORD, PAYMENTS_API_TOKEN: the name of a variable where its value should be.
bool is_constant_name(std::string_view value) {
  if (value.find('_') == std::string_view::npos) return false;
  for (char c : value) {
    if (!is_upper(c) && !is_digit(c) && c != '_') return false;
  }
  return is_one_of(ascii_lower(value.substr(value.rfind('_') + 1)), kPasswordNouns);
}

bool is_possessed_noun(std::string_view joined) {
  for (std::string_view owner : kPossessives) {
    if (joined.substr(0, owner.size()) == owner &&
        is_one_of(joined.substr(owner.size()), kPasswordNouns)) {
      return true;
    }
  }
  return is_one_of(joined, kPasswordNouns);
}

bool is_host_like(std::string_view joined) {
  return joined == "host" || joined == "hostname" || joined == "localhost" || joined == "port";
}

}  // namespace

bool says_placeholder(std::string_view value) {
  std::string lower = ascii_lower(value);
  if (is_one_of(lower, kNoValues) || holds_whole_word(lower)) return true;
  std::string joined = without_separators(value);
  return kPhraseSearch.find(joined) != 0;
}

bool is_url_stand_in(std::string_view user, std::string_view password) {
  if (!user.empty() && equal_in_any_case(user, password)) return true;
  std::string joined = without_separators(password);
  return is_possessed_noun(joined) || is_host_like(joined) || is_constant_name(password);
}

}  // namespace leakwarden::scanner
