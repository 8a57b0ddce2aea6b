#include "scanner/match/first_bytes.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "scanner/rules/pattern.h"
#include "scanner/rules/rule_set.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

FirstBytes first_of(std::string_view pattern) {
  const std::optional<PatternProgram> program = PatternProgram::of(pattern);
  return program ? FirstBytes::of(*program) : FirstBytes();
}

bool may_begin(const char* pattern, std::string_view text) {
  return first_of(pattern).may_begin(text, 0);
}

TEST(FirstBytes, OfLiteralsAndClassesPlaceByPlace) {
  EXPECT_TRUE(may_begin("ghp_[a-z]{9}", "ghp_"));
  EXPECT_FALSE(may_begin("ghp_[a-z]{9}", "ghq_"));
  EXPECT_FALSE(may_begin("ghp_[a-z]{9}", "ghp"));
  EXPECT_TRUE(may_begin("(?i:set|export)[ \t]{1,3}", "sEt "));
  EXPECT_TRUE(may_begin("(?i:set|export)[ \t]{1,3}", "Expo"));
  EXPECT_FALSE(may_begin("(?i:set|export)[ \t]{1,3}", "setx"));
  EXPECT_TRUE(may_begin("-?[0-9]{2}", "-1"));
  EXPECT_TRUE(may_begin("-?[0-9]{2}", "11"));
  EXPECT_FALSE(may_begin("-?[0-9]{2}", "1-"));
  EXPECT_TRUE(may_begin("\\bkey\\s*=", "key "));
  EXPECT_FALSE(may_begin("\\bkey\\s*=", "keys"));
  EXPECT_EQ(first_of("a?[b-d]+").count(), 4u);
  EXPECT_EQ(first_of("[^a]").count(), 255u);
}

TEST(FirstBytes, OfWhatMayBeEmptyOrIsNotUnderstoodAreAll) {
  for (const char* pattern : {"a*", "(?:a|)", "^", "\\pL", "[[:alpha:]]", "(?s:a)", "\\Qa\\E", "(",
                              "[a", "a)", "(?P<x", "\\"}) {
    EXPECT_EQ(first_of(pattern).count(), 256u) << pattern;
    EXPECT_TRUE(may_begin(pattern, "")) << pattern;
  }
  EXPECT_EQ(first_of(std::string(4000, '(') + "a" + std::string(4000, ')')).count(), 256u);
}

// RE2 is the judge: wherever it finds that a match begins, one may begin.
void expect_never_too_few(const re2::RE2& program, const std::string& text, std::size_t* begun) {
  const std::string& pattern = program.pattern();
  ASSERT_TRUE(program.ok()) << pattern;
  const FirstBytes first = first_of(pattern);
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (!program.Match(text, at, text.size(), re2::RE2::ANCHOR_START, nullptr, 0)) continue;
    ++*begun;
    ASSERT_TRUE(first.may_begin(text, at)) << pattern << " in " << text << " at " << at;
  }
}

TEST(FirstBytes, AreNeverTooFew) {
  const std::vector<std::string> patterns{"(?i)k[^a-c]|b{0}x",
                                          "(?i:a(?:b|)){2,3}c",
                                          "[]a]+b?",
                                          "[^]a]{2}",
                                          "(?i)[\xe4x]a",
                                          "a{,2}",
                                          "a{2",
                                          "a{0,2}b{1,}c",
                                          "(?P<secret>[a-]{1,2})\\.",
                                          "[\\]\\-a]x",
                                          "\\x61[\\x62-d]",
                                          "\\w\\W\\s?\\S",
                                          "(?:a|b(?i)c|d)e",
                                          "x*?y+?a??b",
                                          "(?:ab){2}|(ac)+",
                                          "\\Ba\\b.",
                                          "$|ab",
                                          "(?:(?:a?b?)c?){2}dd",
                                          "a|",
                                          "\\d?[\\s\\d]a"};
  std::mt19937_64 random(23);
  std::size_t begun = 0;
  for (const std::string& pattern : patterns) {
    const re2::RE2 program(pattern, pattern_options());
    for (int round = 0; round < 200; ++round) {
      const std::string text = random_text(random, "abcdexyABCKk{}2,]- .1\xe4\xc4", 40);
      ASSERT_NO_FATAL_FAILURE(expect_never_too_few(program, text, &begun));
    }
  }
  EXPECT_GT(begun, 10'000u);
}

TEST(FirstBytes, OfTheCatalogueAreThoseOfItsExamples) {
  constexpr std::size_t kLongest = 200;
  const std::shared_ptr<const RuleSet> rules = RuleSet::builtin().value();
  std::size_t begun = 0;
  for (const Rule& rule : rules->rules()) {
    if (rule.examples.empty()) continue;
    const re2::RE2 program(rule.pattern, pattern_options());
    const std::string example = rule.examples.front().substr(0, kLongest);
    ASSERT_NO_FATAL_FAILURE(expect_never_too_few(program, example, &begun));
  }
  EXPECT_GT(begun, 50u);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
