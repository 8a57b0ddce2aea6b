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

}  // namespace
}  // namespace leakwarden::scanner
