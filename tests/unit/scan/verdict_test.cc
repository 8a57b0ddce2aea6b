#include "scanner/hooks/verdict.h"

#include "scanner/base/fingerprint.h"
#include "scanner/hooks/decisions_client.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

Finding finding(Confidence confidence = Confidence::High) {
  Finding made;
  made.confidence = confidence;
  made.secret = Secret::copy_of(leakwarden::testing::planted_postman_key(1));
  made.fingerprint = fingerprint_of(made.secret);
  return made;
}

ScanReport report(std::vector<Finding> findings, std::vector<Gap> gaps = {}) {
  ScanReport made;
  made.findings = std::move(findings);
  for (Gap& gap : gaps) made.coverage.add_gap(std::move(gap));
  return made;
}

ScanReport late(std::vector<Gap> gaps) {
  ScanReport made = report({}, std::move(gaps));
  made.interrupted = true;
  return made;
}

struct Row {
  const char* what;
  Result<ScanReport> scanned;
  FailClosed fail_closed;
  Decision expected;
};

// shared/design/reliability.md §6: no cell is silent.
TEST(Verdict, FollowsThePolicy) {
  const Gap ours{"the rest", "interrupted", 0, false, false};
  const Gap storm{"blob", "too many matches", 0, false, true};
  const Gap corrupt{"blob", "damaged", 0, true, false};
  const FailClosed open = FailClosed::ForContent;
  const FailClosed closed = FailClosed::Yes;
  const Row rows[] = {
      {"clean", report({}), open, Decision::Pass},
      {"clean, closed", report({}), closed, Decision::Pass},
      {"secret", report({finding()}), open, Decision::Refuse},
      {"unsure", report({finding(Confidence::Low)}), open, Decision::Pass},
      {"out of time", report({}, {ours}), open, Decision::PassUnscanned},
      {"out of time, closed", report({}, {ours}), closed, Decision::Refuse},
      {"out of time with a secret", report({finding()}, {ours}), open, Decision::Refuse},
      {"out of time on a server", late({ours}), FailClosed::OutOfTime, Decision::Refuse},
      {"disk on a server", Error::io("read", "x", "y"), FailClosed::OutOfTime,
       Decision::PassUnscanned},
      {"storm", report({}, {storm}), open, Decision::Refuse},
      {"corrupt", report({}, {corrupt}), open, Decision::Refuse},
      {"disk", Error::io("read", "x", "y"), open, Decision::PassUnscanned},
      {"disk, closed", Error::io("read", "x", "y"), closed, Decision::Refuse},
      {"storm, all may pass", report({}, {storm}), FailClosed::Never, Decision::PassUnscanned},
      {"late, all may pass", late({ours}), FailClosed::Never, Decision::PassUnscanned},
      {"secret, all may pass", report({finding()}, {storm}), FailClosed::Never, Decision::Refuse},
      {"object not found", Error::not_found("read", "x"), open, Decision::Refuse},
      {"corrupt object", Error::corrupt("read", "x", "y"), open, Decision::Refuse},
      {"bomb", Error::too_large("read", "x", "y"), open, Decision::Refuse},
  };
  for (const Row& row : rows) {
    const Verdict verdict = judge_hook(row.scanned, Confidence::Medium, {}, row.fail_closed);
    EXPECT_EQ(verdict.decision, row.expected) << row.what;
    const bool silent = verdict.decision == Decision::PassUnscanned && verdict.unscanned.empty();
    EXPECT_FALSE(silent) << row.what;
  }
}

// It said "interrupted", as if somebody had pressed Ctrl-C.
TEST(Verdict, ADeadlineIsSaidToBeOne) {
  const Verdict verdict = judge_hook(late({{"the rest", "interrupted", 0, false, false}}),
                                     Confidence::Medium, {}, FailClosed::ForContent);
  EXPECT_TRUE(verdict.out_of_time);
  EXPECT_EQ(verdict.unscanned, std::vector<std::string>{"the rest: out of time"});
}

TEST(Verdict, NamedFindingsAreLetThrough) {
  const std::string name = finding().fingerprint.substr(0, 11);
  const Verdict verdict =
      judge_hook(report({finding()}), Confidence::Medium, {name}, FailClosed::ForContent);
  EXPECT_EQ(verdict.decision, Decision::Pass);
  EXPECT_EQ(verdict.let_through.size(), 1u);
  EXPECT_EQ(
      judge_hook(report({finding()}), Confidence::Medium, {"s1-"}, FailClosed::ForContent).decision,
      Decision::Refuse);
}

TEST(Verdict, SplitsNames) {
  EXPECT_EQ(split_names("a,b c,,"), (AllowedNames{"a", "b", "c"}));
  EXPECT_TRUE(split_names("").empty());
}

TEST(Verdict, WhatAMarkerSpeaksForStopsNothingAndIsSaid) {
  Finding marked = finding();
  marked.suppressed = Suppression{"inline", "gitleaks:allow", ""};
  const Verdict verdict = judge_hook(report({marked}), Confidence::Low, {}, FailClosed::ForContent);
  EXPECT_EQ(verdict.decision, Decision::Pass);
  EXPECT_EQ(verdict.suppressed.size(), 1u);
  EXPECT_EQ(
      judge_hook(report({marked, finding()}), Confidence::Low, {}, FailClosed::ForContent).decision,
      Decision::Refuse);
}

TEST(Verdict, WhatTheServerDecidedStopsNothingAndStandsApart) {
  Finding decided = finding();
  decided.suppressed = Suppression{kDecidedByDaemon, "test-key by ana", "2027-01-31"};
  const Verdict verdict =
      judge_hook(report({decided}), Confidence::Low, {}, FailClosed::ForContent);
  EXPECT_EQ(verdict.decision, Decision::Pass);
  EXPECT_EQ(verdict.decided.size(), 1u);
  EXPECT_TRUE(verdict.suppressed.empty());
  EXPECT_EQ(judge_hook(report({decided, finding()}), Confidence::Low, {}, FailClosed::ForContent)
                .decision,
            Decision::Refuse);
}

}  // namespace
}  // namespace leakwarden::scanner
