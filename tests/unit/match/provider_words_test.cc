#include "scanner/match/provider_words.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace leakwarden::scanner::testing {
namespace {

Rule assigned(const std::string& word) {
  Rule rule;
  rule.assigned = true;
  rule.context = {{word}, 100};
  return rule;
}

std::vector<std::uint32_t> numbers(std::span<const std::uint32_t> rules) {
  return {rules.begin(), rules.end()};
}

bool stands(const std::string& word, std::string_view text) {
  const ProviderWords words(std::vector<Rule>{assigned(word)});
  std::vector<ProviderWord> found;
  words.find(text, {0, text.size()}, &found);
  return !found.empty();
}

TEST(ProviderWords, StandAsWordsOfNamesInAnyCase) {
  for (const char* text : {"shodan", "SHODAN_API_KEY", "shodanKey", "myShodanKey", "my-shodan.io",
                           "shodantoken", "SHODANAPIKEY", "2shodan", "shodan2", "x = shodan"}) {
    EXPECT_TRUE(stands("shodan", text)) << text;
  }
  for (const char* text : {"ashodan", "shodanite", "SHODANITE", "shoda", "sho dan", ""}) {
    EXPECT_FALSE(stands("shodan", text)) << text;
  }
}

TEST(ProviderWords, AGapIsOneSignOrNone) {
  for (const char* text : {"new relic", "new_relic", "NewRelic", "NEW-RELIC", "newrelic_key"})
    EXPECT_TRUE(stands("new relic", text)) << text;
  for (const char* text : {"new  relic", "renewrelic", "new", "relic"})
    EXPECT_FALSE(stands("new relic", text)) << text;
  EXPECT_TRUE(stands("abuseipdb.com", "https://api.abuseipdb.com/"));
  EXPECT_TRUE(stands("-x-", "a x b")) << "signs at the edges of a word say nothing";
}

TEST(ProviderWords, StandWhollyInTheWindow) {
  const std::vector<Rule> rules{assigned("shodan")};
  const ProviderWords words(rules);
  const std::string_view text = "a shodan b shodan";
  std::vector<ProviderWord> found;
  words.find(text, {3, 16}, &found);
  EXPECT_TRUE(found.empty());
  words.find(text, {2, 16}, &found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].span, (Span{2, 8}));
  EXPECT_EQ(numbers(found[0].rules), std::vector<std::uint32_t>{0});
}

TEST(ProviderWords, OneWordOfSeveralRulesAndOnlyOfAssignedOnes) {
  Rule other = assigned("shodan");
  other.assigned = false;
  const ProviderWords words(
      std::vector<Rule>{assigned("shodan"), other, assigned("shodan"), assigned("sho")});
  std::vector<ProviderWord> found;
  words.find("shodan", {0, 6}, &found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(numbers(found[0].rules), (std::vector<std::uint32_t>{0, 2}));
  EXPECT_TRUE(ProviderWords(std::vector<Rule>{other}).empty());
}

}  // namespace
}  // namespace leakwarden::scanner::testing
