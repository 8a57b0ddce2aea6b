#include "scanner/cli/rule_oracle.h"

#include "scanner/cli/matcher_probe.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

const char* const kRule = R"yaml(provider: Acme
rules:
  - id: acme-key
    name: Acme key
    severity: high
    confidence: high
    pattern: '\b(?P<secret>acme_[0-9a-f]{24})\b'
    examples: {seeded: 3}
    counter_examples: ['acme_${KEY}', 'acme_0123']
    revoke: {steps: [Delete it]}
)yaml";

OracleReport compared(const LoadedRules& loaded, const std::vector<Rule>& matched) {
  const RulesMatcher made = matcher_over(matched).value();
  return *compare_with_definition(loaded, *made.matcher);
}

TEST(RuleOracle, AgreesOnAGoodRule) {
  const LoadedRules loaded = load_rules({{"f.yaml", kRule}});
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  const OracleReport report = compared(loaded, loaded.rules);
  EXPECT_FALSE(report.problems.has_errors()) << report.problems.text();
  EXPECT_EQ(report.texts, 8u);  // 2 counter-examples, 3 pairs of examples, 3 near misses
  EXPECT_GE(report.candidates, 6u);
}

// The pipeline is given a rule that looks too short a way back: it would miss real keys.
TEST(RuleOracle, SeesATooShortBefore) {
  const LoadedRules loaded = load_rules({{"f.yaml", kRule}});
  std::vector<Rule> wrong = loaded.rules;
  wrong[0].before = 2;
  const OracleReport report = compared(loaded, wrong);
  ASSERT_EQ(report.problems.errors(), 1u);
  EXPECT_THAT(report.problems.text(), HasSubstr("f.yaml:3:5: error: rule 'acme-key'"));
}

}  // namespace
}  // namespace leakwarden::scanner
