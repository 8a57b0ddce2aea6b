#include "scanner/match/judge/neighbours.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/name_words.h"
#include "scanner/match/judge/word_search.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kLongToken = 20;
constexpr std::int64_t kMostCounted = 6;

using CharacterSet = std::array<bool, 256>;
constexpr CharacterSet set_of(bool (*holds)(char)) {
  CharacterSet set{};
  for (std::size_t c = 0; c < set.size(); ++c) set[c] = holds(static_cast<char>(c));
  return set;
}
constexpr CharacterSet kOfName = set_of(is_name_character);
constexpr CharacterSet kOfWord = set_of(is_alphanumeric);

bool is_of(const CharacterSet& set, char c) {
  return set[static_cast<unsigned char>(c)];
}

struct Words {
  std::array<std::int64_t, kWordGroups> groups{};
  std::int64_t credential = 0;
  std::int64_t all = 0;
  std::int64_t long_tokens = 0;

  std::int64_t of(WordGroup group) const {
    return std::min(groups[static_cast<std::size_t>(group)], kMostCounted);
  }
};

bool looks_random(std::string_view token) {
  if (token.size() < kLongToken || token.size() > 512) return false;
  return std::any_of(token.begin(), token.end(), is_digit) &&
         std::any_of(token.begin(), token.end(), is_letter);
}

void count_name(std::string_view token, Words& words) {
  const NameSummary parts = summary_of_name(token);
  words.all += static_cast<std::int64_t>(parts.count);
  words.credential += parts.names_credential();
  for (WordGroups rest = parts.groups; rest != 0; rest &= rest - 1)
    ++words.groups[static_cast<std::size_t>(__builtin_ctzll(rest))];
}

void count_words(std::string_view text, Words& words) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_of(kOfName, text[end])) ++end;
    std::string_view token = text.substr(begin, end - begin);
    if (looks_random(token))
      ++words.long_tokens;
    else if (!token.empty())
      count_name(token, words);
    begin = end + 1;
  }
}

void add_line(const Subject& subject, const OwnKey& key, Features& features) {
  Words words;
  std::string_view left = subject.line_left;
  if (!key.name.empty() && key.gap < left.size())
    left = left.substr(0, left.size() - std::min(left.size(), key.gap + key.name.size()));
  count_words(left, words);
  count_words(subject.line_right, words);
  features.set(Feature::line_long_tokens, std::min(words.long_tokens, kMostCounted));
  features.set(Feature::line_credential, std::min(words.credential, kMostCounted));
  features.set(Feature::line_user, words.of(WordGroup::User));
  features.set(Feature::line_location, words.of(WordGroup::Location));
  features.set(Feature::line_database, words.of(WordGroup::Database));
  features.set(Feature::line_test, words.of(WordGroup::Test));
  features.set(Feature::line_hash, words.of(WordGroup::Hash));
  features.set(Feature::line_id, words.of(WordGroup::Id));
  features.set(Feature::line_network, words.of(WordGroup::Network));
  features.set(Feature::line_encrypted, words.of(WordGroup::Encrypted));
  features.set(Feature::line_public, words.of(WordGroup::Public));
  features.set(Feature::line_pointer, words.of(WordGroup::Pointer));
  features.set(Feature::line_call, words.of(WordGroup::Call));
  features.set(Feature::line_value, words.of(WordGroup::Value));
  features.set(Feature::line_words, std::min<std::int64_t>(words.all, 40));
}

void add_line_shape(const Subject& subject, Features& features) {
  std::int64_t quotes = 0;
  std::int64_t commas = 0;
  for (std::string_view part : {subject.line_left, subject.line_right}) {
    for (char c : part) {
      quotes += c == '"' || c == '\'' || c == '`';
      commas += c == ',' || c == ';' || c == '|';
    }
  }
  const std::size_t length = subject.line_left.size() + subject.line_right.size();
  features.set(Feature::line_length, static_cast<std::int64_t>(length));
  features.set(Feature::line_quotes, std::min<std::int64_t>(quotes, 40));
  features.set(Feature::line_commas, std::min<std::int64_t>(commas, 40));
}

struct OtherLines {
  std::string_view above;
  std::string_view below;
};

OtherLines other_lines(const Subject& subject) {
  return {subject.left.substr(0, subject.left.size() - subject.line_left.size()),
          subject.right.substr(subject.line_right.size())};
}

