#include "scanner/match/judge/neighbours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scanner/match/ascii.h"
#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

Features measured(const std::string& marked) {
  testing::Marked text(marked);
  Features features;
  add_neighbours(text.subject(), text.key(), features);
  return features;
}

TEST(Neighbours, ReadTheLine) {
  Features features = measured("login(username='x', password='«v»', host='h')");
  EXPECT_GE(features.get(Feature::line_user), 1);
  EXPECT_GE(features.get(Feature::line_location), 1);
  EXPECT_EQ(features.get(Feature::line_quotes), 6);
  EXPECT_EQ(features.get(Feature::line_hash), 0);
}

TEST(Neighbours, ReadTheLinesNearBy) {
  Features features = measured("sha256: a\nkey: «v»\nclient.headers['Authorization'] = key\n");
  EXPECT_GE(features.get(Feature::near_hash), 1);
  EXPECT_GE(features.get(Feature::near_network), 1);
  EXPECT_GE(features.get(Feature::near_usage), 2);
  EXPECT_EQ(features.get(Feature::near_lines), 2);
}

TEST(Neighbours, KnowTables) {
  std::string row = "  oid: 0123456789abcdef01234567\n";
  Features features = measured(row + "  oid: «89abcdef0123456789abcdef»\n" + row);
  EXPECT_EQ(features.get(Feature::near_same_length), 2);
  EXPECT_EQ(features.get(Feature::near_long_tokens), 2);
  EXPECT_EQ(features.get(Feature::near_same_key), 2);
}

// Byte by byte, of the features that are counted from bits.
struct Plain {
  std::int64_t lines = 0;
  std::int64_t comments = 0;
  std::int64_t same_key = 0;
  std::int64_t same_length = 0;
  std::int64_t long_tokens = 0;
};

void count_line(std::string_view line, std::string_view key, Plain& plain) {
  const std::size_t text = line.find_first_not_of(" \t\r");
  if (text == std::string_view::npos) return;
  ++plain.lines;
  plain.comments += line[text] == '#' || line[text] == '*' || line.substr(text).starts_with("//");
  plain.same_key += key.size() >= 2 && line.find(key) != std::string_view::npos;
}

template <typename Holds, typename Visit>
void for_each_token(std::string_view text, Holds holds, Visit visit) {
  std::string token;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && holds(text[at])) {
      token += text[at];
    } else if (!token.empty()) {
      visit(token);
      token.clear();
    }
  }
}

void count_side(std::string_view text, std::string_view key, std::size_t size, Plain& plain) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    count_line(rest.substr(0, end), key, plain);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for_each_token(text, is_alphanumeric,
                 [&](const std::string& token) { plain.same_length += token.size() == size; });
  for_each_token(text, is_name_character, [&](const std::string& token) {
    plain.long_tokens += token.size() >= 20 &&
                         token.find_first_of("0123456789") != std::string::npos &&
                         std::any_of(token.begin(), token.end(), is_letter);
  });
}

TEST(Neighbours, CountWhatIsThere) {
  std::mt19937 random(41);
  const std::vector<std::string> parts{"\n",   "\r\n", "key",      "  ",       "\t",
                                       "#",    "//",   "*",        "_",        ".",
                                       "abc1", "x9",   "zzzzzzzz", "12345678", "k0_ab"};
  const auto side = [&] {
    std::string text;
    for (std::size_t size = random() % 60; size > 0; --size) text += parts[random() % parts.size()];
    return text;
  };
  for (int round = 0; round < 3000; ++round) {
    const std::string left = side();
    const std::string text = left + "\nkey = \"«abc1abc1»\"" + side();
    const testing::Marked marked(text);
    const Subject subject = marked.subject();
    const OwnKey key = marked.key();
    Plain plain;
    for (const std::string_view part :
         {subject.left.substr(0, subject.left.size() - subject.line_left.size()),
          subject.right.substr(subject.line_right.size())})
      count_side(part, key.name, subject.whole.size(), plain);
    const Features features = measured(text);
    const auto bounded = [](std::int64_t count) { return std::min<std::int64_t>(count, 6); };
    ASSERT_EQ(features.get(Feature::near_lines), plain.lines) << text;
    ASSERT_EQ(features.get(Feature::near_comment_lines), bounded(plain.comments)) << text;
    ASSERT_EQ(features.get(Feature::near_same_key), bounded(plain.same_key)) << text;
    ASSERT_EQ(features.get(Feature::near_same_length), bounded(plain.same_length)) << text;
    ASSERT_EQ(features.get(Feature::near_long_tokens), bounded(plain.long_tokens)) << text;
  }
}

TEST(Neighbours, CountsAreBounded) {
  std::string many;
  for (int i = 0; i < 200; ++i) many += "user ";
  EXPECT_EQ(measured(many + "p='«v»'").get(Feature::line_user), 6);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
