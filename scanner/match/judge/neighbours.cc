#include "scanner/match/judge/neighbours.h"

#include <algorithm>
#include <array>

#include "scanner/match/find_text.h"
#include "scanner/match/judge/byte_marks.h"
#include "scanner/match/judge/name_words.h"
#include "scanner/match/judge/word_search.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kLongToken = 20;
constexpr std::int64_t kMostCounted = 6;

// What stands on one side of the value, and where in it the value's line has its border.
struct Side {
  std::string_view text;
  ByteMarks marks;
  Stretch line;   // of the value
  Stretch other;  // of the lines above it, or below
};

struct Words {
  std::array<std::int64_t, kWordGroups> groups{};
  std::int64_t credential = 0;
  std::int64_t all = 0;
  std::int64_t long_tokens = 0;

  std::int64_t of(WordGroup group) const {
    return std::min(groups[static_cast<std::size_t>(group)], kMostCounted);
  }
};

bool looks_random(const Side& side, std::size_t begin, std::size_t end) {
  return end - begin >= kLongToken && side.marks.letters.next_set(begin) < end &&
         side.marks.digits.next_set(begin) < end;
}

void count_name(std::string_view token, Words& words) {
  const NameSummary parts = summary_of_name(token);
  words.all += static_cast<std::int64_t>(parts.count);
  words.credential += parts.names_credential();
  for (WordGroups rest = parts.groups; rest != 0; rest &= rest - 1)
    ++words.groups[static_cast<std::size_t>(__builtin_ctzll(rest))];
}

void count_words(const Side& side, const Stretch& where, Words& words) {
  const Marks& in_name = side.marks.names;
  for (std::size_t begin = in_name.next_set(where.begin); begin < where.end;) {
    const std::size_t end = std::min(in_name.next_clear(begin), where.end);
    if (looks_random(side, begin, end))
      ++words.long_tokens;
    else
      count_name(side.text.substr(begin, end - begin), words);
    begin = in_name.next_set(end);
  }
}

// Without the value's own key.
Stretch line_without_key(const Side& left, const OwnKey& key) {
  Stretch line = left.line;
  if (key.name.empty() || key.gap >= line.size()) return line;
  line.end -= std::min(line.size(), key.gap + key.name.size());
  return line;
}

void add_line(const Side& left, const Side& right, const OwnKey& key, Features& features) {
  Words words;
  count_words(left, line_without_key(left, key), words);
  count_words(right, right.line, words);
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

void add_line_shape(const Side& left, const Side& right, Features& features) {
  const auto count = [&](Marks ByteMarks::*marks) {
    return (left.marks.*marks).count(left.line.begin, left.line.end) +
           (right.marks.*marks).count(right.line.begin, right.line.end);
  };
  const std::size_t length = left.line.size() + right.line.size();
  features.set(Feature::line_length, static_cast<std::int64_t>(length));
  features.set(Feature::line_quotes, std::min<std::int64_t>(count(&ByteMarks::quotes), 40));
  features.set(Feature::line_commas, std::min<std::int64_t>(count(&ByteMarks::commas), 40));
}

void add_near_words(const Side& left, const Side& right, Features& features) {
  Words words;
  count_words(left, left.other, words);
  count_words(right, right.other, words);
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

std::int64_t count_of_size(const Side& side, std::size_t size) {
  const Marks& in_word = side.marks.words;
  std::int64_t same = 0;
  for (std::size_t begin = in_word.next_set(side.other.begin); begin < side.other.end;) {
    const std::size_t end = std::min(in_word.next_clear(begin), side.other.end);
    same += end - begin == size;
    begin = in_word.next_set(end);
  }
  return same;
}

// Tokens near by that are as long as the value: one row of many.
void add_same_length(const Side& left, const Side& right, std::size_t size, Features& features) {
  constexpr std::size_t kShortest = 8;
  if (size < kShortest) return;
  const std::int64_t same = count_of_size(left, size) + count_of_size(right, size);
  features.set(Feature::near_same_length, std::min(same, kMostCounted));
}

struct Lines {
  std::int64_t all = 0;
  std::int64_t comments = 0;
  std::int64_t same_key = 0;
};

bool begins_comment(std::string_view line) {
  return line.front() == '#' || line.front() == '*' || line.substr(0, 2) == "//";
}

// Lines that begin with the same words are a table.
void count_lines(const Side& side, const OwnKey& key, Lines& lines) {
  const Stretch& where = side.other;
  const bool has_key =
      key.name.size() >= 2 && holds_text(side.text.substr(where.begin, where.size()), key.name);
  for (std::size_t begin = where.begin; begin < where.end;) {
    const std::size_t end = std::min(side.marks.newlines.next_set(begin), where.end);
    const std::size_t text = side.marks.blanks.next_clear(begin);
    if (text < end) {
      ++lines.all;
      lines.comments += begins_comment(side.text.substr(text, end - text));
      lines.same_key += has_key && holds_text(side.text.substr(begin, end - begin), key.name);
    }
    begin = end + 1;
  }
}

void add_near_lines(const Side& left, const Side& right, const OwnKey& key, Features& features) {
  Lines lines;
  count_lines(left, key, lines);
  count_lines(right, key, lines);
  features.set(Feature::near_lines, lines.all);
  features.set(Feature::near_comment_lines, std::min(lines.comments, kMostCounted));
  features.set(Feature::near_same_key, std::min(lines.same_key, kMostCounted));
}

void add_same_value(const Subject& subject, const Side& right, Features& features) {
  const std::string_view value = subject.value.substr(0, 64);
  features.set(Feature::near_same_value,
               value.size() >= 4 && holds_text(right.text.substr(right.other.begin), value));
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
  const std::size_t above = subject.left.size() - subject.line_left.size();
  const std::size_t below = subject.line_right.size();
  const Side left{subject.left, ByteMarks(subject.left), {above, subject.left.size()}, {0, above}};
  const Side right{
      subject.right, ByteMarks(subject.right), {0, below}, {below, subject.right.size()}};
  add_line(left, right, key, features);
  add_line_shape(left, right, features);
  add_near_words(left, right, features);
  add_same_length(left, right, subject.whole.size(), features);
  add_near_lines(left, right, key, features);
  add_same_value(subject, right, features);
  add_usage(subject, features);
}

}  // namespace leakwarden::scanner::judging
