// Inheriting against scanning every object whole: the same report, byte for byte.

#include "scanner/object_scanner.h"

#include <sstream>

#include "scanner/report/report.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/planted.h"
#include "tests/support/process.h"
#include "tests/support/scan_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::Dice;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::TemporaryFolder;

std::string report_of(const std::string& path, WholeObjects whole, unsigned jobs,
                      const Limits& limits = {}) {
  const std::shared_ptr<Repository> repository = open_repository(path);
  if (!repository) return "cannot be opened";
  ScanOptions options = builtin_options(jobs);
  options.whole_objects = whole;
  options.limits = limits;
  options.inline_markers = InlineMarkers::Honour;
  Result<ScanReport> report = scan_history(*repository, options);
  if (!report.ok()) return report.error().message();
  ReportInput input;
  input.findings = std::move(report->findings);
  input.coverage = std::move(report->coverage);
  std::ostringstream text;
  write_json_lines(input, ShowSecrets::Yes, text);
  return text.str();
}

// Lines that rules have an opinion of, and lines that they have none of.
std::string random_line(Dice& dice) {
  const std::string number = std::to_string(dice.below(12));
  switch (dice.below(12)) {
    case 0:
      return "POSTMAN=" + planted_postman_key(dice.below(9)) + "\n";
    case 1:
      return "url = https://user" + number + ":" + planted_postman_key(7) + "@db.acme.io/x\n";
    case 2:
      return "password = \"correct" + number + "Horse!battery" + number + "\"\n";
    case 3:
      return "db_password: hunter2" + number + "xK9 # leakwarden:allow\n";
    case 4:
      return "aws_secret = " + dice.text(1);
    default:
      return "  value_" + number + " = compute(" + dice.text(1).substr(0, 20) + ");\n";
  }
}

// Files of many versions, each a few lines away from the one before.
void commit_versions(GitSandbox& sandbox, unsigned long long seed, int commits) {
  Dice dice(seed);
  std::vector<std::vector<std::string>> files(3);
  for (std::vector<std::string>& file : files) {
    for (int line = 0; line < 120; ++line) file.push_back(random_line(dice));
  }
  for (int commit = 0; commit < commits; ++commit) {
    for (std::size_t number = 0; number < files.size(); ++number) {
      std::vector<std::string>& file = files[number];
      for (unsigned long long edits = dice.below(4); edits > 0; --edits) {
        const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(dice.below(file.size()));
        if (dice.below(3) == 0 && file.size() > 40) file.erase(file.begin() + at);
        if (dice.below(2) == 0) file.insert(file.begin() + at, random_line(dice));
      }
      std::string text;
      for (const std::string& line : file) text += line;
      sandbox.write("src/f" + std::to_string(number) + ".conf", text);
    }
    sandbox.commit_all("commit " + std::to_string(commit));
  }
  sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=50"});
}

TEST(ObjectScanner, InheritingReportsWhatWholeObjectsReport) {
  for (unsigned long long seed = 1; seed <= 3; ++seed) {
    GitSandbox sandbox;
    commit_versions(sandbox, seed, 40);
    const std::string expected = report_of(sandbox.path(), WholeObjects::Yes, 1);
    EXPECT_NE(expected.find("postman-api-key"), std::string::npos);
    for (unsigned jobs : {1u, 2u})
      EXPECT_EQ(report_of(sandbox.path(), WholeObjects::No, jobs), expected) << "seed " << seed;
  }
}

TEST(ObjectScanner, InheritingReportsTheSameStorms) {
  GitSandbox sandbox;
  commit_versions(sandbox, 4, 20);
  for (std::uint32_t cap : {3u, 12u, 24u}) {
    Limits limits;
    limits.max_matches_per_rule = cap;
    limits.max_judged_matches_per_rule = cap;
    const std::string expected = report_of(sandbox.path(), WholeObjects::Yes, 1, limits);
    EXPECT_NE(expected.find("was set aside"), std::string::npos) << cap;
    EXPECT_EQ(report_of(sandbox.path(), WholeObjects::No, 2, limits), expected) << cap;
  }
}

TEST(ObjectScanner, InheritingReportsTheSameOfOurOwnHistory) {
  TemporaryFolder folder;
  const leakwarden::testing::ProgramResult cloned = leakwarden::testing::run_program(
      {"git", "clone", "-q", "--bare", LEAKWARDEN_SOURCE_DIR, folder / "own.git"});
  if (cloned.exit_code != 0) GTEST_SKIP() << "not a git checkout";
  EXPECT_EQ(report_of(folder / "own.git", WholeObjects::No, 2),
            report_of(folder / "own.git", WholeObjects::Yes, 2));
}

}  // namespace
}  // namespace leakwarden::scanner
