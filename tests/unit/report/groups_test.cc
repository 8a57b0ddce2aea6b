#include "scanner/report/groups.h"

namespace leakwarden::scanner {
namespace {

Finding finding(const std::string& value, const std::string& path,
                Severity severity = Severity::High) {
  Finding made;
  made.rule_id = "r";
  made.severity = severity;
  made.secret = Secret::copy_of(value);
  made.location.kind = PlaceKind::Blob;
  made.location.path = path;
  return made;
}

TEST(Groups, OneSecretIsOneGroup) {
  const std::vector<Finding> findings = {finding("value-1", "b"), finding("value-2", "c"),
                                         finding("value-1", "a")};
  const std::vector<SecretGroup> groups = by_secret(findings);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].best->location.path, "a");
  ASSERT_EQ(groups[0].others.size(), 1u);
  EXPECT_EQ(groups[0].others[0]->location.path, "b");
  EXPECT_EQ(groups[1].best->location.path, "c");
}

TEST(Groups, WorstFirstAndLiveBeforeAll) {
  std::vector<Finding> findings = {finding("a", "1", Severity::Low),
                                   finding("b", "2", Severity::Critical),
                                   finding("c", "3", Severity::Medium)};
  findings[2].verified = Verified::Live;
  const std::vector<SecretGroup> groups = by_secret(findings);
  ASSERT_EQ(groups.size(), 3u);
  EXPECT_EQ(groups[0].best->location.path, "3");
  EXPECT_EQ(groups[1].best->location.path, "2");
  EXPECT_EQ(groups[2].best->location.path, "1");
}

TEST(Groups, TheBestPlaceStillStandsAndIsAFile) {
  std::vector<Finding> findings = {finding("v", "a-history"), finding("v", "tip"),
                                   finding("v", "message")};
  findings[0].location.at_tip = false;
  findings[1].location.at_tip = true;
  findings[2].location.kind = PlaceKind::CommitMessage;
  EXPECT_EQ(by_secret(findings)[0].best->location.path, "tip");
  findings[1].location.at_tip = false;
  EXPECT_EQ(by_secret(findings)[0].best->location.path, "a-history");
  findings[0].location.date = "2025-01-01T00:00:00Z";
  findings[1].location.date = "2024-01-01T00:00:00Z";
  EXPECT_EQ(by_secret(findings)[0].best->location.path, "tip");
}

TEST(Groups, VersionsOfAFileAreOneAlertAndOtherFilesAreNamed) {
  std::vector<Finding> findings = {finding("v", "a"), finding("v", "a"), finding("v", "b")};
  findings[0].location.blob = "1";
  findings[0].location.at_tip = false;
  findings[1].location.blob = "2";
  findings[1].location.at_tip = true;
  findings[2].location.at_tip = false;
  const std::vector<SecretInFile> files = by_secret_and_file(findings);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].best, &findings[1]);
  EXPECT_EQ(files[0].also, (std::vector<const Finding*>{&findings[0], &findings[2]}));
  EXPECT_EQ(files[1].also, (std::vector<const Finding*>{&findings[1]}));
}

TEST(Groups, ASecretInManyFilesNamesOnlySomeInEach) {
  std::vector<Finding> findings;
  for (int at = 0; at < 200; ++at) findings.push_back(finding("v", "f" + std::to_string(at)));
  const std::vector<SecretInFile> files = by_secret_and_file(findings);
  ASSERT_EQ(files.size(), 200u);
  for (const SecretInFile& file : files) EXPECT_EQ(file.also.size(), kMostElsewhere);
}

TEST(Groups, MessagesOfTwoCommitsAreTwoAlerts) {
  std::vector<Finding> findings = {finding("v", ""), finding("v", "")};
  for (Finding& found : findings) found.location.kind = PlaceKind::CommitMessage;
  findings[0].location.commit = "1";
  findings[1].location.commit = "2";
  EXPECT_EQ(by_secret_and_file(findings).size(), 2u);
}

}  // namespace
}  // namespace leakwarden::scanner
