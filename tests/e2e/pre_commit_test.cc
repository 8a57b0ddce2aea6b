// A real git client committing with our pre-commit hook installed.

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class PreCommit : public ::testing::Test {
 protected:
  PreCommit() : work_(folder_ / "work"), key_(planted_postman_key(815)) {
    work_.init();
    install(work_.folder());
  }

  static void install(const std::string& folder) {
    ProgramOptions options;
    options.folder = folder;
    const ProgramResult installed = run_program({scanner_program(), "hook", "install"}, options);
    ASSERT_EQ(installed.exit_code, 0) << installed.errors;
  }

  std::string secret_line() const { return "API_KEY=" + key_ + "\n"; }

  void first_commit() {
    work_.write("README", "clean\n");
    work_.must({"add", "."});
    commit_must_pass({"commit", "-q", "-m", "begin"});
  }

  void commit_must_pass(const std::vector<std::string>& words) {
    const ProgramResult result = work_.run(words);
    EXPECT_EQ(result.exit_code, 0) << result.errors << result.output;
    EXPECT_EQ(result.errors.find("leakwarden"), std::string::npos) << result.errors;
  }

  std::string commit_must_be_stopped(const std::vector<std::string>& words) {
    const ProgramResult result = work_.run(words);
    EXPECT_NE(result.exit_code, 0) << result.output;
    EXPECT_NE(result.errors.find("leakwarden: this commit would add a secret"), std::string::npos)
        << result.errors;
    EXPECT_FALSE(shows_part_of(result.errors, key_)) << result.errors;
    EXPECT_FALSE(has_control_bytes(result.errors)) << result.errors;
    return result.errors;
  }

  TemporaryFolder folder_;
  GitClient work_;
  std::string key_;
};

TEST_F(PreCommit, StopsAStagedKeyAndSaysTheWaysOut) {
  first_commit();
  work_.write("config/prod.env", "A=1\n" + secret_line());
  work_.must({"add", "."});
  const std::string said = commit_must_be_stopped({"commit", "-q", "-m", "x"});
  EXPECT_NE(said.find("  config/prod.env:2   Postman API key   PMAK…\n"), std::string::npos)
      << said;
  EXPECT_NE(said.find("      API_KEY=PMAK…\n"), std::string::npos) << said;
  EXPECT_NE(said.find("git restore --staged config/prod.env"), std::string::npos) << said;
  EXPECT_NE(said.find("https://go.postman.co/settings/me/api-keys"), std::string::npos) << said;
}

TEST_F(PreCommit, LooksAtTheIndexAndNotAtTheWorkTree) {
  first_commit();
  work_.write("a.env", secret_line());
  work_.must({"add", "."});
  work_.write("a.env", "cleaned up\n");
  commit_must_be_stopped({"commit", "-q", "-m", "x"});
  work_.must({"add", "."});
  work_.write("a.env", secret_line());
  commit_must_pass({"commit", "-q", "-m", "x"});
}

TEST_F(PreCommit, CommitAll) {
  first_commit();
  work_.write("README", secret_line());
  commit_must_be_stopped({"commit", "-q", "-a", "-m", "x"});
}

TEST_F(PreCommit, CommitOfOnePath) {
  first_commit();
  work_.write("b", "1\n");
  work_.write("c", "1\n");
  work_.must({"add", "."});
  commit_must_pass({"commit", "-q", "-m", "x"});
  work_.write("b", secret_line());
  work_.write("c", "2\n");
  work_.must({"add", "b"});
  commit_must_pass({"commit", "-q", "-m", "x", "c"});  // b is staged, and not in this commit
  commit_must_be_stopped({"commit", "-q", "-m", "x", "b"});
}

TEST_F(PreCommit, AmendStopsWhatIsNewAndLetsTakeOut) {
  first_commit();
  work_.write("a.env", secret_line());
  work_.must({"add", "."});
  commit_must_be_stopped({"commit", "-q", "--amend", "-m", "x"});
  work_.must({"commit", "-q", "--no-verify", "-m", "with the key"});
  work_.write("a.env", "taken out\n");
  work_.must({"add", "."});
  commit_must_pass({"commit", "-q", "--amend", "-m", "x"});
}

