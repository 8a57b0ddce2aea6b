#include "scanner/rules/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const kGood = R"yaml(provider: Example
rules:
  - id: example-key
    name: Example key
    severity: high
    confidence: high
    opens: Everything.
    pattern: '(?P<secret>EXKQ-[0-9a-f]{24})\b'
    examples: {seeded: 3}
    counter_examples: ['EXKQ-<key>', 'EXKQ-0123']
    revoke: {url: https://example.com/keys, steps: [Delete the key]}
    docs: https://example.com/docs
)yaml";

LoadedRules load(std::string text) {
  LoadedRules loaded = load_rules({{"r.yaml", std::move(text)}});
  EXPECT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  return loaded;
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = kGood;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Lint, GoodRuleIsGood) {
  const ProblemList problems = lint_rules(load(kGood));
  EXPECT_TRUE(problems.all().empty()) << problems.text();
}

struct Finding {
  const char* from;
  const char* to;
  ProblemLevel level;
  int line;
  const char* what;
};

class LintTable : public testing::TestWithParam<Finding> {};

TEST_P(LintTable, IsSaid) {
  const ProblemList problems = lint_rules(load(changed(GetParam().from, GetParam().to)));
  ASSERT_FALSE(problems.all().empty());
  const RuleProblem& problem = problems.all().front();
  EXPECT_EQ(problem.level, GetParam().level);
  EXPECT_EQ(problem.place.line, GetParam().line) << problem_text(problem);
  EXPECT_THAT(problem.what, HasSubstr(GetParam().what));
  EXPECT_THAT(problem.what, HasSubstr("rule 'example-key'"));
  EXPECT_FALSE(problem.remedy.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, LintTable,
    testing::Values(
        Finding{"EXKQ-[0-9a-f]{24}", "[0-9a-f]{64}", ProblemLevel::Warning, 8,
                "fixed word is 0 bytes"},
        Finding{"EXKQ-[0-9a-f]{24}", "e-[0-9a-f]{64}", ProblemLevel::Warning, 8,
                "fixed word is 2 bytes"},
        Finding{"EXKQ-[0-9a-f]{24}", "the[a-z]{3}", ProblemLevel::Warning, 8,
                "fires about once in"},
        Finding{"[0-9a-f]{24}", "[0-9a-f]{24}x{36", ProblemLevel::Warning, 8,
                "has a { at character 30 that begins no count"},
        Finding{"    opens: Everything.\n", "    opens: Everything.\n    trigger: 'EXKQ-{36'\n",
                ProblemLevel::Error, 8, "trigger that is missing in a text of its pattern"},
        Finding{"examples: {seeded: 3}", "examples: {seeded: 0}", ProblemLevel::Error, 9,
                "has no examples"},
        Finding{", 'EXKQ-0123'", "", ProblemLevel::Warning, 10, "fewer than 2 counter-examples"},
        Finding{"    opens: Everything.\n", "", ProblemLevel::Warning, 3,
                "does not say what its key opens"},
        Finding{"    docs: https://example.com/docs\n", "", ProblemLevel::Warning, 3,
                "names no documentation"},
        Finding{"    opens: Everything.\n",
                "    opens: Everything.\n    locality: object\n    max_bytes: 100\n",
                ProblemLevel::Warning, 8, "need be no object rule"},
        Finding{"    opens: Everything.\n",
                "    opens: Everything.\n    placeholders: ['sha256:12']\n", ProblemLevel::Error, 8,
                "is no SHA-256"},
        Finding{"    opens: Everything.\n",
                "    opens: Everything.\n    trigger: 'EXKQ-[0-9]{4}'\n", ProblemLevel::Error, 8,
                "trigger that is missing in a text of its pattern"},
        Finding{"    opens: Everything.\n",
                "    opens: Everything.\n    verify: {method: GET, url: 'https://a.example.com/x', "
                "live: {status: 200}, "
                "dead: {status: 401}, hosts: [b.example.com]}\n",
                ProblemLevel::Error, 8, "a.example.com, which is not among its hosts"}));

TEST(Lint, SamePatternTwice) {
  std::string text = kGood;
  std::string second = text.substr(text.find("  - id"));
  second.replace(second.find("example-key"), 11, "example-two");
  const ProblemList problems = lint_rules(load(text + second));
  EXPECT_THAT(problems.text(),
              HasSubstr("rule 'example-two' has the pattern of rule 'example-key'"));
}

// RE2 alone; values that begin with EXKQ-0 are taken for a bad checksum.
class PatternProbe final : public RuleProbe {
 public:
  Answer find(const Rule& rule, std::string_view text) override {
    std::string secret;
    if (!re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()),
                                re2::RE2(rule.pattern, pattern_options()), &secret)) {
      return {false, "no match"};
    }
    if (secret.rfind("EXKQ-0", 0) != 0) return {false, "bad checksum"};
    return {true, ""};
  }
  std::string complete(const Rule&, const std::string& secret) override {
    std::string completed = secret;
    completed[5] = '0';
    return completed;
  }
};

TEST(CheckExamples, GoodRulePasses) {
  PatternProbe probe;
  const ProblemList problems = check_examples(load(kGood), probe);
  EXPECT_TRUE(problems.all().empty()) << problems.text();
}

TEST(CheckExamples, ExampleNotFoundSaysWhy) {
  PatternProbe probe;
  const ProblemList problems = check_examples(
      load(changed("{seeded: 3}", "['EXKQ-1123456789abcdef01234567', {seeded: 1}]")), probe);
  ASSERT_EQ(problems.errors(), 1U) << problems.text();
  EXPECT_EQ(
      problem_text(problems.all()[0])
          .rfind("r.yaml:9:16: error: rule 'example-key': example 1 is not found (bad checksum)",
                 0),
      0U)
      << problems.text();
}

// Extracts everything, and finds nothing of it likely.
class DoubtingProbe final : public RuleProbe {
 public:
  Answer find(const Rule&, std::string_view text) override {
    return {.found = false, .why_not = "unlikely", .is_candidate = text.find("EXKQ-") != text.npos};
  }
  std::string complete(const Rule&, const std::string& secret) override { return secret; }
};

TEST(CheckExamples, ADrawnValueNeedsOnlyBeACandidate) {
  DoubtingProbe probe;
  const ProblemList problems = check_examples(
      load(changed("{seeded: 3}", "['EXKQ-1123456789abcdef01234567', {seeded: 1}]")), probe);
  ASSERT_EQ(problems.errors(), 1U) << problems.text();
  EXPECT_THAT(problems.text(), HasSubstr("example 1 is not found (unlikely)"));
}

TEST(CheckExamples, CounterExampleFound) {
  PatternProbe probe;
  const ProblemList problems =
      check_examples(load(changed("'EXKQ-0123'", "'EXKQ-0123456789abcdef01234567'")), probe);
  ASSERT_EQ(problems.errors(), 1U);
  EXPECT_THAT(problems.text(),
              HasSubstr("r.yaml:10:38: error: rule 'example-key': counter-example 2 is found"));
}

TEST(CheckExamples, NoSampleCanBeDrawn) {
  PatternProbe probe;
  const ProblemList problems =
      check_examples(load(changed("    opens:", "    entropy: 7\n    opens:")), probe);
  ASSERT_EQ(problems.errors(), 1U);
  EXPECT_THAT(problems.text(), HasSubstr("no sample can be drawn"));
}

}  // namespace
}  // namespace leakwarden::scanner
