// A real git client committing with our commit-msg and pre-merge-commit hooks installed.

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class CommitMsg : public ::testing::Test {
 protected:
  CommitMsg() : work_(folder_ / "work"), key_(planted_postman_key(2101)) {
    work_.init();
    ProgramOptions options;
    options.folder = work_.folder();
    const ProgramResult installed = run_program({scanner_program(), "hook", "install"}, options);
    EXPECT_EQ(installed.exit_code, 0) << installed.errors;
    write_file(folder_ / "edit",
               "#!/bin/sh\ncat \"$LINES\" \"$1\" >\"$1.n\" && mv \"$1.n\" \"$1\"\n");
    std::filesystem::permissions(folder_ / "edit", std::filesystem::perms::all);
    work_.environment["LINES"] = folder_ / "lines";
  }

  // As a person types it into an editor, before what git wrote there.
  ProgramResult commit_typed(const std::string& typed, std::vector<std::string> words = {}) {
    write_file(folder_ / "lines", typed);
    work_.environment["GIT_EDITOR"] = folder_ / "edit";
    words.insert(words.end(), {"commit", "-q", "--allow-empty"});
    ProgramResult result = work_.run(words);
    work_.environment.erase("GIT_EDITOR");
    return result;
  }

  void expect_stopped(const ProgramResult& result, const std::string& what) {
    EXPECT_NE(result.exit_code, 0);
    EXPECT_NE(result.errors.find("leakwarden: " + what + " would add a secret"), std::string::npos)
        << result.errors;
    EXPECT_FALSE(shows_part_of(result.errors, key_)) << result.errors;
  }

  TemporaryFolder folder_;
  GitClient work_;
  std::string key_;
};

TEST_F(CommitMsg, StopsAKeyInAMessageAndGivesTheTextBack) {
  const ProgramResult result =
      work_.run({"commit", "-q", "--allow-empty", "-m", "Use it", "-m", "key " + key_});
  expect_stopped(result, "this commit's message");
  EXPECT_NE(result.errors.find("  line 3 of the message   Postman API key   PMAK…\n"),
            std::string::npos)
      << result.errors;
  const std::string again = "git commit --edit --file=.git/COMMIT_EDITMSG";
  EXPECT_NE(result.errors.find(again + "\n"), std::string::npos) << result.errors;
  EXPECT_NE(read_file(work_.folder() + "/.git/COMMIT_EDITMSG").find(key_), std::string::npos);
}

TEST_F(CommitMsg, CommentsAreNotInTheCommit) {
  EXPECT_EQ(commit_typed("Use it\n# key " + key_ + "\n").exit_code, 0);
  expect_stopped(commit_typed("Use it\n; key " + key_ + "\n"), "this commit's message");
  EXPECT_EQ(commit_typed("Use it\n; key " + key_ + "\n", {"-c", "core.commentChar=;"}).exit_code,
            0);
  expect_stopped(commit_typed("Use it\n# key " + key_ + "\n", {"-c", "commit.cleanup=verbatim"}),
                 "this commit's message");
  // Without an editor git keeps them.
  expect_stopped(work_.run({"commit", "-q", "--allow-empty", "-m", "Use it\n# key " + key_}),
                 "this commit's message");
}

// The diff that --verbose shows has the old key, which is being taken out.
TEST_F(CommitMsg, ADiffBehindScissorsIsNotInTheCommit) {
  work_.write("a.env", "API_KEY=" + key_ + "\n");
  work_.must({"add", "."});
  work_.must({"commit", "-q", "--no-verify", "-m", "old"});
  work_.write("a.env", "API_KEY=$FROM_VAULT\n");
  work_.must({"add", "."});
  const ProgramResult result = commit_typed("Take it out\n", {"-c", "commit.verbose=true"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
}

TEST_F(CommitMsg, LetsThroughOnceAndAsksForItsFile) {
  const ProgramResult stopped = work_.run({"commit", "-q", "--allow-empty", "-m", key_});
  const std::size_t at = stopped.errors.find("LEAKWARDEN_ALLOW=");
  ASSERT_NE(at, std::string::npos) << stopped.errors;
  work_.environment["LEAKWARDEN_ALLOW"] =
      stopped.errors.substr(at + 17, stopped.errors.find(' ', at) - at - 17);
  EXPECT_EQ(work_.run({"commit", "-q", "--allow-empty", "-m", key_}).exit_code, 0);
  EXPECT_EQ(run_program({scanner_program(), "hook", "run", "commit-msg"}).exit_code, 2);
  for (const std::string& none : {folder_ / "none", folder_ / ""}) {
    const ProgramResult wrong = run_program({scanner_program(), "hook", "run", "commit-msg", none});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_NE(wrong.errors.find("leakwarden: "), std::string::npos);
  }
}

class PreMergeCommit : public CommitMsg {
 protected:
  // Two branches that touch different files; `side` is committed without hooks.
  void branch_off(const std::string& file, const std::string& content) {
    work_.write("README", "1\n");
    work_.must({"add", "."});
    work_.must({"commit", "-q", "-m", "begin"});
    work_.must({"checkout", "-q", "-b", "side"});
    work_.write(file, content);
    work_.must({"add", "."});
    work_.must({"commit", "-q", "--no-verify", "-m", "theirs"});
    work_.must({"checkout", "-q", "main"});
    work_.write("ours", "1\n");
    work_.must({"add", "."});
    work_.must({"commit", "-q", "-m", "ours"});
  }
};

// git tells the other side only by the name of a variable while this hook runs.
TEST_F(PreMergeCommit, WhatTheOtherSideHasIsNotBornHere) {
  branch_off("a.env", "API_KEY=" + key_ + "\n");
  const ProgramResult result = work_.run({"merge", "-q", "--no-edit", "side"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.errors.find("leakwarden"), std::string::npos) << result.errors;
}

TEST_F(PreMergeCommit, StopsAKeyThatTheMergeItselfBrings) {
  branch_off("README", "2\n");
  work_.write("README", "3\n");
  work_.must({"commit", "-q", "-a", "-m", "ours too"});
  write_file(folder_ / "driver", "#!/bin/sh\necho \"API_KEY=$KEY\" >\"$1\"\n");
  std::filesystem::permissions(folder_ / "driver", std::filesystem::perms::all);
  work_.must({"config", "merge.ours.driver", folder_ / "driver" + std::string(" %A")});
  write_file(work_.folder() + "/.git/info/attributes", "README merge=ours\n");
  work_.environment["KEY"] = key_;
  const ProgramResult result = work_.run({"merge", "-q", "--no-edit", "side"});
  expect_stopped(result, "this merge");
  EXPECT_NE(result.errors.find("edit README, git add it, then git commit"), std::string::npos)
      << result.errors;
  // The merge is still open; pre-commit looks at what is left of it.
  expect_stopped(work_.run({"commit", "-q", "--no-edit"}), "this commit");
  work_.write("README", "clean\n");
  work_.must({"add", "."});
  EXPECT_EQ(work_.run({"commit", "-q", "--no-edit"}).exit_code, 0);
}

}  // namespace
}  // namespace leakwarden::testing
