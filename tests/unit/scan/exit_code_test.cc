#include "scanner/cli/exit_code.h"

namespace leakwarden::scanner {
namespace {

Finding of(Severity severity, Verified verified = Verified::Unchecked) {
  Finding finding;
  finding.severity = severity;
  finding.verified = verified;
  return finding;
}

struct Row {
  const char* what;
  std::vector<Finding> shown;
  bool complete;
  std::optional<Severity> fail_on;
  RequireComplete require;
  Interrupted interrupted;
  int expected;
};

// shared/design/interfaces.md, "Exit codes".
TEST(ExitCode, FollowsTheTable) {
  const std::vector<Finding> low = {of(Severity::Low)};
  const std::vector<Finding> high = {of(Severity::Low), of(Severity::High)};
  const std::vector<Finding> live = {of(Severity::High), of(Severity::High, Verified::Live)};
  const std::vector<Finding> low_live = {of(Severity::Low, Verified::Live)};
  const RequireComplete no = RequireComplete::No;
  const RequireComplete yes = RequireComplete::Yes;
  const Row rows[] = {
      {"clean", {}, true, Severity::Low, no, Interrupted::No, 0},
      {"findings", low, true, Severity::Low, no, Interrupted::No, 1},
      {"below fail-on", low, true, Severity::High, no, Interrupted::No, 0},
      {"one at fail-on", high, true, Severity::High, no, Interrupted::No, 1},
      {"never", high, true, std::nullopt, no, Interrupted::No, 0},
      {"never, and incomplete", high, false, std::nullopt, no, Interrupted::No, 0},
      {"never, but complete", high, false, std::nullopt, yes, Interrupted::No, 3},
      {"incomplete, nothing found", {}, false, Severity::Low, no, Interrupted::No, 3},
      {"incomplete, nothing that counts", low, false, Severity::High, no, Interrupted::No, 3},
      {"incomplete and findings", low, false, Severity::Low, no, Interrupted::No, 1},
      {"3 wins over 1 when asked", low, false, Severity::Low, yes, Interrupted::No, 3},
      {"3 wins over 10 when asked", live, false, Severity::Low, yes, Interrupted::No, 3},
      {"complete when asked", low, true, Severity::Low, yes, Interrupted::No, 1},
      {"live", live, true, Severity::Low, no, Interrupted::No, 10},
      {"live but below fail-on", low_live, true, Severity::High, no, Interrupted::No, 0},
      {"interrupted wins", live, false, Severity::Low, yes, Interrupted::Yes, 130},
  };
  for (const Row& row : rows) {
    Coverage coverage;
    if (!row.complete) coverage.add_gap({"x", "y", 0, false, false});
    EXPECT_EQ(exit_code_of(row.shown, coverage, {row.fail_on, row.require}, row.interrupted),
              row.expected)
        << row.what;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
