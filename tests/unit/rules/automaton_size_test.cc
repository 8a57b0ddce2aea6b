#include "scanner/rules/automaton_size.h"

#include <gtest/gtest.h>

#include "scanner/rules/load.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

double edges_of(const std::string& pattern) {
  ByteSets byte_sets;
  return automaton_edges(parse_pattern(pattern, byte_sets).value());
}

// Counted by hand on the drawn automaton.
TEST(AutomatonSize, CountsEdges) {
  EXPECT_EQ(edges_of("a"), 0);
  EXPECT_EQ(edges_of("abc"), 2);
  EXPECT_EQ(edges_of("a|b|c"), 0);
  EXPECT_EQ(edges_of("(a|b)(c|d|e)"), 6);
  EXPECT_EQ(edges_of("ab?c"), 3);
  EXPECT_EQ(edges_of("a{4}"), 3);
  EXPECT_EQ(edges_of("(ab){3}"), 5);
  EXPECT_EQ(edges_of("(a|b){3}"), 8);
  EXPECT_EQ(edges_of("xa{0,3}y"), 1 + 2 + 3 + 1);
  EXPECT_EQ(edges_of("xa+y"), 3);
  EXPECT_EQ(edges_of(R"(\ba\b)"), 0);
}

TEST(AutomatonSize, NestedRepeatsOverflowNothing) {
  PatternNode node;
  node.kind = PatternNode::Kind::Bytes;
  for (int depth = 0; depth < kMaxPatternDepth; ++depth) {
    PatternNode outer;
    outer.kind = PatternNode::Kind::Repeat;
    outer.least = outer.most = 1000;
    outer.children.push_back(std::move(node));
    node = std::move(outer);
  }
  EXPECT_GT(automaton_edges(node), 1e100);
}

TEST(AutomatonSize, TheBuiltInRulesAreFarFromTheBound) {
  const std::shared_ptr<const RuleSet> builtin = RuleSet::builtin().value();
  for (const Rule& rule : builtin->rules()) {
    if (rule.assigned) continue;
    EXPECT_LT(edges_of(rule.trigger), kMostAutomatonEdges / 10) << rule.id;
  }
}

TEST(AutomatonSize, ARuleThatWouldTakeMinutesToCompileIsRefused) {
  std::string many;
  for (int i = 0; i < 700; ++i) many += "[ab]|";
  const LoadedRules loaded = load_rules(
      {{"r.yaml", "provider: X\nrules:\n  - {id: x-y, name: n, severity: low, confidence: low,"
                  " pattern: '(?P<secret>(?:" + many + "x){3,9}abc)', examples: {seeded: 1},"
                  " revoke: {steps: [x]}}\n"}});
  ASSERT_TRUE(loaded.problems.has_errors());
  EXPECT_THAT(loaded.problems.text(), testing::HasSubstr("too large an automaton"));
}

}  // namespace
}  // namespace leakwarden::scanner
