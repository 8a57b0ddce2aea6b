#include "scanner/rules/generate.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

Rule rule_of(const std::string& pattern) {
  Rule rule;
  rule.id = "example-key";
  rule.pattern = pattern;
  return rule;
}

const char* const kPatterns[] = {
    R"((?P<secret>PMAK-[0-9a-f]{24}-[0-9a-f]{34})\b)",
    R"(\b(?P<secret>A(?:KIA|BIA|CCA)[A-Z2-7]{16})\b)",
    R"(\b(?P<secret>glpat-[A-Za-z0-9_-]{20})(?:[^A-Za-z0-9_.-]|$|\.(?:[^A-Za-z0-9_-]|$)))",
    R"((?:^|[^A-Za-z0-9_/.:-])(?P<secret>1//0[A-Za-z0-9_-]{40,120})(?:[^A-Za-z0-9_-]|$))",
    R"((?i:secret[_.-]?key)["']?\s{0,3}=\s{0,3}["']?(?P<secret>[A-Za-z0-9/+]{40})\b)",
    R"((?P<secret>-----BEGIN KEY-----[A-Za-z0-9+/=\s]{64,}-----END KEY-----))"};

TEST(Generate, ExamplesHoldTheirSecret) {
  for (const char* pattern : kPatterns) {
    const Result<SampleSource> source = SampleSource::create(rule_of(pattern));
    ASSERT_TRUE(source.ok()) << pattern;
    for (std::uint32_t index = 0; index < 20; index++) {
      const std::optional<Sample> sample = source->example(index);
      ASSERT_TRUE(sample.has_value()) << pattern;
      std::string secret;
      ASSERT_TRUE(
          re2::RE2::PartialMatch(sample->text, re2::RE2(pattern, pattern_options()), &secret));
      EXPECT_EQ(secret, sample->secret());
      EXPECT_LE(sample->match_begin, sample->begin);
      EXPECT_GE(sample->match_end, sample->begin + sample->size);
    }
  }
}

TEST(Generate, NearMissesDoNotMatch) {
  for (const char* pattern : kPatterns) {
    const Result<SampleSource> source = SampleSource::create(rule_of(pattern));
    ASSERT_TRUE(source.ok());
    const re2::RE2 program(pattern, pattern_options());
    for (std::uint32_t index = 0; index < 20; index++) {
      const std::optional<std::string> miss = source->near_miss(index);
      ASSERT_TRUE(miss.has_value()) << pattern;
      EXPECT_FALSE(re2::RE2::PartialMatch(*miss, program)) << *miss;
      EXPECT_NE(*miss, source->example(index)->text);
    }
  }
}

TEST(Generate, DrawsAreTheSameEveryTimeAndDiffer) {
  const Rule rule = rule_of(kPatterns[0]);
  const Result<SampleSource> first = SampleSource::create(rule);
  const Result<SampleSource> second = SampleSource::create(rule);
  EXPECT_EQ(first->example(0)->text, second->example(0)->text);
  EXPECT_NE(first->example(0)->text, first->example(1)->text);
  Rule other = rule;
  other.id = "other-key";
  EXPECT_NE(SampleSource::create(other)->example(0)->text, first->example(0)->text);
}

TEST(Generate, ContextWordStandsNearby) {
  Rule rule = rule_of(R"(\b(?P<secret>[0-9a-f]{32})\b)");
  rule.context = {{"heroku"}, 40};
  const std::optional<Sample> sample = SampleSource::create(rule)->example(0);
  ASSERT_TRUE(sample.has_value());
  const std::size_t word = sample->text.find("heroku");
  ASSERT_NE(word, std::string::npos);
  EXPECT_LE(sample->begin - word, 40U);
}

TEST(Generate, RespectsTheEntropyFloor) {
  Rule rule = rule_of("(?P<secret>x[ab]{40})");
  rule.entropy = 3;  // two letters and an x give at most 1.2
  EXPECT_FALSE(SampleSource::create(rule)->example(0).has_value());
  rule.entropy = 0.5;
  EXPECT_TRUE(SampleSource::create(rule)->example(0).has_value());
}

TEST(Generate, ContradictionGivesNothing) {
  EXPECT_FALSE(SampleSource::create(rule_of(R"((?P<secret>a\bb{8}))"))->example(0).has_value());
  EXPECT_FALSE(SampleSource::create(rule_of("(?P<secret>[")).ok());
}

TEST(Generate, EntropyInBitsAByte) {
  EXPECT_DOUBLE_EQ(bits_a_byte(""), 0);
  EXPECT_DOUBLE_EQ(bits_a_byte("aaaa"), 0);
  EXPECT_DOUBLE_EQ(bits_a_byte("abab"), 1);
  EXPECT_DOUBLE_EQ(bits_a_byte("0123456789abcdef"), 4);
}

TEST(Generate, AnAssignedRulesValueStandsBesideItsWord) {
  Rule rule = rule_of("(?P<secret>[0-9a-z_]{20})");
  rule.assigned = true;
  rule.context = {{"shodan", "other"}, 100};
  const Sample sample = *SampleSource::create(rule)->example(0);
  EXPECT_EQ(sample.text.substr(0, sample.begin), "shodan_api_key = \"");
  EXPECT_EQ(sample.size, 20U);
  const std::optional<std::string> miss = SampleSource::create(rule)->near_miss(0);
  ASSERT_TRUE(miss.has_value());
  EXPECT_NE(*miss, sample.text);
  rule.context.words = {"new relic"};
  const std::string text = SampleSource::create(rule)->example(0)->text;
  EXPECT_EQ(text.rfind("# new relic\napi_key = \"", 0), 0U) << text;
}

}  // namespace
}  // namespace leakwarden::scanner
