// Inline markers through a whole scan: what they suppress, and what they never hide.

#include "scanner/scan_job.h"

#include <set>

#include "tests/support/git_sandbox.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::TemporaryFolder;

ScanOptions honouring(InlineMarkers wish = InlineMarkers::Honour) {
  ScanOptions options = builtin_options();
  options.inline_markers = wish;
  return options;
}

std::vector<Finding> scan(const std::string& text, const ScanOptions& options) {
  const TemporaryFolder folder;
  const Result<ScanReport> report = scan_files({folder.write("f", text)}, options);
  EXPECT_TRUE(report.ok());
  return report.ok() ? report->findings : std::vector<Finding>{};
}

std::string line(std::uint64_t seed, const std::string& comment = "") {
  return "K=" + planted_postman_key(seed) + comment + "\n";
}

// "1 -, 2 gitleaks:allow": line and what speaks for it.
std::string said(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += (text.empty() ? "" : ", ") + std::to_string(finding.location.range.start_line) + " " +
            (finding.suppressed ? finding.suppressed->by + " " + finding.suppressed->reason : "-");
  }
  return text;
}

TEST(Markers, SuppressOnlyTheirLine) {
  const std::string text = line(1) + line(3, " # gitleaks:allow") + line(5);
  EXPECT_EQ(said(scan(text, honouring())), "1 -, 2 inline gitleaks:allow, 3 -");
  EXPECT_EQ(said(scan(text, builtin_options())), "1 -, 2 -, 3 -");  // the default of a server
}

TEST(Markers, MentionedWhereTheyDoNotCount) {
  const std::vector<Finding> findings =
      scan(line(1, " # leakwarden:allow why"), honouring(InlineMarkers::Mention));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_FALSE(findings[0].suppressed);
  EXPECT_EQ(findings[0].reasons.back(),
            "the marker beside it, leakwarden:allow, does not count here");
}

TEST(Markers, OneSuppressedPlaceHidesNoOtherOfTheSameValue) {
  const std::string text = line(1, " # gitleaks:allow") + line(1);
  EXPECT_EQ(said(scan(text, honouring())), "1 inline gitleaks:allow, 2 -");
  ScanOptions windowed = honouring();
  windowed.limits.window_bytes = 256 << 10;
  windowed.limits.window_overlap_bytes = 64 << 10;
  windowed.limits.max_object_bytes = 256 << 10;
  const std::string far = text.substr(0, text.find('\n') + 1) + std::string(400'000, '\n') + line(1);
  EXPECT_EQ(said(scan(far, windowed)), "1 inline gitleaks:allow, 400002 -");
}

TEST(Markers, InUtf16TextToo) {
  std::string wide = "\xff\xfe";
  for (const char c : line(1, " # gitleaks:allow") + line(3)) wide += std::string(1, c) + '\0';
  EXPECT_EQ(said(scan(wide, honouring())), "1 inline gitleaks:allow, 2 -");
}

TEST(Markers, MoreWordsAreTheUsersWish) {
  ScanOptions options = honouring();
  const std::string text = line(1, " # nosec");
  EXPECT_EQ(said(scan(text, options)), "1 -");
  options.more_markers = {"nosec"};
  EXPECT_EQ(said(scan(text, options)), "1 inline nosec");
}

// A reason may hold anything, another secret among it.
TEST(Markers, ReasonsShowNoValue) {
  const std::string other = planted_github_token(7);
  const std::string text = line(1, " # leakwarden:allow " + other);
  for (const Finding& finding : scan(text, honouring())) {
    if (finding.suppressed) {
      EXPECT_EQ(finding.suppressed->reason.find(other.substr(8)), std::string::npos);
    }
  }
}

TEST(Markers, CountInFilesAndNotInMessages) {
  GitSandbox git;
  git.write("a", line(1, " # gitleaks:allow"));
  git.commit_all("see " + planted_postman_key(3) + " # gitleaks:allow");
  const std::shared_ptr<Repository> repository = open_repository(git.path());
  ASSERT_NE(repository, nullptr);
  const Result<ScanReport> report = scan_history(*repository, honouring());
  ASSERT_TRUE(report.ok());
  std::set<PlaceKind> kinds;  // the message stands in the reflog too
  for (const Finding& finding : report->findings) {
    EXPECT_EQ(finding.suppressed.has_value(), finding.location.kind == PlaceKind::Blob);
    kinds.insert(finding.location.kind);
  }
  EXPECT_TRUE(kinds.contains(PlaceKind::Blob));
  EXPECT_TRUE(kinds.contains(PlaceKind::CommitMessage));
}

}  // namespace
}  // namespace leakwarden::scanner
