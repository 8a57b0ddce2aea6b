// Real pushes to a bare repository whose pre-receive hook is ours: every place a key can hide in a
// push is refused, and nothing that is not new is.

#include <filesystem>
#include <sstream>

#include "scanner/base/fingerprint.h"
#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class PushMatrix : public ::testing::Test {
 protected:
  PushMatrix()
      : bare_(folder_ / "server.git"), work_(folder_ / "work"), key_(planted_postman_key(4711)) {
    make_bare_repository(bare_);
    work_.init();
    work_.must({"remote", "add", "origin", bare_});
    work_.commit_file("README", "clean\n", "begin");
    work_.must({"push", "origin", "main"});
    install();
  }

  void install() {
    const ProgramResult installed =
        run_program({scanner_program(), "hook", "install", "--pre-receive", bare_});
    ASSERT_EQ(installed.exit_code, 0) << installed.errors;
  }
  // What was pushed before the hook was there.
  void push_without_hook(const std::vector<std::string>& refs) {
    const std::string hook = bare_ + "/hooks/pre-receive";
    std::filesystem::rename(hook, hook + ".off");
    push_must_pass(refs);
    std::filesystem::rename(hook + ".off", hook);
  }

  ProgramResult push(const std::vector<std::string>& refs) {
    std::vector<std::string> words = {"push", "origin"};
    words.insert(words.end(), refs.begin(), refs.end());
    return work_.run(words);
  }

  void push_must_pass(const std::vector<std::string>& refs) {
    const ProgramResult result = push(refs);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(remote_lines(result.errors), "");
  }

  // Returns what the hook said.
  std::string push_must_be_refused(const std::vector<std::string>& refs) {
    const ProgramResult result = push(refs);
    EXPECT_NE(result.exit_code, 0);
    EXPECT_NE(result.errors.find("pre-receive hook declined"), std::string::npos) << result.errors;
    const std::string said = remote_lines(result.errors);
    EXPECT_NE(said.find("leakwarden: push refused, it would add a secret"), std::string::npos)
        << said;
    EXPECT_NE(said.find("Postman API key  PMAK…"), std::string::npos) << said;
    EXPECT_NE(said.find("revoke        https://go.postman.co/settings/me/api-keys"),
              std::string::npos)
        << said;
    EXPECT_FALSE(shows_part_of(said, key_)) << said;
    EXPECT_FALSE(has_control_bytes(said));
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("    ", 0) == 0) continue;  // a command is one line, whatever its length
      EXPECT_LE(line.size(), 80u) << line;       // 72 columns; the mask's … is three bytes
    }
    return said;
  }

  std::string secret_line() const { return "API_KEY=" + key_ + "\n"; }
  std::string short_id_of(const std::string& revision) {
    return work_.must({"rev-parse", revision}).substr(0, 8);
  }

  TemporaryFolder folder_;
  std::string bare_;
  GitClient work_;
  std::string key_;
};