TEST_F(PreCommit, TheVeryFirstCommit) {
  work_.write("a.env", secret_line());
  work_.must({"add", "."});
  const std::string said = commit_must_be_stopped({"commit", "-q", "-m", "x"});
  EXPECT_NE(said.find("git rm --cached a.env"), std::string::npos) << said;
  work_.must({"rm", "-q", "--cached", "a.env"});
  std::filesystem::remove(work_.folder() + "/a.env");
  first_commit();
}

TEST_F(PreCommit, ALinkedWorkTree) {
  first_commit();
  work_.must({"worktree", "add", "-q", "-b", "side", folder_ / "side"});
  GitClient side(folder_ / "side");
  side.write("a.env", secret_line());
  side.must({"add", "."});
  const ProgramResult result = side.run({"commit", "-q", "-m", "x"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE(result.errors.find("would add a secret"), std::string::npos) << result.errors;
  side.write("a.env", "clean\n");
  side.must({"add", "."});
  EXPECT_EQ(side.run({"commit", "-q", "-m", "x"}).exit_code, 0);
}

TEST_F(PreCommit, ASubfolderAsCurrentFolder) {
  first_commit();
  work_.write("deep/a.env", secret_line());
  GitClient deep(work_.folder() + "/deep");
  deep.must({"add", "."});
  EXPECT_NE(deep.run({"commit", "-q", "-m", "x"}).exit_code, 0);
}

TEST_F(PreCommit, ASplitIndex) {
  first_commit();
  work_.must({"update-index", "--split-index"});
  work_.write("a.env", secret_line());
  work_.must({"add", "."});
  commit_must_be_stopped({"commit", "-q", "-m", "x"});
  work_.write("a.env", "clean\n");
  work_.must({"add", "."});
  commit_must_pass({"commit", "-q", "-m", "x"});
}

TEST_F(PreCommit, ASparseIndex) {
  work_.write("in/a", "1\n");
  work_.write("out/b", "1\n");
  work_.must({"add", "."});
  commit_must_pass({"commit", "-q", "-m", "begin"});
  work_.must({"sparse-checkout", "set", "--cone", "--sparse-index", "in"});
  work_.write("in/a.env", secret_line());
  work_.must({"add", "in/a.env"});
  commit_must_be_stopped({"commit", "-q", "-m", "x"});
  work_.write("in/a.env", "clean\n");
  work_.must({"add", "in/a.env"});
  commit_must_pass({"commit", "-q", "-m", "x"});
}

// The temporary index of `commit FILE` is split as well.
TEST_F(PreCommit, CommitAllAndOfOnePathWithASplitIndex) {
  first_commit();
  work_.must({"update-index", "--split-index"});
  work_.write("README", secret_line());
  commit_must_be_stopped({"commit", "-q", "-a", "-m", "x"});
  commit_must_be_stopped({"commit", "-q", "-m", "x", "README"});
}

TEST_F(PreCommit, CommitIncludesAPathBesideWhatIsStaged) {
  first_commit();
  work_.write("b", "1\n");
  work_.must({"add", "b"});
  work_.write("README", secret_line());
  commit_must_be_stopped({"commit", "-q", "-m", "x", "--include", "README"});
}

TEST_F(PreCommit, AnIntendedFileIsLookedAtOnceItIsAdded) {
  first_commit();
  work_.write("a.env", secret_line());
  work_.must({"add", "-N", "a.env"});
  work_.write("b", "1\n");
  work_.must({"add", "b"});
  commit_must_pass({"commit", "-q", "-m", "x"});  // git leaves it out of the commit
  commit_must_be_stopped({"commit", "-q", "-a", "-m", "x"});
  commit_must_be_stopped({"commit", "-q", "-m", "x", "a.env"});
}

TEST_F(PreCommit, BesideASubmodule) {
  first_commit();
  const std::string none(40, '1');
  work_.must({"update-index", "--add", "--cacheinfo", "160000," + none + ",sub"});
  work_.write(".gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = https://x:" + key_ +
                                 "@example.com/s.git\n");
  work_.must({"add", ".gitmodules"});
  commit_must_be_stopped({"commit", "-q", "-m", "x"});
  work_.write(".gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = ../s.git\n");
  work_.must({"add", ".gitmodules"});
  commit_must_pass({"commit", "-q", "-m", "x"});
}

TEST_F(PreCommit, AMergeInProgress) {
  first_commit();
  work_.must({"checkout", "-q", "-b", "side"});
  work_.write("README", "theirs\n");
  commit_must_pass({"commit", "-q", "-a", "-m", "theirs"});
  work_.must({"checkout", "-q", "main"});
  work_.write("README", "ours\n");
  commit_must_pass({"commit", "-q", "-a", "-m", "ours"});
  EXPECT_NE(work_.run({"merge", "side"}).exit_code, 0);
  work_.write("README", secret_line());
  commit_must_be_stopped({"commit", "-q", "-a", "-m", "merge"});
}

TEST_F(PreCommit, ALinkedWorkTreeWithATemporaryIndex) {
  first_commit();
  work_.must({"worktree", "add", "-q", "-b", "side", folder_ / "side"});
  GitClient side(folder_ / "side");
  side.write("README", secret_line());
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"commit", "-q", "-a", "-m", "x"},
        {"commit", "-q", "-m", "x", "README"},
        {"commit", "-q", "-a", "--amend", "-m", "x"}}) {
    EXPECT_NE(side.run(words).errors.find("would add a secret"), std::string::npos);
  }
}

