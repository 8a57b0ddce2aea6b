#include "scanner/match/trigger.h"

#include <random>
#include <set>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/rule_image.h"
#include "scanner/rules/rule_set.h"
#include "scanner/rules/trigger_database.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

RuleTable table_of_two() {
  return RuleTable({make_rule("digits", {"", "k[0-9]{2,4}", 5, 5, 5}),
                    make_rule("letter", {"", "k4", 2, 2, 2})});
}

TriggerEnds scan(const RuleTable& table, std::string_view text, const Limits& limits = {}) {
  TriggerScanner scanner = TriggerScanner::create(table.database(), table.rules(), limits).value();
  return *scanner.scan(text).value();
}

TEST(TriggerScanner, ReportsEveryEndOnceInOrder) {
  TriggerEnds found = scan(table_of_two(), "k4815 k42");
  std::vector<TriggerEnd> expected{{2, 1}, {3, 0}, {4, 0}, {5, 0}, {8, 1}, {9, 0}};
  EXPECT_EQ(found.ends, expected);
  EXPECT_TRUE(found.stormed.empty());
  EXPECT_FALSE(found.limit_reached);
}

TEST(TriggerScanner, AnEmptyTextHasNone) {
  EXPECT_TRUE(scan(table_of_two(), "").ends.empty());
  EXPECT_TRUE(scan(table_of_two(), std::string_view()).ends.empty());
}

TEST(TriggerScanner, ForgetsTheEndsOfARuleBeyondItsCap) {
  Limits limits;
  limits.max_matches_per_rule = 3;
  RuleTable table = table_of_two();
  TriggerEnds at_cap = scan(table, "k4815", limits);
  EXPECT_TRUE(at_cap.stormed.empty());
  EXPECT_EQ(at_cap.ends.size(), 4u);
  TriggerEnds beyond = scan(table, "k4815 k42", limits);
  EXPECT_EQ(beyond.stormed, std::vector<std::uint32_t>{0});
  EXPECT_EQ(beyond.ends, (std::vector<TriggerEnd>{{2, 1}, {8, 1}}));
}

TEST(TriggerScanner, JudgedRulesHaveACapOfTheirOwn) {
  Limits limits;
  limits.max_matches_per_rule = 1;
  limits.max_judged_matches_per_rule = 3;
  std::vector<Rule> rules{make_rule("plain", {"", "k4", 2, 2, 2}),
                          make_rule("judged", {"", "k[0-9]", 2, 2, 2})};
  rules[1].judging = Judging::Credential;
  RuleTable table(std::move(rules));
  EXPECT_EQ(scan(table, "k4 k5 k6", limits).ends.size(), 4u);
  EXPECT_EQ(scan(table, "k4 k5 k4", limits).stormed, std::vector<std::uint32_t>{0});
  EXPECT_EQ(scan(table, "k4 k5 k6 k7", limits).stormed, std::vector<std::uint32_t>{1});
}

// Tables of ids made the whole object partial.
TEST(TriggerScanner, WhatNeedsAProvidersNameHasAWiderCap) {
  Limits limits;
  limits.max_judged_matches_per_rule = 1;
  limits.max_named_matches_per_rule = 3;
  std::vector<Rule> rules{make_rule("named", {"", "k[0-9]", 2, 2, 2})};
  rules[0].judging = Judging::Provider;
  RuleTable table(std::move(rules));
  EXPECT_TRUE(scan(table, "k4 k5 k6", limits).stormed.empty());
  EXPECT_EQ(scan(table, "k4 k5 k6 k7", limits).stormed, std::vector<std::uint32_t>{0});
}

