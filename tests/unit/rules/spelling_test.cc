#include "scanner/rules/spelling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace leakwarden::scanner {
namespace {

std::optional<std::vector<Spelling>> spellings_in(const std::string& trigger) {
  ByteSets byte_sets;
  return spellings_of(parse_pattern(trigger, byte_sets).value());
}

bool stands(const Spelling& spelling, std::string_view text, std::size_t at) {
  if (spelling.bytes.size() > text.size() - at) return false;
  for (std::size_t i = 0; i < spelling.bytes.size(); ++i)
    if (!spelling.bytes[i][static_cast<unsigned char>(text[at + i])]) return false;
  return true;
}

// Is one of them in text[begin, end), with no more around it than it says?
bool is_spelled(const std::vector<Spelling>& spellings, std::string_view text, std::size_t begin,
                std::size_t end) {
  for (std::size_t at = begin; at < end; ++at) {
    for (const Spelling& one : spellings) {
      if (at - begin <= one.left && end - at <= one.right && stands(one, text.substr(0, end), at))
        return true;
    }
  }
  return false;
}

// By RE2, on every stretch of random texts.
TEST(SpellingsOf, OneStandsInEverythingTheTriggerMatches) {
  const std::vector<std::string> words{"sk_", "test_", "0",    "12345678", "-",   "x",  "api",
                                       ".",   "key",   "KEY",  "ab",       "dd",  "a",  "MII",
                                       "IBA", "DAN",   "abc/", "zz",       "01.", "-us"};
  std::mt19937 random(5);
  std::size_t matches = 0;
  for (const std::string trigger :
       {"sk_(?:test_)?[0-9A-Fa-f]{8}-", "(?i:dd)?[._]?(?:[a-z]{1,4}\\.)?(?i:api)(?:key|KEY)",
        "MII[a-z0-9]{2,3}IBA(?:DAN|0)|zz(?:12|01)\\.", "[0-9]{2,8}-us(?:x|\\.)", "(?:ab){1,3}key",
        "a?b?c?/zz"}) {
    const std::optional<std::vector<Spelling>> spellings = spellings_in(trigger);
    ASSERT_TRUE(spellings) << trigger;
    const re2::RE2 expression(trigger, pattern_options());
    for (int round = 0; round < 3000; ++round) {
      std::string text;
      for (std::size_t count = 2 + random() % 6; count > 0; --count)
        text += words[random() % words.size()];
      for (std::size_t begin = 0; begin < text.size(); ++begin) {
        for (std::size_t end = begin + 1; end <= text.size(); ++end) {
          const re2::StringPiece part(text.data() + begin, end - begin);
          if (!re2::RE2::FullMatch(part, expression)) continue;
          ++matches;
          ASSERT_TRUE(is_spelled(*spellings, text, begin, end)) << trigger << " in " << text;
        }
      }
    }
  }
  EXPECT_GT(matches, 200u);
}

TEST(SpellingsOf, ThereAreNoneOfClassesAlone) {
  EXPECT_FALSE(spellings_in("[a-z0-9]{20,40}"));
  EXPECT_FALSE(spellings_in("token|[a-z]{20}"));
  EXPECT_FALSE(spellings_in("ab*c"));
}

TEST(SpellingsOf, AreBounded) {
  const std::vector<Spelling> some =
      spellings_in("qzx(?:a|b|c|d)(?:a|b|c|d)(?:a|b|c|d)(?:a|b|c|d)(?:a|b|c|d)x{200}").value();
  EXPECT_LE(some.size(), 64u);
  for (const Spelling& one : some) EXPECT_LE(one.bytes.size(), kMostSpelledBytes);
}

}  // namespace
}  // namespace leakwarden::scanner
