// A real git client pushing with our pre-push hook installed: exactly what the remote does not have
// is looked at, and the advice is followed to see that it helps.

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class PrePush : public ::testing::Test {
 protected:
  PrePush() : bare_(folder_ / "r.git"), work_(folder_ / "work"), key_(planted_postman_key(3301)) {
    make_bare_repository(bare_);
    work_.init();
    work_.must({"remote", "add", "origin", bare_});
    work_.commit_file("README", "clean\n", "begin");
    work_.must({"push", "-q", "origin", "main"});
    ProgramOptions options;
    options.folder = work_.folder();
    const ProgramResult installed =
        run_program({scanner_program(), "hook", "install", "--pre-push"}, options);
    EXPECT_EQ(installed.exit_code, 0) << installed.errors;
  }

  ProgramResult push(std::vector<std::string> words) {
    words.insert(words.begin(), "push");
    return work_.run(words);
  }
  void expect_passes(const std::vector<std::string>& words) {
    const ProgramResult result = push(words);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(result.errors.find("leakwarden"), std::string::npos) << result.errors;
  }
  std::string expect_stopped(const std::vector<std::string>& words) {
    const ProgramResult result = push(words);
    EXPECT_NE(result.exit_code, 0);
    EXPECT_NE(result.errors.find("leakwarden: push stopped, it would publish a secret"),
              std::string::npos)
        << result.errors;
    EXPECT_FALSE(shows_part_of(result.errors, key_)) << result.errors;
    EXPECT_FALSE(has_control_bytes(result.errors)) << result.errors;
    return result.errors;
  }

  std::string line() const { return "API_KEY=" + key_ + "\n"; }
  void push_unseen(const std::vector<std::string>& words) {
    std::vector<std::string> all = {"push", "-q", "--no-verify"};
    all.insert(all.end(), words.begin(), words.end());
    work_.must(all);
  }

  TemporaryFolder folder_;
  std::string bare_;
  GitClient work_;
  std::string key_;
};

TEST_F(PrePush, CleanThingsPass) {
  work_.commit_file("a", "1\n");
  expect_passes({"-q", "origin", "main"});
  expect_passes({"-q", "origin", "main"});  // nothing to push: no lines at all
  work_.must({"branch", "side"});
  expect_passes({"-q", "origin", "side"});
  expect_passes({"-q", "origin", "--delete", "side"});
}

TEST_F(PrePush, AKeyInAFileAMessageAnAuthorAPathATagAndARefsName) {
  work_.commit_file("config.py", line());
  EXPECT_NE(expect_stopped({"origin", "main"}).find("os.environ["), std::string::npos);
  work_.must({"reset", "-q", "--hard", "HEAD~"});
  work_.commit_file("a", "1\n", "use " + key_);
  expect_stopped({"origin", "main"});
  work_.must({"commit", "-q", "--amend", "-m", "x", "--author", key_ + " <x@example.com>"});
  expect_stopped({"origin", "main"});
  work_.must({"reset", "-q", "--hard", "HEAD~"});
  work_.commit_file("dump-" + key_, "1\n");
  expect_stopped({"origin", "main"});
  work_.must({"reset", "-q", "--hard", "HEAD~"});
  work_.must({"tag", "-a", "v1", "-m", key_});
  expect_stopped({"origin", "v1"});
  expect_stopped({"origin", "main:for-" + key_});
}

TEST_F(PrePush, AddedAndRemovedBeforeThePush) {
  const std::string commit = work_.commit_file("a.env", line());
  work_.commit_file("a.env", "A=1\n");
  EXPECT_NE(expect_stopped({"origin", "main"}).find("git rebase -i " + commit.substr(0, 8) + "^"),
            std::string::npos);
}

TEST_F(PrePush, OnlyWhatTheRemoteDoesNotHave) {
  work_.commit_file("old.env", line());
  push_unseen({"origin", "main"});
  work_.commit_file("b", "1\n");
  expect_passes({"-q", "origin", "main"});
  work_.must({"branch", "side"});
  expect_passes({"-q", "origin", "side"});  // a new branch of old commits
  work_.must({"tag", "v1"});
  expect_passes({"-q", "origin", "v1"});
  expect_passes({"-q", bare_, "main:again"});  // by URL: the remote's all the same
}