TEST(TriggerScanner, StopsAtTheLimitOfTheObjectAndKeepsWhatCameBefore) {
  Limits limits;
  limits.max_triggers_per_object = 4;
  TriggerEnds found = scan(table_of_two(), "k4815 k42", limits);
  EXPECT_TRUE(found.limit_reached);
  EXPECT_EQ(found.ends, (std::vector<TriggerEnd>{{2, 1}, {3, 0}, {4, 0}, {5, 0}}));
  limits.max_triggers_per_object = 6;
  EXPECT_FALSE(scan(table_of_two(), "k4815 k42", limits).limit_reached);
}

TEST(TriggerScanner, StartsAfreshWithEachText) {
  Limits limits;
  limits.max_matches_per_rule = 3;
  RuleTable table = table_of_two();
  TriggerScanner scanner = TriggerScanner::create(table.database(), table.rules(), limits).value();
  EXPECT_EQ(scanner.scan("k4815 k4815").value()->stormed.size(), 1u);
  for (int round = 0; round < 5; ++round) {
    const TriggerEnds& found = *scanner.scan("k4815").value();
    EXPECT_TRUE(found.stormed.empty());
    EXPECT_EQ(found.ends.size(), 4u);
  }
}

TEST(TriggerScanner, SixteenMegabytesOfTheSameStormInBoundedTime) {
  RuleTable table({make_rule("run", {"", "[a-z0-9]{20,40}", 40, 40, 40})});
  TriggerEnds found = scan(table, std::string(16 << 20, 'a'));
  EXPECT_TRUE(found.limit_reached);
  EXPECT_EQ(found.stormed, std::vector<std::uint32_t>{0});
  EXPECT_TRUE(found.ends.empty());
}

// Of the kinds that are found differently: plain triggers, from stems, encoded.
std::string text_of_triggers(std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {"password",
                                                 "_KEY",
                                                 "Secret",
                                                 " = ",
                                                 ": \"",
                                                 "\"",
                                                 "--token ",
                                                 "api_key=",
                                                 "\n",
                                                 "x",
                                                 "' ",
                                                 "hunter2",
                                                 "=abc",
                                                 "bearer ",
                                                 "-u a:",
                                                 "ghp_",
                                                 "0123456",
                                                 "....",
                                                 "aGVsbG8gd29ybGQsIHRoaXMgaXMgYmFzZTY0",
                                                 "https://user:word@host.example.net/"};
  std::string text;
  for (std::size_t count = 5 + random() % 60; count > 0; --count)
    text += kPieces[random() % std::size(kPieces)];
  return text;
}

std::vector<EndRange> ranges_in(std::size_t text_bytes, std::mt19937& random) {
  std::vector<EndRange> ranges;
  for (std::uint64_t next = random() % 80; next <= text_bytes;) {
    const std::uint64_t last = std::min<std::uint64_t>(text_bytes, next + random() % 60);
    ranges.push_back({next, last});
    next = last + 1 + random() % 100;
  }
  return ranges;
}

// A stem may lie before the range, and what precedes it before what Hyperscan reads.
TEST(TriggerScanner, EndsInRangesAreThoseOfTheWholeText) {
  const std::shared_ptr<const RuleSet> set = RuleSet::builtin().value();
  TriggerScanner scanner = TriggerScanner::create(set->database(), set->verdict_rules(), Limits{},
                                                  set->encoded_database(), set->stem_triggers())
                               .value();
  std::mt19937 random(17);
  std::size_t compared = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = text_of_triggers(random);
    const std::vector<EndRange> ranges = ranges_in(text.size(), random);
    std::vector<TriggerEnd> expected = scanner.scan(text).value()->ends;
    std::erase_if(expected, [&ranges](const TriggerEnd& one) {
      return std::none_of(ranges.begin(), ranges.end(), [&one](const EndRange& range) {
        return one.end >= range.first && one.end <= range.last;
      });
    });
    ASSERT_EQ(scanner.scan_ranges(text, ranges).value()->ends, expected) << text;
    compared += expected.size();
  }
  EXPECT_GT(compared, 10'000u);
}

