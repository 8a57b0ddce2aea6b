#include "scanner/match/judge/word_groups.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/group_words.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kLongestWord = 24;
constexpr std::size_t kBuckets = 2048;

constexpr std::uint32_t hash_of(std::string_view word) {
  std::uint32_t hash = 2166136261u;
  for (char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash ^ (hash >> 15);
}

struct Entry {
  std::string_view word;
  WordGroups groups = 0;
};

struct Table {
  std::array<Entry, kBuckets> entries{};
};

// Open addressing, filled while compiling; a word listed in several groups has all their bits.
constexpr Table make_table() {
  Table table;
  for (const GroupWords& list : kGroupWords) {
    std::string_view rest = list.words;
    while (!rest.empty()) {
      std::size_t end = rest.find(' ');
      std::string_view word = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      if (word.empty()) continue;
      std::size_t at = hash_of(word) % kBuckets;
      while (!table.entries[at].word.empty() && table.entries[at].word != word)
        at = (at + 1) % kBuckets;
      table.entries[at].word = word;
      table.entries[at].groups |= bit(list.group);
    }
  }
  return table;
}

constexpr Table kTable = make_table();

// Of the other bits of a hash, so that most words are seen to be others without a look at their
// entry; 0: none.
constexpr std::uint8_t tag_of(std::uint32_t hash) {
  return static_cast<std::uint8_t>(hash >> 24 | 1u);
}

constexpr std::array<std::uint8_t, kBuckets> kTags = [] {
  std::array<std::uint8_t, kBuckets> tags{};
  for (std::size_t at = 0; at < kBuckets; ++at)
    if (!kTable.entries[at].word.empty()) tags[at] = tag_of(hash_of(kTable.entries[at].word));
  return tags;
}();

WordGroups look_up(std::string_view word) {
  const std::uint32_t hash = hash_of(word);
  for (std::size_t at = hash % kBuckets; kTags[at] != 0; at = (at + 1) % kBuckets) {
    if (kTags[at] == tag_of(hash) && kTable.entries[at].word == word)
      return kTable.entries[at].groups;
  }
  return 0;
}

struct Ending {
  std::string_view text;
  WordGroups groups;
};
constexpr std::array<Ending, 19> kEndings{{
    {"password", bit(WordGroup::Password)},
    {"passwords", bit(WordGroup::Password)},
    {"passwd", bit(WordGroup::Password)},
    {"passphrase", bit(WordGroup::Password)},
    {"pass", bit(WordGroup::Password)},
    {"pwd", bit(WordGroup::Password)},
    {"pw", bit(WordGroup::Password)},
    {"密码", bit(WordGroup::Password)},
    {"密碼", bit(WordGroup::Password)},
    {"口令", bit(WordGroup::Password)},
    {"パスワード", bit(WordGroup::Password)},
    {"비밀번호", bit(WordGroup::Password)},
    {"secret", bit(WordGroup::Secret)},
    {"token", bit(WordGroup::Token)},
    {"tokens", bit(WordGroup::Token)},
    {"key", bit(WordGroup::Key)},
    {"keys", bit(WordGroup::Key)},
    {"auth", bit(WordGroup::Auth)},
    {"id", bit(WordGroup::Id)},
}};

// "mysecretkey": key, and what "mysecret" says. Only a known front makes "key" and "id" count:
// "monkey" and "android" are words.
WordGroups of_joined(std::string_view word, int depth) {
  for (const Ending& ending : kEndings) {
    if (word.back() != ending.text.back()) continue;  // nearly always, and cheaper
    if (word.size() <= ending.text.size() || !word.ends_with(ending.text)) continue;
    std::string_view front = word.substr(0, word.size() - ending.text.size());
    WordGroups before = look_up(front);
    if (before == 0 && depth > 0) before = of_joined(front, depth - 1);
    bool strong = ending.text.size() >= 5 || (ending.text.size() >= 3 && front.size() <= 2);
    if (before != 0 || (strong && ending.text != "tokens")) return before | ending.groups;
  }
  return 0;
}

}  // namespace

WordGroups groups_of_word(std::string_view word) {
  // What is written without blanks ends with what it names.
  const bool is_ascii = word.empty() || static_cast<unsigned char>(word.back()) < 0x80;
  if (word.size() > kLongestWord && !is_ascii) word.remove_prefix(word.size() - kLongestWord);
  if (word.empty() || word.size() > kLongestWord) return 0;
  std::array<char, kLongestWord> lower{};
  std::transform(word.begin(), word.end(), lower.begin(), [](char c) { return ascii_lower(c); });
  std::string_view known(lower.data(), word.size());
  WordGroups groups = look_up(known);
  return groups != 0 || known.size() < 5 ? groups : of_joined(known, 1);
}

}  // namespace leakwarden::scanner::judging
