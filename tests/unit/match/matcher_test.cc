// The matcher over the rules built into the program.

#include "scanner/match/matcher.h"

#include <gtest/gtest.h>

#include <thread>

#include "scanner/match/judge.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::planted_aws_key_id;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::planted_postman_key;

constexpr std::int64_t kNow = 1'790'000'000;

Matcher builtin_matcher() {
  Result<std::shared_ptr<const RuleSet>> rules = RuleSet::builtin();
  EXPECT_TRUE(rules.ok());
  Result<Matcher> matcher = Matcher::create(*rules, Limits{}, kNow);
  EXPECT_TRUE(matcher.ok());
  return std::move(matcher).value();
}

std::vector<std::string> rule_ids_in(Matcher& matcher, std::string_view text) {
  std::vector<std::string> ids;
  for (const Match& match : judge(matcher.rules(), text, matcher.find(text).value()).kept)
    ids.push_back(match.finding.rule_id);
  return ids;
}

TEST(Matcher, FindsWhatTheBuiltinRulesDescribe) {
  Matcher matcher = builtin_matcher();
  EXPECT_GE(matcher.rules().rules().size(), 60u);
  std::string text = "postman: " + planted_postman_key(1) + "\ngithub: " + planted_github_token(1) +
                     "\naws: " + planted_aws_key_id(1) + "\n";
  EXPECT_EQ(rule_ids_in(matcher, text),
            (std::vector<std::string>{"postman-api-key", "github-personal-access-token",
                                      "aws-access-key-id"}));
}

TEST(Matcher, FindsNothingInNothing) {
  Matcher matcher = builtin_matcher();
  EXPECT_TRUE(matcher.find("")->verdicts.empty());
  EXPECT_TRUE(matcher.find("int main() { return 0; }\n")->verdicts.empty());
}

TEST(Matcher, FindsAmongNulBytesAndAtBothEnds) {
  Matcher matcher = builtin_matcher();
  std::string key = planted_postman_key(2);
  EXPECT_EQ(rule_ids_in(matcher, key).size(), 1u);
  std::string nul(1, '\0');
  EXPECT_EQ(rule_ids_in(matcher, nul + key + nul).size(), 1u);
  EXPECT_EQ(rule_ids_in(matcher, "\xff\xfe" + key + "\x80").size(), 1u);
}

TEST(Matcher, SurvivesAMove) {
  Matcher first = builtin_matcher();
  Matcher second = std::move(first);
  first = builtin_matcher();
  EXPECT_EQ(rule_ids_in(second, planted_postman_key(3)).size(), 1u);
  EXPECT_EQ(rule_ids_in(first, planted_postman_key(3)).size(), 1u);
}

TEST(Matcher, OneRuleSetServesManyThreads) {
  std::shared_ptr<const RuleSet> rules = RuleSet::builtin().value();
  std::vector<std::size_t> found(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t worker = 0; worker < found.size(); ++worker) {
    threads.emplace_back([&rules, &found, worker] {
      Matcher matcher = Matcher::create(rules, Limits{}, kNow).value();
      for (std::uint64_t i = 0; i < 50; ++i)
        found[worker] += rule_ids_in(matcher, planted_postman_key(100 * worker + i)).size();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(found, std::vector<std::size_t>(4, 50));
}

}  // namespace
}  // namespace leakwarden::scanner
