#include "scanner/suppression_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_postman_key;

const std::string kHeader = "{\"leakwarden_baseline\":1}\n";

class SuppressionFilesTest : public ::testing::Test {
 protected:
  SuppressionFilesTest() : options_(testing::builtin_options()) { files_.at_root = true; }

  Result<Suppressions> read() { return read_suppressions(in_folder(root_ / ""), files_, options_); }

  bool suppresses(Finding finding) {
    Result<Suppressions> all = read();
    EXPECT_TRUE(all.ok()) << all.error().message();
    if (!all.ok()) return false;
    all->heed(finding, finding.location.path);
    return finding.suppressed.has_value();
  }

  std::string error() {
    const Result<Suppressions> all = read();
    return all.ok() ? "" : all.error().message();
  }

  std::string entry(const std::string& key) const {
    return "{\"fingerprint\":\"" + finding_at("a", 1, key).fingerprint + "\",\"reason\":\"x\"}\n";
  }

  testing::TemporaryFolder root_;
  ScanOptions options_;
  SuppressionFiles files_;
  const std::string key_ = planted_postman_key(7);
};

// A merge request could bring the file that --baseline names.
TEST_F(SuppressionFilesTest, ANamedOneInsideTheTreeIsThatOfTheCommitThatIsAsked) {
  const std::string root = std::filesystem::canonical(root_ / "").string();
  root_.write("ci/accepted", kHeader + entry(key_));
  files_.baselines = {root_ / "ci/accepted"};
  files_.committed_root = root;
  std::string asked;
  const SuppressionSource commit =
      [&asked](const std::string& name) -> Result<std::optional<std::string>> {
    asked += name + " ";
    return std::optional<std::string>();
  };
  EXPECT_FALSE(read_suppressions(commit, files_, options_).ok());
  EXPECT_EQ(asked, "ci/accepted ");
  const testing::TemporaryFolder elsewhere;
  std::filesystem::create_directory_symlink(root, elsewhere / "link");
  files_.baselines = {elsewhere / "link/ci/accepted"};
  EXPECT_FALSE(read_suppressions(commit, files_, options_).ok());
  elsewhere.write("accepted", kHeader + entry(key_));
  files_.baselines = {elsewhere / "accepted"};
  EXPECT_TRUE(read_suppressions(commit, files_, options_).ok());
}

TEST_F(SuppressionFilesTest, EachAtTheRoot) {
  const Finding finding = finding_at("a/b.env", 3, key_);
  EXPECT_FALSE(suppresses(finding));
  const std::pair<const char*, std::string> kFiles[] = {
      {".leakwarden-baseline", kHeader + entry(key_)},
      {".leakwardenignore", "a/\n"},
      {".gitleaksignore", "a/b.env:postman-api-key:3\n"},
      {".betterleaksignore", "a/b.env:postman-api-key:3\n"},
      {".gitleaks.toml", "[allowlist]\npaths = ['''^a/''']\n"},
      {".betterleaks.toml", "[allowlist]\npaths = ['''^a/''']\n"},
  };
  for (const std::pair<const char*, std::string>& file : kFiles) {
    root_.write(file.first, file.second);
    EXPECT_TRUE(suppresses(finding)) << file.first;
    files_.at_root = false;
    EXPECT_FALSE(suppresses(finding)) << file.first;
    files_.at_root = true;
    std::filesystem::remove(root_ / file.first);
  }
}

TEST_F(SuppressionFilesTest, NamedOnesAreToldByTheirContent) {
  const Finding finding = finding_at("a/b.env", 3, key_);
  const std::string kNamed[] = {
      kHeader + entry(key_),
      "[{\"RuleID\":\"x\",\"Secret\":\"" + key_ + "\",\"File\":\"a\",\"StartLine\":1}]",
      "{\"version\":\"1.4.0\",\"plugins_used\":[],\"results\":{}}",
  };
  for (const std::string& content : kNamed) {
    files_.baselines = {root_.write("named", content)};
    EXPECT_EQ(suppresses(finding), content.find("results") == std::string::npos) << content;
  }
  files_.baselines = {root_.write("named.toml", "[allowlist]\npaths = ['''^a/''']\n")};
  EXPECT_TRUE(suppresses(finding));
}