// What every rule looks for.
std::vector<std::string> samples_of(const std::vector<Rule>& rules) {
  std::vector<std::string> samples;
  for (const Rule& rule : rules) {
    if (rule.assigned) continue;
    const Result<SampleSource> source = SampleSource::create(rule);
    for (std::uint32_t i = 0; source.ok() && i < 2; ++i) {
      const std::optional<Sample> sample = source->example(i);
      if (sample) samples.push_back(sample->text.substr(0, 600));
    }
  }
  return samples;
}

// Cut and damaged here and there, at every distance.
std::string text_of_samples(const std::vector<std::string>& samples, std::mt19937& random) {
  std::string text;
  for (std::size_t count = 1 + random() % 12; count > 0; --count) {
    std::string sample = samples[random() % samples.size()];
    if (random() % 8 == 0) sample.resize(random() % (sample.size() + 1));
    if (random() % 8 == 0 && !sample.empty())
      sample[random() % sample.size()] = static_cast<char>(random());
    text += sample + std::string(random() % 90, " \n=x-"[random() % 5]);
  }
  return text;
}

// The oracle: every trigger in Hyperscan, over the whole text.
TEST(TriggerScanner, EndsAreThoseOfHyperscanOverTheWholeText) {
  const std::shared_ptr<const RuleSet> set = RuleSet::builtin().value();
  const std::vector<Rule>& rules = set->rules();
  const std::string compiled = compile_triggers(rules).value();
  const AlignedBytes database{std::string_view(compiled)};
  TriggerScanner whole =
      TriggerScanner::create(database_in_place(database.view()).value(), rules, Limits{}).value();
  TriggerScanner scanner = TriggerScanner::create(set->database(), set->verdict_rules(), Limits{},
                                                  nullptr, set->stem_triggers())
                               .value();
  const std::vector<std::string> samples = samples_of(rules);
  std::mt19937 random(31);
  std::set<std::uint32_t> met;
  for (int round = 0; round < 3000; ++round) {
    const std::string text =
        round % 3 == 0 ? text_of_triggers(random) : text_of_samples(samples, random);
    const std::vector<TriggerEnd> expected = whole.scan(text).value()->ends;
    ASSERT_EQ(scanner.scan(text).value()->ends, expected) << round;
    for (const TriggerEnd& one : expected) met.insert(one.rule);
  }
  EXPECT_GT(met.size(), 600u);
}

TEST(TriggerScanner, ARuleWithoutALetterIsFoundBesideOthers) {
  std::vector<Rule> rules{make_rule("plain", {"", "tok_[0-9]{4}", 8, 8, 8}),
                          make_rule("run", {"", "[a-z0-9]{20,22}", 22, 22, 22})};
  const std::string image = build_rule_image(rules).value();
  const AlignedBytes bytes{std::string_view(image)};
  const std::shared_ptr<const RuleSet> set = RuleSet::from_image(bytes.view()).value();
  EXPECT_FALSE(set->stem_triggers()->words().finds_all());
  TriggerScanner scanner =
      TriggerScanner::create(set->database(), rules, Limits{}, nullptr, set->stem_triggers())
          .value();
  const TriggerEnds& found = *scanner.scan("tok_1234 abcdefghijklmnopqrstu").value();
  EXPECT_EQ(found.ends, (std::vector<TriggerEnd>{{8, 0}, {29, 1}, {30, 1}}));
}

TEST(TriggerScanner, RefusesWithoutADatabase) {
  Result<TriggerScanner> made = TriggerScanner::create(nullptr, std::vector<Rule>(1), {});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::Io);
}

TEST(TriggerScanner, MoreThanHyperscanCanTakeIsTooLarge) {
  RuleTable table = table_of_two();
  TriggerScanner scanner = TriggerScanner::create(table.database(), table.rules(), {}).value();
  // The length alone decides; nothing is read.
  std::string_view huge("", std::size_t{1} << 32);
  Result<const TriggerEnds*> found = scanner.scan(huge);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::TooLarge);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
