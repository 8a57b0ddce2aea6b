#include "scanner/rules/value_shapes.h"

#include <gtest/gtest.h>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

Rule assigned_rule(const std::string& pattern) {
  Rule rule;
  rule.id = pattern;
  rule.pattern = pattern;
  rule.assigned = true;
  return rule;
}

struct Built {
  explicit Built(const std::vector<Rule>& rules)
      : bytes(std::string_view(ValueShapes::build(rules))), shapes(bytes.view()) {}
  AlignedBytes bytes;
  ValueShapes shapes;
};

TEST(ValueShapes, TheExampleOfItsEssay) {
  const Built built({assigned_rule("(?P<secret>[0-9a-f]{32})"),
                     assigned_rule("(?P<secret>[A-Za-z0-9_-]{20,50}|[!]{300})")});
  EXPECT_TRUE(built.shapes.may_be_assigned(std::string(32, 'z')));
  EXPECT_TRUE(built.shapes.may_be_assigned(std::string(20, '_')));
  EXPECT_TRUE(built.shapes.may_be_assigned(std::string(300, '!')));
  for (const std::string& none : {std::string(19, 'a'), std::string(51, 'a'), std::string(32, '!'),
                                  std::string(31, 'a') + " ", std::string(300, 'a')})
    EXPECT_FALSE(built.shapes.may_be_assigned(none)) << none.size();
}

TEST(ValueShapes, OnlyAssignedRulesWithAShapeCount) {
  std::vector<Rule> rules(2, assigned_rule("[a-z]{8}"));
  rules[0].assigned = false;
  rules[1].any_shape = true;
  EXPECT_FALSE(Built(rules).shapes.may_be_assigned("abcdefgh"));
}

TEST(ValueShapes, WithoutATableEverythingMayBeOne) {
  EXPECT_TRUE(ValueShapes().may_be_assigned("x"));
  EXPECT_TRUE(ValueShapes(std::string_view("cut off")).may_be_assigned("x"));
}

// Whatever RE2 takes as a whole value of a rule passes.
TEST(ValueShapes, EveryExampleOfTheCatalogPasses) {
  const std::shared_ptr<const RuleSet> set = RuleSet::builtin().value();
  const ValueShapes shapes = set->verdict_rules().shapes();
  std::size_t tried = 0;
  for (const Rule& rule : set->rules()) {
    if (!rule.assigned || rule.any_shape) continue;
    const Result<SampleSource> source = SampleSource::create(rule);
    ASSERT_TRUE(source.ok()) << rule.id;
    for (std::uint32_t seed = 0; seed < 4; ++seed) {
      const std::optional<Sample> sample = source->example(seed);
      if (!sample) continue;
      const std::string_view value =
          std::string_view(sample->text)
              .substr(sample->match_begin, sample->match_end - sample->match_begin);
      EXPECT_TRUE(shapes.may_be_assigned(value)) << rule.id;
      ++tried;
    }
  }
  EXPECT_GT(tried, 1000U);
}

}  // namespace
}  // namespace leakwarden::scanner
