#include "scanner/rules/import/rule_text.h"

#include "scanner/rules/load.h"

namespace leakwarden::scanner {
namespace {

Rule full_rule() {
  Rule rule;
  rule.id = "acme-key";
  rule.name = "Acme's key: the \"first\"";
  rule.provider = "Acme";
  rule.pattern = R"(k['"`:\s]{1,3}(?P<secret>acme_[0-9a-z]{20})\b)";
  rule.confidence = Confidence::Medium;
  rule.entropy = 3.25;
  rule.context = {{"acme", "a: b", "- c"}, 77};
  rule.placeholders = {"…it's…", "#x", "{y}", "tab\there", "back\\slash\n"};
  rule.seeded_examples = 3;
  rule.counter_examples = {"ACME=${ACME}", "k: <x>"};
  rule.advice = {"All: everything.", "https://example.com/a?b=c#d", {"One: do.", "'Two'"}, ""};
  return rule;
}

TEST(RuleText, IsReadBackAsItWas) {
  const Rule rule = full_rule();
  const LoadedRules loaded = load_rules({{"f", rule_file_text("Acme", {rule}, "a\nb")}});
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  ASSERT_EQ(loaded.rules.size(), 1u);
  const Rule& read = loaded.rules[0];
  EXPECT_EQ(read.id, rule.id);
  EXPECT_EQ(read.name, rule.name);
  EXPECT_EQ(read.provider, rule.provider);
  EXPECT_EQ(read.pattern, rule.pattern);
  EXPECT_EQ(read.severity, rule.severity);
  EXPECT_EQ(read.confidence, rule.confidence);
  EXPECT_DOUBLE_EQ(read.entropy, rule.entropy);
  EXPECT_EQ(read.context.words, rule.context.words);
  EXPECT_EQ(read.context.reach, rule.context.reach);
  EXPECT_EQ(read.placeholders, rule.placeholders);
  EXPECT_EQ(read.counter_examples, rule.counter_examples);
  EXPECT_EQ(read.advice.opens, rule.advice.opens);
  EXPECT_EQ(read.advice.revoke_url, rule.advice.revoke_url);
  EXPECT_EQ(read.advice.steps, rule.advice.steps);
}

TEST(RuleText, RulesOfAnotherProviderSaySo) {
  Rule other = full_rule();
  other.id = "corp-key";
  other.provider = "Corp";
  other.locality = Locality::Object;
  other.max_bytes = 9000;
  const LoadedRules loaded = load_rules({{"f", rule_file_text("Acme", {full_rule(), other}, "")}});
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  EXPECT_EQ(loaded.rules[0].provider, "Acme");
  EXPECT_EQ(loaded.rules[1].provider, "Corp");
  EXPECT_EQ(loaded.rules[1].max_bytes, 9000u);
}

}  // namespace
}  // namespace leakwarden::scanner
