#include "scanner/git/reflog.h"

#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitSandbox;
using leakwarden::testing::lines_of;

TEST(Reflog, TellsWhatGitLogged) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first message");
  sandbox.git({"commit", "-q", "--amend", "-m", "second message"});
  sandbox.write("a", "2");
  sandbox.git({"stash", "push", "-q", "-m", "stash message"});
  sandbox.git({"branch", "deep/er"});
  std::shared_ptr<Repository> repository = *Repository::open(sandbox.path(), {});
  std::vector<Gap> gaps;
  std::vector<Reflog> reflogs = read_reflogs(*repository, gaps);
  EXPECT_TRUE(gaps.empty());
  std::vector<std::string> names;
  for (const Reflog& reflog : reflogs) {
    names.push_back(reflog.name);
    std::vector<ReflogEntry> entries = parse_reflog(reflog.text, 20);
    // git prints the newest first.
    std::vector<std::string> ids =
        lines_of(sandbox.git({"log", "-g", "--format=%H", reflog.name, "--"}));
    std::vector<std::string> messages =
        lines_of(sandbox.git({"log", "-g", "--format=%gs", reflog.name, "--"}));
    ASSERT_EQ(entries.size(), ids.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      EXPECT_EQ(entries[i].after.hex(), ids[ids.size() - 1 - i]);
      EXPECT_EQ(entries[i].message, messages[ids.size() - 1 - i]);
      EXPECT_NE(entries[i].person.find("<bob@example.com>"), std::string::npos);
    }
    EXPECT_TRUE(entries[0].before.is_null());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"HEAD", "refs/heads/deep/er", "refs/heads/main",
                                             "refs/stash"}));
}

TEST(Reflog, PassesOverDamagedLines) {
  std::string id(40, '1');
  std::string text = "junk\n\n" + id + " " + id + " A <a> 1 +0000\tmessage\n" + id + "\n" + id +
                     " " + std::string(40, 'x') + " A <a>\tm\n" + id + " " + id + " no message";
  std::vector<ReflogEntry> entries = parse_reflog(text, 20);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].message, "message");
  EXPECT_EQ(entries[1].person, "no message");
  EXPECT_EQ(entries[1].message, "");
  EXPECT_TRUE(parse_reflog(text, 32).empty());
}

TEST(Reflog, KnowsLinkedWorktrees) {
  GitSandbox sandbox;
  sandbox.commit_all("first");
  leakwarden::testing::TemporaryFolder folder;
  sandbox.git({"worktree", "add", "-q", "--detach", folder / "linked"});
  std::shared_ptr<Repository> repository = *Repository::open(folder / "linked", {});
  std::vector<Gap> gaps;
  std::vector<Reflog> reflogs = read_reflogs(*repository, gaps);
  ASSERT_EQ(reflogs.size(), 3u);
  EXPECT_EQ(reflogs[2].name, "worktrees/linked/HEAD");
}

}  // namespace
}  // namespace leakwarden::scanner