TEST_F(PreCommit, Sha256AndIndexVersion4) {
  GitClient wide(folder_ / "wide");
  wide.must({"init", "-q", "-b", "main", "--object-format=sha256"});
  install(wide.folder());
  wide.must({"config", "index.version", "4"});
  wide.write("a.env", secret_line());
  wide.must({"add", "."});
  EXPECT_NE(wide.run({"commit", "-q", "-m", "x"}).errors.find("would add a secret"),
            std::string::npos);
}

TEST_F(PreCommit, AnOldKeyBesideAChangePasses) {
  work_.write("a.env", secret_line());
  work_.must({"add", "."});
  work_.must({"commit", "-q", "--no-verify", "-m", "old"});
  work_.write("a.env", "# changed\n" + secret_line());
  work_.must({"add", "."});
  commit_must_pass({"commit", "-q", "-m", "x"});
  work_.must({"mv", "a.env", "b.env"});
  commit_must_pass({"commit", "-q", "-m", "rename"});
  work_.write("c.env", secret_line() + "copied\n");
  work_.must({"add", "."});
  commit_must_pass({"commit", "-q", "-m", "copy"});
}

TEST_F(PreCommit, ASymlinkAndAFileName) {
  first_commit();
  std::filesystem::create_symlink("/x/" + key_, work_.folder() + "/link");
  work_.must({"add", "."});
  commit_must_be_stopped({"commit", "-q", "-m", "x"});
  work_.must({"rm", "-q", "--cached", "link"});
  std::filesystem::remove(work_.folder() + "/link");
  work_.write("backup-" + key_, "1\n");
  work_.must({"add", "."});
  commit_must_be_stopped({"commit", "-q", "-m", "x"});
}

