#include "scanner/rules/rule_list.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "scanner/rules/rule_codec.h"

namespace leakwarden::scanner {
namespace {

std::vector<Rule> some_rules(std::size_t count) {
  std::vector<Rule> rules(count);
  for (std::size_t i = 0; i < count; ++i) {
    rules[i].id = "rule-" + std::to_string(1000 + i);
    rules[i].pattern = std::string(i, 'x');
    rules[i].width = static_cast<std::uint32_t>(i);
    rules[i].advice.steps = {"step of " + rules[i].id};
  }
  return rules;
}

struct Image {
  explicit Image(const std::vector<Rule>& rules)
      : verdict_fields(encode_verdict_fields(rules)),
        descriptions(encode_descriptions(rules)),
        count(rules.size()) {}
  DecodedRules decoded(DecodedRules::Fields fields) const {
    return DecodedRules(verdict_fields, descriptions, count, fields, {}, {});
  }
  std::string verdict_fields;
  std::string descriptions;
  std::size_t count;
};

TEST(RuleList, OfAVectorIsItsRules) {
  const std::vector<Rule> rules = some_rules(3);
  const RuleList table = rules;
  ASSERT_EQ(table.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(&table[i], &rules[i]);
  EXPECT_TRUE(RuleList(std::vector<Rule>()).empty());
}

TEST(RuleList, OfAnImageReadsEachRuleAsItWasWritten) {
  const std::vector<Rule> rules = some_rules(50);
  const Image image(rules);
  const DecodedRules decoded = image.decoded(DecodedRules::Fields::OfVerdicts);
  const RuleList table(decoded);
  ASSERT_EQ(table.size(), rules.size());
  for (std::size_t i = rules.size(); i-- > 0;) {
    EXPECT_EQ(table[i].id, rules[i].id);
    EXPECT_EQ(table[i].pattern, rules[i].pattern);
    EXPECT_EQ(table[i].width, rules[i].width);
    EXPECT_TRUE(table[i].advice.steps.empty());
    EXPECT_EQ(&table[i], &table[i]);
    EXPECT_EQ(id_in_table(image.verdict_fields, image.count, i), rules[i].id);
  }
  std::size_t at = 0;
  for (const Rule& rule : table) EXPECT_EQ(rule.id, rules[at++].id);
  EXPECT_EQ(at, rules.size());
}

TEST(RuleList, DescriptionsComeWhereAskedFor) {
  const std::vector<Rule> rules = some_rules(3);
  const Image image(rules);
  const DecodedRules decoded = image.decoded(DecodedRules::Fields::All);
  EXPECT_EQ(decoded[2].advice.steps, rules[2].advice.steps);
  EXPECT_EQ(decoded[2].pattern, rules[2].pattern);
}

TEST(RuleList, ThreadsGetTheSameRule) {
  const std::vector<Rule> rules = some_rules(200);
  const Image image(rules);
  const DecodedRules decoded = image.decoded(DecodedRules::Fields::OfVerdicts);
  std::vector<std::vector<const Rule*>> seen(4);
  std::vector<std::thread> threads;
  for (std::vector<const Rule*>& mine : seen) {
    threads.emplace_back([&] {
      for (std::size_t i = 0; i < rules.size(); ++i) mine.push_back(&decoded[i]);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<const Rule*>& mine : seen) EXPECT_EQ(mine, seen.front());
}

}  // namespace
}  // namespace leakwarden::scanner
