#include "scanner/one_place.h"

#include "scanner/value_numbers.h"

namespace leakwarden::scanner {
namespace {

Finding finding(const std::string& value, const std::string& path, const std::string& commit,
                std::optional<bool> at_tip = std::nullopt) {
  Finding made;
  made.rule_id = "r";
  made.secret = Secret::copy_of(value);
  made.fingerprint = "same for all";
  made.location.kind = PlaceKind::Blob;
  made.location.path = path;
  made.location.commit = commit;
  made.location.author = "author of " + commit;
  made.location.blob = "blob of " + commit;
  made.location.at_tip = at_tip;
  return made;
}

std::uint32_t order(const Finding& finding) {
  return static_cast<std::uint32_t>(finding.location.commit[0]);
}

TEST(ValueNumbers, EqualValuesOfOneRuleAreOneNumberWhateverTheFingerprint) {
  ValueNumbers numbers;
  Finding other_rule = finding("v", "p", "a");
  other_rule.rule_id = "other";
  EXPECT_EQ(numbers.number_of(finding("v", "p", "a")), 0u);
  EXPECT_EQ(numbers.number_of(finding("w", "p", "a")), 1u);
  EXPECT_EQ(numbers.number_of(finding("v", "q", "b")), 0u);
  EXPECT_EQ(numbers.number_of(other_rule), 2u);
  EXPECT_EQ(numbers.size(), 3u);
}

TEST(OnePlace, VersionsOfAFileBecomeOnePlaceWithTheFirstCommit) {
  const std::vector<Finding> merged = one_for_each_place(
      {finding("v", "p", "c", true), finding("v", "p", "a", false), finding("v", "p", "b", false)},
      order);
  ASSERT_EQ(merged.size(), 1u);
  EXPECT_EQ(merged[0].location.commit, "a");
  EXPECT_EQ(merged[0].location.author, "author of a");
  EXPECT_EQ(merged[0].location.blob, "blob of c");  // the one that still stands
  EXPECT_EQ(merged[0].location.at_tip, std::optional<bool>(true));
}

TEST(OnePlace, WhereNoneStandsTheFirstIsShown) {
  const std::vector<Finding> merged =
      one_for_each_place({finding("v", "p", "b", false), finding("v", "p", "a", false)}, order);
  ASSERT_EQ(merged.size(), 1u);
  EXPECT_EQ(merged[0].location.blob, "blob of a");
}

Finding suppressed(Finding finding) {
  finding.suppressed = Suppression{"inline", "gitleaks:allow", ""};
  return finding;
}

TEST(OnePlace, ThePlaceWithoutAMarkerIsShownWhereBothStand) {
  std::vector<Finding> merged = one_for_each_place(
      {suppressed(finding("v", "p", "a", true)), finding("v", "p", "b", true)}, order);
  ASSERT_EQ(merged.size(), 1u);
  EXPECT_FALSE(merged[0].suppressed);
  // What only stood there once does not speak against what stands.
  merged = one_for_each_place(
      {finding("v", "p", "a", false), suppressed(finding("v", "p", "b", true))}, order);
  ASSERT_EQ(merged.size(), 1u);
  EXPECT_TRUE(merged[0].suppressed);
  merged = one_for_each_place(
      {suppressed(finding("v", "p", "a", false)), finding("v", "p", "b", false)}, order);
  EXPECT_FALSE(merged[0].suppressed);
}

TEST(OnePlace, AWorkTreesUnmarkedPlaceIsNotHiddenByAMarkedCommit) {
  const Finding committed = suppressed(finding("v", "p", "a", true));
  EXPECT_EQ(without_committed({committed}, {finding("v", "p", "")}).size(), 2u);
  EXPECT_EQ(without_committed({committed}, {suppressed(finding("v", "p", ""))}).size(), 1u);
  EXPECT_EQ(without_committed({finding("v", "p", "a", true)}, {suppressed(finding("v", "p", ""))})
                .size(),
            1u);
}

TEST(OnePlace, OtherValuesPathsAndMessagesStayApart) {
  Finding message = finding("v", "", "a");
  message.location.kind = PlaceKind::CommitMessage;
  Finding other_message = message;
  other_message.location.commit = "b";
  EXPECT_EQ(one_for_each_place({finding("v", "p", "a"), finding("w", "p", "a"),
                                finding("v", "q", "a"), message, other_message},
                               order)
                .size(),
            5u);
}

TEST(OnePlace, ACommittedKeyIsNotReportedAgainFromTheWorkTree) {
  Finding same = finding("v", "p", "");
  same.location.kind = PlaceKind::WorkTree;
  Finding elsewhere = same;
  elsewhere.location.path = "q";
  const std::vector<Finding> all = without_committed({finding("v", "p", "a")}, {same, elsewhere});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].location.kind, PlaceKind::Blob);
  EXPECT_EQ(all[1].location.path, "q");
}

}  // namespace
}  // namespace leakwarden::scanner
