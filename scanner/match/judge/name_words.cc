#include "scanner/match/judge/name_words.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kLongestName = 128;

bool is_of_word(char c) {
  return is_digit(c) || is_letter_of_any(c);
}

// Chinese, Japanese and Korean are written without blanks, so English words stand glued to them, as
// they do to quotes and bullets: characters of three bytes and more.
bool is_of_wide(std::string_view name, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(name[at]) & 0xc0) == 0x80) --at;
  return static_cast<unsigned char>(name[at]) >= 0xe2;
}

bool begins_word(std::string_view name, std::size_t at) {
  char last = name[at - 1];
  char here = name[at];
  if (!is_of_word(last)) return true;
  if (is_alphanumeric(last) != is_alphanumeric(here))
    return is_of_wide(name, is_alphanumeric(last) ? at : at - 1);
  if (is_upper(here) && (is_lower(last) || is_digit(last))) return true;
  bool next_is_small = at + 1 < name.size() && is_lower(name[at + 1]);
  return is_upper(here) && is_upper(last) && next_is_small;
}

void add_word(std::string_view word, NameWords& found) {
  if (word.empty()) return;
  if (std::all_of(word.begin(), word.end(), is_digit)) {
    found.has_digits = true;
    return;
  }
  if (found.count == kMostNameWords) {
    std::move(found.words.begin() + 1, found.words.end(), found.words.begin());
    --found.count;
  }
  found.words[found.count++] = word;
}

// "password2" is a password; "sha256" and "oauth2" are known as they stand.
WordGroups groups_without_number(std::string_view word, bool& has_digits) {
  WordGroups groups = groups_of_word(word);
  std::size_t end = word.size();
  while (end > 0 && is_digit(word[end - 1])) --end;
  if (groups != 0 || end == word.size()) return groups;
  has_digits = true;
  return groups_of_word(word.substr(0, end));
}

void say_groups(NameWords& found) {
  for (std::size_t i = 0; i < found.count; ++i) {
    WordGroups groups = groups_without_number(found.words[i], found.has_digits);
    found.groups |= groups;
    if (i + 1 == found.count)
      found.head = groups;
    else
      found.before |= groups;
  }
}

}  // namespace

NameWords name_words(std::string_view name) {
  if (name.size() > kLongestName) name = name.substr(name.size() - kLongestName);
  NameWords found;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= name.size(); ++at) {
    bool ends = at == name.size() || !is_of_word(name[at]);
    if (!ends && at > 0 && begins_word(name, at) && at > begin) {
      add_word(name.substr(begin, at - begin), found);
      found.camel = found.camel || is_of_word(name[at - 1]);
      begin = at;
    }
    if (!ends) continue;
    add_word(name.substr(begin, at - begin), found);
    begin = at + 1;
  }
  bool any_lower = std::any_of(name.begin(), name.end(), is_lower);
  found.upper = !any_lower && std::any_of(name.begin(), name.end(), is_upper);
  say_groups(found);
  return found;
}

namespace {

constexpr int kRememberedBits = 13;
constexpr std::size_t kRememberedBytes = 24;  // of a name; longer ones are rare

// All bytes of a name of 1 to kRememberedBytes, some of them twice: with its size, no other name's.
using NameKey = std::array<std::uint64_t, 3>;

template <typename Word>
std::uint64_t word_at(std::string_view name, std::size_t at) {
  Word word = 0;
  std::memcpy(&word, name.data() + at, sizeof word);
  return word;
}

NameKey key_of(std::string_view name) {
  const std::size_t size = name.size();
  if (size >= 16) {
    return {word_at<std::uint64_t>(name, 0), word_at<std::uint64_t>(name, 8),
            word_at<std::uint64_t>(name, size - 8)};
  }
  if (size >= 8) return {word_at<std::uint64_t>(name, 0), word_at<std::uint64_t>(name, size - 8)};
  if (size >= 4) return {word_at<std::uint32_t>(name, 0), word_at<std::uint32_t>(name, size - 4)};
  return {word_at<std::uint8_t>(name, 0), word_at<std::uint8_t>(name, size / 2),
          word_at<std::uint8_t>(name, size - 1)};
}

std::size_t place_of(const NameKey& key) {
  constexpr std::uint64_t kMultiplier = 0x9e3779b97f4a7c15;
  const std::uint64_t first = (key[0] * kMultiplier) ^ key[1];
  return ((first * kMultiplier ^ key[2]) * kMultiplier) >> (64 - kRememberedBits);
}

// Half a cache line.
struct alignas(32) RememberedName {
  NameKey name{};
  std::uint64_t groups : 48 = 0;
  std::uint64_t count : 8 = 0;
  std::uint64_t size : 8 = 0;
};
static_assert(kWordGroups <= 48 && sizeof(RememberedName) == 32);

RememberedName summarized(const NameKey& key, std::string_view name) {
  const NameWords words = name_words(name);
  return {key, words.groups, words.count, name.size()};
}

}  // namespace

NameSummary summary_of_name(std::string_view name) {
  thread_local std::array<RememberedName, 1 << kRememberedBits> remembered;
  if (name.empty() || name.size() > kRememberedBytes) {
    const NameWords words = name_words(name);
    return {words.groups, words.count};
  }
  const NameKey key = key_of(name);
  RememberedName& place = remembered[place_of(key)];
  if (place.name != key || place.size != name.size()) place = summarized(key, name);
  return {place.groups, place.count};
}

}  // namespace leakwarden::scanner::judging