TEST_F(PrePush, AForcedPushBringsOnlyTheNewCommits) {
  work_.commit_file("old.env", line());
  push_unseen({"origin", "main"});
  work_.must({"commit", "-q", "--amend", "-m", "again"});
  expect_passes({"-q", "--force", "origin", "main"});
  work_.must({"reset", "-q", "--hard", "HEAD~"});
  work_.commit_file("new.env", "K=" + planted_postman_key(3303) + "\n");
  EXPECT_NE(push({"--force", "origin", "main"}).exit_code, 0);
}

// Somebody else pushed: the remote's id is not here, its tracking branch is.
TEST_F(PrePush, ARemoteIdThatIsNotHere) {
  work_.commit_file("old.env", line());
  push_unseen({"origin", "main"});
  GitClient other(folder_ / "other");
  other.must({"clone", "-q", bare_, "."});
  other.commit_file("theirs", "1\n");
  other.must({"push", "-q", "origin", "HEAD:main"});
  work_.commit_file("mine", "1\n");
  expect_passes({"-q", "--force", "origin", "main"});
}

TEST_F(PrePush, ManyRefsAtOnce) {
  for (int i = 0; i < 30; ++i) {
    work_.must({"checkout", "-q", "-b", "b" + std::to_string(i), "main"});
    work_.commit_file("f" + std::to_string(i), std::to_string(i) + "\n");
  }
  expect_passes({"-q", "origin", "--all"});
  work_.must({"checkout", "-q", "-b", "dirty", "main"});
  work_.commit_file("dirty.env", line());
  work_.must({"checkout", "-q", "main"});
  const std::string said = expect_stopped({"origin", "--all"});
  EXPECT_NE(said.find("(dirty)"), std::string::npos) << said;
  EXPECT_NE(said.find("\n    git switch dirty\n    git add :/"), std::string::npos) << said;
}

TEST_F(PrePush, AShallowClone) {
  work_.commit_file("old.env", line());
  work_.commit_file("b", "1\n");
  push_unseen({"origin", "main"});
  GitClient shallow(folder_ / "shallow");
  shallow.must({"clone", "-q", "--depth", "1", "file://" + bare_, "."});
  ProgramOptions options;
  options.folder = shallow.folder();
  ASSERT_EQ(run_program({scanner_program(), "hook", "install"}, options).exit_code, 0);
  shallow.write("c", "1\n");
  shallow.must({"add", "."});
  shallow.must({"commit", "-q", "-m", "c"});
  EXPECT_EQ(shallow.run({"push", "-q", "origin", "main"}).exit_code, 0);
  shallow.write("d.env", "K=" + planted_postman_key(3305) + "\n");
  shallow.must({"add", "."});
  shallow.must({"commit", "-q", "--no-verify", "-m", "d"});
  EXPECT_NE(shallow.run({"push", "-q", "origin", "main"}).exit_code, 0);
}

TEST_F(PrePush, AnotherRemoteHasItAlready) {
  make_bare_repository(folder_ / "fork.git");
  work_.must({"remote", "add", "fork", folder_ / "fork.git"});
  work_.commit_file("a.env", line());
  push_unseen({"fork", "main"});
  EXPECT_NE(expect_stopped({"origin", "main"}).find("fork has it already"), std::string::npos);
}

TEST_F(PrePush, LetsThroughOnce) {
  work_.commit_file("a.env", line());
  const std::string said = expect_stopped({"origin", "main"});
  const std::size_t at = said.find("LEAKWARDEN_ALLOW=");
  ASSERT_NE(at, std::string::npos) << said;
  work_.environment["LEAKWARDEN_ALLOW"] = said.substr(at + 17, said.find(' ', at) - at - 17);
  expect_passes({"-q", "origin", "main"});
}

// The commands are run as they were printed.
TEST_F(PrePush, BadInputIsSaid) {
  ProgramOptions options;
  options.folder = work_.folder();
  options.input = "nonsense\n";
  const std::vector<std::string> run = {scanner_program(), "hook", "run", "pre-push", "origin"};
  ProgramResult result = run_program(run, options);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find("a line is not"), std::string::npos) << result.errors;
  options.folder = folder_ / "";
  options.input = "";
  result = run_program(run, options);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find("not a git repository"), std::string::npos) << result.errors;
}

}  // namespace
}  // namespace leakwarden::testing
