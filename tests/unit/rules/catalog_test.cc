// The bars of the catalogue: what every built-in rule must say before it is shipped. That each is
// found, and finds nothing else, is tests/unit/match/catalog_test.cc.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLeastRules = 1'500;
constexpr std::size_t kLeastDistinctive = 700;
constexpr std::size_t kLeastSteps = 3;
constexpr std::size_t kLeastTexts = 2;

class CatalogBars : public ::testing::Test {
 protected:
  const std::vector<Rule>& rules() const { return set_->rules(); }
  std::shared_ptr<const RuleSet> set_ = RuleSet::builtin().value();
};

bool is_page(const std::string& url) {
  return url.rfind("https://", 0) == 0 && url.size() > 12 && url.find_first_of(" {}<>") == url.npos;
}

bool is_sentence(const std::string& text) {
  const bool ends = !text.empty() && (text.back() == '.' || text.back() == ')');
  const bool begins = !text.empty() && (text.front() < 'a' || text.front() > 'z');
  return ends && begins && text.find("  ") == std::string::npos;
}

TEST_F(CatalogBars, ThereAreEnoughRulesAndEnoughDistinctiveOnes) {
  const auto is_distinctive = [](const Rule& rule) {
    return !rule.assigned && rule.judging == Judging::None;
  };
  const std::ptrdiff_t distinctive = std::count_if(rules().begin(), rules().end(), is_distinctive);
  EXPECT_GE(rules().size(), kLeastRules);
  EXPECT_GE(static_cast<std::size_t>(distinctive), kLeastDistinctive);
}

TEST_F(CatalogBars, EveryRuleSaysWhatItsKeyOpensAndWhatToDo) {
  for (const Rule& rule : rules()) {
    EXPECT_TRUE(is_sentence(rule.advice.opens)) << rule.id << ": " << rule.advice.opens;
    EXPECT_GE(rule.advice.steps.size(), kLeastSteps) << rule.id;
    for (const std::string& step : rule.advice.steps)
      EXPECT_TRUE(is_sentence(step)) << rule.id << ": " << step;
    EXPECT_TRUE(is_page(rule.advice.docs)) << rule.id << ": " << rule.advice.docs;
    EXPECT_FALSE(rule.name.empty()) << rule.id;
    EXPECT_FALSE(rule.provider.empty()) << rule.id;
  }
}

TEST_F(CatalogBars, MostRulesNameThePageToRevokeAt) {
  std::size_t named = 0;
  for (const Rule& rule : rules()) named += is_page(rule.advice.revoke_url) ? 1 : 0;
  EXPECT_GE(named * 10, rules().size() * 8);
}

TEST_F(CatalogBars, EveryRuleHasExamplesAndCounterExamplesOfItsOwn) {
  for (const Rule& rule : rules()) {
    EXPECT_GE(rule.examples.size() + rule.seeded_examples, kLeastTexts) << rule.id;
    const std::set<std::string> counters(rule.counter_examples.begin(),
                                         rule.counter_examples.end());
    EXPECT_GE(counters.size(), kLeastTexts) << rule.id;
  }
}

TEST_F(CatalogBars, IdsAreUniqueAndBeginWithALetterOrDigit) {
  std::set<std::string> ids;
  for (const Rule& rule : rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_NE(rule.id.find('-'), std::string::npos) << rule.id << " is provider-kind";
  }
}

// Two rules with one pattern can be told apart by their words only.
TEST_F(CatalogBars, NoTwoRulesAreTheSame) {
  std::map<std::pair<std::string, std::vector<std::string>>, std::string> first;
  for (const Rule& rule : rules()) {
    std::vector<std::string> words = rule.context.words;
    std::sort(words.begin(), words.end());
    const auto [same, is_new] = first.emplace(std::pair(rule.pattern, std::move(words)), rule.id);
    EXPECT_TRUE(is_new) << rule.id << " is " << same->second;
  }
}

TEST_F(CatalogBars, SecretsGoToNamedHostsOnly) {
  std::size_t verified = 0;
  for (const Rule& rule : rules()) {
    if (rule.verify.url.empty()) continue;
    ++verified;
    EXPECT_FALSE(rule.verify.hosts.empty()) << rule.id;
    EXPECT_FALSE(rule.verify.live.empty()) << rule.id;
    EXPECT_FALSE(rule.verify.dead.empty()) << rule.id;
    std::string sent = rule.verify.url + rule.verify.body;
    for (const auto& [name, value] : rule.verify.headers) sent += value;
    EXPECT_NE(sent.find("{secret}"), std::string::npos) << rule.id;
  }
  EXPECT_GE(verified, 200u);
}

}  // namespace
}  // namespace leakwarden::scanner