void add_near_words(const OtherLines& lines, Features& features) {
  Words words;
  count_words(lines.above, words);
  count_words(lines.below, words);
  features.set(Feature::near_long_tokens, std::min(words.long_tokens, kMostCounted));
  features.set(Feature::near_credential, std::min(words.credential, kMostCounted));
  features.set(Feature::near_user, words.of(WordGroup::User));
  features.set(Feature::near_location, words.of(WordGroup::Location));
  features.set(Feature::near_database, words.of(WordGroup::Database));
  features.set(Feature::near_test, words.of(WordGroup::Test));
  features.set(Feature::near_hash, words.of(WordGroup::Hash));
  features.set(Feature::near_id, words.of(WordGroup::Id));
  features.set(Feature::near_network, words.of(WordGroup::Network));
  features.set(Feature::near_encrypted, words.of(WordGroup::Encrypted));
  features.set(Feature::near_public, words.of(WordGroup::Public));
  features.set(Feature::near_pointer, words.of(WordGroup::Pointer));
  features.set(Feature::near_call, words.of(WordGroup::Call));
  features.set(Feature::near_vendor, words.of(WordGroup::Vendor));
  features.set(Feature::near_blob, words.of(WordGroup::Blob));
}

// Lines above and below that begin with the same words: a table.
void add_near_lines(const Subject& subject, const OwnKey& key, const OtherLines& lines,
                    Features& features) {
  std::int64_t count = 0;
  std::int64_t comments = 0;
  std::int64_t same_key = 0;
  for (std::string_view part : {lines.above, lines.below}) {
    const bool has_key = key.name.size() >= 2 && part.find(key.name) != std::string_view::npos;
    for (std::size_t begin = 0; begin < part.size();) {
      std::size_t end = std::min(part.find('\n', begin), part.size());
      std::string_view line = part.substr(begin, end - begin);
      begin = end + 1;
      std::size_t text = line.find_first_not_of(" \t\r");
      if (text == std::string_view::npos) continue;
      ++count;
      comments += line[text] == '#' || line.substr(text).starts_with("//") || line[text] == '*';
      same_key += has_key && line.find(key.name) != std::string_view::npos;
    }
  }
  features.set(Feature::near_lines, count);
  features.set(Feature::near_comment_lines, std::min(comments, kMostCounted));
  features.set(Feature::near_same_key, std::min(same_key, kMostCounted));
  std::string_view value = subject.value.substr(0, 64);
  features.set(Feature::near_same_value,
               value.size() >= 4 && lines.below.find(value) != std::string_view::npos);
}

// Tokens near by that are as long as the value: one row of many.
void add_same_length(const Subject& subject, const OtherLines& lines, Features& features) {
  std::int64_t same = 0;
  if (subject.whole.size() < 8) return;
  for (std::string_view part : {lines.above, lines.below}) {
    for (std::size_t begin = 0; begin < part.size();) {
      std::size_t end = begin;
      while (end < part.size() && is_of(kOfWord, part[end])) ++end;
      same += end - begin == subject.whole.size();
      begin = end + 1;
    }
  }
  features.set(Feature::near_same_length, std::min(same, kMostCounted));
}

constexpr std::array<std::string_view, 26> kUses{
    "uthorization",  "AUTHORIZATION", "Bearer ",   "connect(", "Connect(", "login(",
    "Client(",       "client(",       "requests.", "axios",    "fetch(",   "curl ",
    "http",          ".auth(",        "auth=",     "session(", "Session(", "createConnection",
    "getConnection", "oauth",         "ssh ",      "mysql ",   "psql ",    "headers",
    "boto",          "credentials("};
constexpr WordSearch kUseSearch(kUses);

void add_usage(const Subject& subject, Features& features) {
  const std::int64_t uses =
      __builtin_popcountll(kUseSearch.find(subject.left) | kUseSearch.find(subject.right));
  features.set(Feature::near_usage, std::min(uses, kMostCounted));
}

}  // namespace

void add_neighbours(const Subject& subject, const OwnKey& key, Features& features) {
  OtherLines lines = other_lines(subject);
  add_line(subject, key, features);
  add_line_shape(subject, features);
  add_near_words(lines, features);
  add_near_lines(subject, key, lines, features);
  add_same_length(subject, lines, features);
  add_usage(subject, features);
}

}  // namespace leakwarden::scanner::judging