TEST_F(PreCommit, ARenameOfAFileOrFolderToANameWithAKey) {
  work_.write("d/one", "1\n");
  first_commit();
  work_.must({"mv", "README", "README-" + key_});
  const std::string said = commit_must_be_stopped({"commit", "-q", "-m", "x"});
  EXPECT_NE(said.find("  the file name README-PMAK…   Postman API key   PMAK…\n"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("git restore --staged FILE"), std::string::npos) << said;
  work_.must({"reset", "-q", "--hard"});
  work_.must({"mv", "d", "of-" + key_});
  commit_must_be_stopped({"commit", "-q", "-m", "x"});
  work_.must({"update-index", "--split-index"});  // git tells what is staged
  commit_must_be_stopped({"commit", "-q", "-m", "x"});
}

TEST_F(PreCommit, AMergedNameWithAKeyIsNotThisCommits) {
  first_commit();
  work_.must({"checkout", "-q", "-b", "side"});
  work_.write("README", "theirs\n");
  work_.write("dump-" + key_, "1\n");
  work_.must({"add", "."});
  work_.must({"commit", "-q", "--no-verify", "-m", "theirs"});
  work_.must({"checkout", "-q", "main"});
  work_.write("README", "ours\n");
  commit_must_pass({"commit", "-q", "-a", "-m", "ours"});
  EXPECT_NE(work_.run({"merge", "side"}).exit_code, 0);
  work_.write("README", "both\n");
  commit_must_pass({"commit", "-q", "-a", "-m", "merge"});
}

TEST_F(PreCommit, ReferencesAndPlaceholdersPass) {
  work_.write("readme",
              "KEY=${POSTMAN_API_KEY}\nX-Api-Key: {{postman-api-key}}\nPMAK-<your-key>\n");
  work_.must({"add", "."});
  commit_must_pass({"commit", "-q", "-m", "x"});
}

TEST_F(PreCommit, ANamedFindingIsLetThroughOnce) {
  first_commit();
  work_.write("a.env", secret_line());
  work_.must({"add", "."});
  const std::string said = commit_must_be_stopped({"commit", "-q", "-m", "x"});
  const std::size_t at = said.find("LEAKWARDEN_ALLOW=");
  ASSERT_NE(at, std::string::npos) << said;
  work_.environment["LEAKWARDEN_ALLOW"] = said.substr(at + 17, said.find(' ', at) - at - 17);
  commit_must_pass({"commit", "-q", "-m", "x"});
}

TEST_F(PreCommit, HostileFileNamesDoNotReachTheTerminal) {
  first_commit();
  work_.write("a\x1b[31m\nb.env", secret_line());
  work_.must({"add", "."});
  const std::string said = commit_must_be_stopped({"commit", "-q", "-m", "x"});
  EXPECT_NE(said.find("a^[[31m^Jb.env"), std::string::npos) << said;
  EXPECT_NE(said.find("git restore --staged FILE"), std::string::npos) << said;
}

TEST_F(PreCommit, AMissingProgramWarnsAndPasses) {
  const std::string hook = work_.folder() + "/.git/hooks/pre-commit";
  std::string script = read_file(hook);
  script.replace(script.find(scanner_program()), scanner_program().size(),
                 "/nonexistent/leakwarden");
  write_file(hook, script);
  work_.write("a", "1\n");
  work_.must({"add", "."});
  const ProgramResult result = work_.run({"commit", "-q", "-m", "x"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(result.errors.find("not checked for secrets"), std::string::npos) << result.errors;
}

TEST_F(PreCommit, ABrokenRuleFileIsWrongConfiguration) {
  first_commit();
  write_file(folder_ / "rules.yaml", "provider: X\nrules: [{id: 1}]\n");
  work_.environment["LEAKWARDEN_RULES"] = folder_ / "rules.yaml";
  work_.write("a", "1\n");
  work_.must({"add", "."});
  const ProgramResult result = work_.run({"commit", "-q", "-m", "x"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE(result.errors.find("rules.yaml"), std::string::npos) << result.errors;
}

TEST_F(PreCommit, ACommentLetsThroughAndIsSaid) {
  first_commit();
  work_.write("a.env", "API_KEY=" + key_ + "  # leakwarden:allow made up for a test\n");
  work_.must({"add", "."});
  ProgramResult result = work_.run({"commit", "-q", "-m", "x"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(result.errors.find("let through by a comment beside it"), std::string::npos);
  EXPECT_NE(result.errors.find("leakwarden:allow: made up for a test"), std::string::npos);
  EXPECT_FALSE(shows_part_of(result.errors, key_)) << result.errors;
  work_.write("a.env", "API_KEY=" + key_ + "  # gitleaks:allow\n" + secret_line());
  work_.must({"add", "."});
  work_.environment["LEAKWARDEN_IGNORE_MARKERS"] = "1";
  work_.write("b.env", "B=" + planted_postman_key(99) + "  # gitleaks:allow\n");
  work_.must({"add", "."});
  result = work_.run({"commit", "-q", "-m", "x"});
  EXPECT_NE(result.exit_code, 0) << result.errors;
}

}  // namespace
}  // namespace leakwarden::testing
