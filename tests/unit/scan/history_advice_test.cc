#include "scanner/hooks/history_advice.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

ObjectId id(char digit) {
  return *ObjectId::from_hex(std::string(40, digit));
}

CommitInfo commit(char digit, const std::string& parents) {
  CommitInfo info;
  info.id = id(digit);
  for (char parent : parents) info.parents.push_back(id(parent));
  return info;
}

Finding in(char digit, const std::string& ref) {
  Finding finding;
  finding.location.commit = std::string(40, digit);
  finding.location.path = "a.env";
  finding.location.refs = {ref};
  return finding;
}

PushRequest pushing(const std::vector<std::pair<char, std::string>>& tips) {
  PushRequest request;
  for (const auto& [digit, ref] : tips)
    request.updates.push_back(PushUpdate{ObjectId(), id(digit), ref});
  return request;
}

std::vector<AdviceStep> advice(const std::vector<Finding>& findings, const PushRequest& request,
                               const std::vector<CommitInfo>& commits,
                               const BranchesToSwitchTo& branches = {}) {
  return history_advice(findings, {request, commits, branches});
}

using Commands = std::vector<std::string>;

// b ← c ← d is main; e on top of b is side; newest first: d e c b.
const std::vector<CommitInfo> kCommits = {commit('d', "c"), commit('e', "b"), commit('c', "b"),
                                          commit('b', "a")};

TEST(HistoryAdvice, TheLastCommitIsAmended) {
  const std::vector<AdviceStep> steps =
      advice({in('d', "refs/heads/main")}, pushing({{'d', "refs/heads/main"}}), kCommits);
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].commands, (Commands{"git add :/a.env", "git commit --amend --no-edit"}));
}

// It counted commits of other branches in between.
TEST(HistoryAdvice, CountsOnlyTheBranchsOwnCommits) {
  const std::vector<AdviceStep> steps =
      advice({in('c', "refs/heads/main")},
             pushing({{'d', "refs/heads/main"}, {'e', "refs/heads/side"}}), kCommits);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_NE(steps[0].words.find("1 commit from the tip"), std::string::npos) << steps[0].words;
  EXPECT_EQ(steps[0].commands,
            Commands{"GIT_SEQUENCE_EDITOR=\"sed -i.old -e '/ ccccccc/s/^p[ick]*/edit/'\" "
                     "git rebase -i cccccccc^"});
  EXPECT_EQ(steps[1].commands,
            (Commands{"git add :/a.env", "git commit --amend --no-edit", "git rebase --continue"}));
}

TEST(HistoryAdvice, SwitchesToABranchThatIsNotCheckedOut) {
  const std::vector<AdviceStep> steps =
      advice({in('e', "refs/heads/side")}, pushing({{'e', "refs/heads/side"}}), kCommits,
             {{"refs/heads/side", "my side"}});
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].commands,
            (Commands{"git switch 'my side'", "git add :/a.env", "git commit --amend --no-edit"}));
}

TEST(HistoryAdvice, ATagIsMadeAgainBehindTheCommit) {
  const std::vector<AdviceStep> steps =
      advice({in('d', "refs/tags/v1")}, pushing({{'d', "refs/tags/v1"}}), kCommits);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[1].commands, Commands{"git tag --force v1"});
}

TEST(HistoryAdvice, TheFirstCommitOfAllAndMergesHaveOptionsOfTheirOwn) {
  const std::vector<CommitInfo> commits = {commit('d', "cb"), commit('c', "b"), commit('b', "")};
  const std::vector<AdviceStep> steps =
      advice({in('b', "refs/heads/main")}, pushing({{'d', "refs/heads/main"}}), commits);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_NE(steps[0].commands.at(0).find("\" git rebase -i --rebase-merges --root"),
            std::string::npos);
  EXPECT_NE(steps[0].words.find("2 commits from the tip"), std::string::npos) << steps[0].words;
}

}  // namespace
}  // namespace leakwarden::scanner