TEST_F(PushMatrix, KeyInAPlainFile) {
  work_.commit_file("config/prod.env", "A=1\n" + secret_line());
  const std::string said = push_must_be_refused({"main"});
  EXPECT_NE(said.find("config/prod.env:2 in commit " + short_id_of("HEAD") + " (main)"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("git commit --amend"), std::string::npos);
  EXPECT_EQ(said.find("git rebase"), std::string::npos);
}

TEST_F(PushMatrix, KeyAddedThenRemoved) {
  const std::string commit = work_.commit_file("a.env", secret_line(), "add");
  work_.commit_file("a.env", "A=$FROM_VAULT\n", "remove");
  work_.commit_file("b", "more\n", "more");
  const std::string said = push_must_be_refused({"main"});
  EXPECT_NE(said.find("a.env:1 in commit " + commit.substr(0, 8)), std::string::npos) << said;
  EXPECT_NE(said.find(" git rebase -i " + commit.substr(0, 8) + "^\n"), std::string::npos)
      << said;
  EXPECT_NE(said.find("2 commits from the tip"), std::string::npos) << said;
}

TEST_F(PushMatrix, KeyUnderADiffAttribute) {
  work_.write(".gitattributes", "*.dat -diff\n*.bin binary\n");
  work_.write("x.dat", secret_line());
  work_.must({"add", "."});
  work_.commit("data");
  push_must_be_refused({"main"});
}

TEST_F(PushMatrix, KeyAmongNulBytes) {
  work_.commit_file("x.bin", std::string(100, '\0') + key_ + std::string(100, '\0'));
  push_must_be_refused({"main"});
}

TEST_F(PushMatrix, KeyInACommitMessage) {
  work_.commit_file("a", "1\n", "use " + key_);
  const std::string said = push_must_be_refused({"main"});
  EXPECT_NE(said.find("the message of commit " + short_id_of("HEAD")), std::string::npos) << said;
}

TEST_F(PushMatrix, KeyInAnAuthorName) {
  work_.write("a", "1\n");
  work_.must({"add", "a"});
  work_.must({"commit", "-q", "-m", "x", "--author", key_ + " <x@example.com>"});
  push_must_be_refused({"main"});
}

TEST_F(PushMatrix, KeyInAnAnnotatedTagsMessage) {
  work_.must({"tag", "-a", "v1", "-m", "release\n\n" + key_});
  const std::string said = push_must_be_refused({"v1"});
  EXPECT_NE(said.find("the message of tag v1"), std::string::npos) << said;
  EXPECT_NE(said.find("    git tag --force -m 'NEW MESSAGE' v1 v1'^{}'\n"), std::string::npos) << said;
}

TEST_F(PushMatrix, KeyInATagOfABlob) {
  work_.write("loose", secret_line());
  const std::string blob = work_.must({"hash-object", "-w", "loose"});
  work_.must({"tag", "blob-tag", blob});
  push_must_be_refused({"blob-tag"});
}

TEST_F(PushMatrix, KeyInATagOfATree) {
  work_.write("deep/x.env", secret_line());
  work_.must({"add", "."});
  work_.must({"tag", "tree-tag", work_.must({"write-tree"})});
  push_must_be_refused({"tree-tag"});
}

TEST_F(PushMatrix, KeyOnlyInAMergeCommit) {
  work_.must({"checkout", "-q", "-b", "side"});
  work_.commit_file("side", "1\n");
  work_.must({"checkout", "-q", "main"});
  work_.commit_file("other", "1\n");
  work_.must({"merge", "-q", "--no-ff", "--no-commit", "side"});
  work_.write("born.env", secret_line());
  work_.must({"add", "born.env"});
  work_.commit("merge");
  const std::string said = push_must_be_refused({"main"});
  EXPECT_NE(said.find("born.env:1"), std::string::npos) << said;
}

TEST_F(PushMatrix, KeyInTheSecondOfTwoRefs) {
  work_.must({"checkout", "-q", "-b", "clean"});
  work_.commit_file("clean", "1\n");
  work_.must({"checkout", "-q", "-b", "dirty", "main"});
  work_.commit_file("dirty.env", secret_line());
  const std::string said = push_must_be_refused({"clean", "dirty"});
  EXPECT_NE(said.find("(dirty)"), std::string::npos) << said;
  push_must_pass({"clean"});
}

TEST_F(PushMatrix, KeyInASymlinksTarget) {
  std::filesystem::create_symlink("/run/secrets/" + key_, folder_ / "work/link");
  work_.must({"add", "link"});
  work_.commit("link");
  push_must_be_refused({"main"});
}

TEST_F(PushMatrix, KeyInANewRefsName) {
  work_.must({"branch", "for-" + key_});
  push_must_be_refused({"for-" + key_});
}

TEST_F(PushMatrix, KeyInAFileName) {
  work_.commit_file("dump-" + key_ + ".txt", "x\n");
  push_must_be_refused({"main"});
}

TEST_F(PushMatrix, ARenameOfAFileToANameWithAKey) {
  work_.must({"mv", "README", "README-" + key_});
  work_.commit("rename");
  const std::string said = push_must_be_refused({"main"});
  EXPECT_NE(said.find("the file name README-PMAK… in commit " + short_id_of("HEAD") + " (main)"),
            std::string::npos)
      << said;
}

TEST_F(PushMatrix, ARenameOfAFolderToANameWithAKey) {
  for (const char* file : {"d/e/one", "d/e/two", "d/three"}) work_.write(file, file);
  work_.must({"add", "."});
  work_.commit("folder");
  push_must_pass({"main"});
  work_.must({"mv", "d/e", "d/" + key_});
  work_.commit("rename");
  push_must_be_refused({"main"});
  work_.must({"reset", "-q", "--hard", "HEAD~"});
  work_.must({"mv", "d", key_ + ".d"});
  work_.commit("rename the other");
  push_must_be_refused({"main"});
}

TEST_F(PushMatrix, AKeyInTheNameOfASubmoduleAndOfATagsTree) {
  const std::string none(40, '1');
  work_.must({"update-index", "--add", "--cacheinfo", "160000," + none + ",sub-" + key_});
  work_.must({"commit", "-q", "-m", "submodule"});
  push_must_be_refused({"main"});
  work_.must({"reset", "-q", "--hard", "HEAD~"});
  work_.write("dump-" + key_, "1\n");
  work_.must({"add", "."});
  work_.must({"tag", "tree-tag", work_.must({"write-tree"})});
  push_must_be_refused({"tree-tag"});
}

TEST_F(PushMatrix, AFileBesideAnOldNameWithAKeyPasses) {
  work_.commit_file(key_ + "/old", "1\n");
  push_without_hook({"main"});
  work_.commit_file(key_ + "/new", "2\n");
  push_must_pass({"main"});
  work_.must({"mv", key_, "elsewhere-" + key_});
  work_.commit("move");
  push_must_pass({"main"});
}

TEST_F(PushMatrix, KeyInUtf16) {
  std::string text = "\xFF\xFE";
  for (char c : "key = " + key_ + "\r\n") text += {c, '\0'};
  work_.commit_file("settings.reg", text);
  push_must_be_refused({"main"});
}

TEST_F(PushMatrix, KeyInTheFirstCommitOfAll) {
  work_.must({"checkout", "-q", "--orphan", "fresh"});
  work_.must({"rm", "-q", "-r", "-f", "."});
  work_.commit_file("a.env", secret_line());
  work_.commit_file("b", "1\n");
  const std::string said = push_must_be_refused({"fresh"});
  EXPECT_NE(said.find("git rebase -i --root"), std::string::npos) << said;
}

TEST_F(PushMatrix, AllFindingsAreSaidNotTheFirstFive) {
  for (int i = 0; i < 9; ++i) {
    work_.write("f" + std::to_string(i),
                "K=" + planted_postman_key(100 + 2 * static_cast<unsigned>(i)) + "\n");
  }
  work_.must({"add", "."});
  work_.commit("nine");
  const ProgramResult result = push({"main"});
  EXPECT_NE(result.exit_code, 0);
  const std::string said = remote_lines(result.errors);
  EXPECT_NE(said.find("it would add 9 secrets"), std::string::npos) << said;
  for (int i = 0; i < 9; ++i)
    EXPECT_NE(said.find("f" + std::to_string(i) + ":1"), std::string::npos);
}

// And not without end either.
TEST_F(PushMatrix, AHundredSecretsAreSaidAndHowToSeeTheRest) {
  std::string text;
  for (unsigned i = 0; i < 130; ++i) text += "K=" + planted_postman_key(1000 + 2 * i) + "\n";
  work_.commit_file("many.env", text);
  const std::string said = remote_lines(push({"main"}).errors);
  EXPECT_NE(said.find("it would add 130 secrets"), std::string::npos) << said;
  EXPECT_NE(said.find("\nand 30 more secrets; the whole list:\n    leakwarden scan --range " +
                      short_id_of("HEAD~") + ".." + short_id_of("HEAD") + "\n"),
            std::string::npos)
      << said;
}

TEST_F(PushMatrix, ACleanCommitPasses) {
  work_.commit_file("a", "nothing here\n");
  push_must_pass({"main"});
}

TEST_F(PushMatrix, ACommitBesideAnOldKnownKeyPasses) {
  work_.commit_file("old.env", secret_line());
  push_without_hook({"main"});
  work_.commit_file("old.env", "# a comment\n" + secret_line() + "B=2\n");
  work_.commit_file("other", "1\n");
  push_must_pass({"main"});
}

TEST_F(PushMatrix, ARenameOfAFileThatHoldsOnePasses) {
  work_.commit_file("old.env", "# first\n" + secret_line());
  push_without_hook({"main"});
  work_.must({"mv", "old.env", "renamed.env"});
  work_.commit("rename");
  work_.must({"mv", "renamed.env", "again.env"});
  work_.write("again.env", "# changed as it moves\n" + secret_line());
  work_.must({"add", "."});
  work_.commit("rename and edit");
  push_must_pass({"main"});
}

TEST_F(PushMatrix, AnOldKeyCopiedIntoAnotherFilePasses) {
  work_.commit_file("old.env", secret_line());
  push_without_hook({"main"});
  work_.commit_file("copy.env", "copied\n" + secret_line());
  push_must_pass({"main"});
}

TEST_F(PushMatrix, AMergeOfKnownHistoriesPasses) {
  work_.must({"checkout", "-q", "-b", "side"});
  work_.commit_file("side.env", secret_line());
  push_without_hook({"side"});
  work_.must({"checkout", "-q", "main"});
  work_.commit_file("b", "1\n");
  work_.must({"merge", "-q", "--no-ff", "-m", "merge", "side"});
  push_must_pass({"main"});
}

TEST_F(PushMatrix, DeletingABranchPasses) {
  work_.must({"checkout", "-q", "-b", "gone"});
  work_.commit_file("old.env", secret_line());
  push_without_hook({"gone"});
  push_must_pass({"--delete", "gone"});
}

TEST_F(PushMatrix, ReferencesAndPlaceholdersPass) {
  work_.commit_file("readme.md",
                    "POSTMAN_API_KEY=${POSTMAN_API_KEY}\n"
                    "X-Api-Key: {{postman-api-key}}\n"
                    "key: PMAK-<your-key>\n"
                    "url: https://user:${PASSWORD}@example.com/\n"
                    "key: PMAK"
                    "-000000000000000000000000-0000000000000000000000000000000000\n");
  push_must_pass({"main"});
}

TEST_F(PushMatrix, AnEarlierHookIsCalledFirstWithTheSameInput) {
  const std::string hook = bare_ + "/hooks/pre-receive";
  ASSERT_EQ(run_program({scanner_program(), "hook", "uninstall", "--pre-receive", bare_}).exit_code,
            0);
  write_file(hook, "#!/bin/sh\ncat > seen\n");
  std::filesystem::permissions(hook, std::filesystem::perms::all);
  install();
  work_.commit_file("a.env", secret_line());
  push_must_be_refused({"main"});
  EXPECT_NE(read_file(bare_ + "/seen").find("refs/heads/main"), std::string::npos);
}

TEST_F(PushMatrix, AVanishedProgramRefuses) {
  const std::string hook = bare_ + "/hooks/pre-receive";
  std::string script = read_file(hook);
  script.replace(script.find(scanner_program()), scanner_program().size(),
                 "/nonexistent/leakwarden");
  write_file(hook, script);
  work_.commit_file("a", "1\n");
  const ProgramResult result = push({"main"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE(result.errors.find("leakwarden: not found on this server"), std::string::npos)
      << result.errors;
}

TEST_F(PushMatrix, AStormIsRefusedNotPassed) {
  std::string storm;
  for (unsigned i = 0; i < 1200; ++i) storm += planted_postman_key(10'000 + 2 * i) + "\n";
  work_.commit_file("storm", storm);
  const ProgramResult result = push({"main"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE(result.errors.find("part of it could not be scanned"), std::string::npos)
      << result.errors;
}

// Whoever pushes a key writes the comment as well: on a server it says nothing.
TEST_F(PushMatrix, ACommentInAPushedFileDoesNotCount) {
  work_.commit_file("a.env", "API_KEY=" + key_ + "  # gitleaks:allow\n");
  const std::string said = push_must_be_refused({"main"});
  EXPECT_NE(said.find("does not count"), std::string::npos) << said;
  work_.environment["LEAKWARDEN_HONOUR_MARKERS"] = "1";  // a server's wish; here they share one
  const ProgramResult result = push({"main"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(remote_lines(result.errors).find("let through by a comment"), std::string::npos);
}

// A push cannot accept its own secret, unless the server's owner wants it so.
TEST_F(PushMatrix, ABaselineOrIgnoreFileInAPushDoesNotCount) {
  const std::string name = fingerprint_of(Secret::copy_of(key_));
  work_.write(".leakwarden-baseline",
              "{\"leakwarden_baseline\":1}\n{\"fingerprint\":\"" + name +
                  "\",\"reason\":\"mine\"}\n");
  work_.write(".leakwardenignore", "**\n");
  work_.write(".gitleaks.toml", "[allowlist]\npaths = ['.*']\n");
  work_.write(".gitleaksignore", "a.env:postman-api-key:1\n");
  work_.must({"add", "-A"});
  work_.commit_file("a.env", secret_line());
  push_must_be_refused({"main"});
  work_.environment["LEAKWARDEN_BASELINE"] = work_.folder() + "/.leakwarden-baseline";
  push_must_be_refused({"main"});
  work_.environment["LEAKWARDEN_HONOUR_FILES"] = "1";  // a server's wish; here they share one
  const ProgramResult result = push({"main"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(remote_lines(result.errors).find("let through"), std::string::npos) << result.errors;
}

}  // namespace
}  // namespace leakwarden::testing