TEST_F(SuppressionFilesTest, ANamedBaselineStandsForOurs) {
  root_.write(".leakwarden-baseline", kHeader + entry(key_));
  files_.baselines = {root_.write("named", kHeader)};
  EXPECT_FALSE(suppresses(finding_at("a", 1, key_)));
}

TEST_F(SuppressionFilesTest, WhatCannotBeMatchedIsAnError) {
  files_.baselines = {root_.write("kingfisher.yaml", "ExactFindings:\n  matches: []\n")};
  EXPECT_NE(error().find("Kingfisher"), std::string::npos) << error();
  files_.baselines = {root_.write("x", "anything\n")};
  EXPECT_NE(error(), "");
  files_.baselines = {root_ / "absent"};
  EXPECT_NE(error(), "");
  files_.baselines = {root_.write("future", "{\"leakwarden_baseline\":2}\n")};
  EXPECT_NE(error().find("future:1:2"), std::string::npos) << error();
}

TEST_F(SuppressionFilesTest, APipeAFolderAndALinkAreErrorsNotAHang) {
  const std::string name = root_ / ".leakwardenignore";
  ASSERT_EQ(::mkfifo(name.c_str(), 0600), 0);
  EXPECT_NE(error().find("not a regular file"), std::string::npos) << error();
  std::filesystem::remove(name);
  std::filesystem::create_directory(name);
  EXPECT_NE(error(), "");
  std::filesystem::remove(name);
  ASSERT_EQ(::symlink(root_.write("real", "a/\n").c_str(), name.c_str()), 0);
  EXPECT_NE(error(), "");
}

TEST_F(SuppressionFilesTest, TooLargeIsAnError) {
  root_.write(".leakwardenignore", std::string(11 << 20, '\n'));
  EXPECT_NE(error(), "");
}

TEST_F(SuppressionFilesTest, AMistakeIsSaidWhereItStands) {
  root_.write(".gitleaks.toml", "[allowlist]\nregexes = ['''(''']\n");
  EXPECT_NE(error().find(".gitleaks.toml:1:"), std::string::npos) << error();
}

TEST_F(SuppressionFilesTest, AnExtendedConfigBelowTheRootIsReadToo) {
  root_.write(".gitleaks.toml", "[extend]\npath = 'base.toml'\n");
  root_.write("base.toml", "[allowlist]\npaths = ['''^a/''']\n");
  EXPECT_TRUE(suppresses(finding_at("a/b.env", 3, key_)));
}

TEST_F(SuppressionFilesTest, AHookLooksForFilesOnlyWhenSomethingWasFound) {
  root_.write(".leakwardenignore", "[\n");  // which is an error
  Result<ScanReport> report = ScanReport{};
  EXPECT_TRUE(
      heed_files_of_hook(in_folder(root_ / ""), files_, options_, Confidence::Medium, report).ok());
  report->findings.push_back(finding_at("a", 1, key_));
  EXPECT_FALSE(
      heed_files_of_hook(in_folder(root_ / ""), files_, options_, Confidence::Medium, report).ok());
  EXPECT_FALSE(report->findings[0].suppressed);
}

TEST(PathMap, FromHowFindingsNameThemToHowFilesDo) {
  EXPECT_EQ((PathMap{"", ""})("a/b"), "a/b");
  EXPECT_EQ((PathMap{"", "sub"})("b"), "sub/b");
  EXPECT_EQ((PathMap{"../x", ""})("../x/b"), "b");
  EXPECT_EQ((PathMap{"../x/", "sub"})("../x/b"), "sub/b");
  EXPECT_EQ((PathMap{"a.env", "sub/a.env"})("a.env"), "sub/a.env");
}

}  // namespace
}  // namespace leakwarden::scanner
