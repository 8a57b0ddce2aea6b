// Real pushes to a bare repository whose post-receive hook is ours.

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class PostReceive : public ::testing::Test {
 protected:
  PostReceive()
      : bare_(folder_ / "server.git"), work_(folder_ / "work"), key_(planted_postman_key(555)) {
    make_bare_repository(bare_);
    work_.init();
    work_.must({"remote", "add", "origin", bare_});
    work_.commit_file("README", "clean\n", "begin");
    work_.must({"push", "-q", "origin", "main"});
    EXPECT_EQ(hook("install").exit_code, 0);
  }

  ProgramResult hook(const std::string& action) {
    return run_program({scanner_program(), "hook", action, "--post-receive", bare_});
  }
  // What the hook said about a push, which is taken whatever it says.
  std::string push(const std::vector<std::string>& refs) {
    std::vector<std::string> words = {"push", "origin"};
    words.insert(words.end(), refs.begin(), refs.end());
    const ProgramResult result = work_.run(words);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_FALSE(shows_part_of(result.errors, key_)) << result.errors;
    return remote_lines(result.errors);
  }
  std::string line() const { return "API_KEY=" + key_ + "\n"; }

  TemporaryFolder folder_;
  std::string bare_;
  GitClient work_;
  std::string key_;
};

TEST_F(PostReceive, SaysWhatCameAndRefusesNothing) {
  work_.commit_file("a.env", line());
  const std::string said = push({"main"});
  EXPECT_NE(said.find("leakwarden: this push brought a secret to this server"), std::string::npos)
      << said;
  EXPECT_NE(said.find("Postman API key  PMAK…"), std::string::npos) << said;
  EXPECT_NE(said.find("a.env:1 in commit"), std::string::npos) << said;
  EXPECT_NE(said.find("replace it first"), std::string::npos) << said;
  EXPECT_EQ(work_.must({"ls-remote", "origin", "main"}).substr(0, 40),
            work_.must({"rev-parse", "HEAD"}));
}

// The refs have moved when it runs: what they were before is in its input only.
TEST_F(PostReceive, OnlyWhatIsNew) {
  work_.commit_file("a.env", line());
  push({"main"});
  work_.commit_file("b", "1\n");
  EXPECT_EQ(push({"main"}), "");
  work_.must({"branch", "side"});
  EXPECT_EQ(push({"side"}), "");
  work_.must({"tag", "v1"});
  EXPECT_EQ(push({"v1"}), "");
  EXPECT_EQ(push({"--delete", "side"}), "");
  work_.must({"commit", "-q", "--amend", "-m", "again"});
  EXPECT_EQ(push({"--force", "main"}), "");
  work_.must({"switch", "-q", "-c", "other"});
  work_.commit_file("c.env", "K=" + planted_postman_key(556) + "\n");
  EXPECT_NE(push({"other", "other:twice"}), "");
}

TEST_F(PostReceive, EndsAsItsHelpSays) {
  work_.commit_file("a.env", line());
  const std::string before = work_.must({"rev-parse", "HEAD~"});
  const std::string after = work_.must({"rev-parse", "HEAD"});
  push({"main"});
  ProgramOptions options;
  options.folder = bare_;
  options.environment = {{"GIT_DIR", "."}};
  const std::vector<std::string> run = {scanner_program(), "hook", "run", "post-receive"};
  options.input = before + " " + after + " refs/heads/main\n";
  EXPECT_EQ(run_program(run, options).exit_code, 1);
  options.input = after + " " + after + " refs/heads/main\n";
  EXPECT_EQ(run_program(run, options).exit_code, 0);
  options.input = "nonsense\n";
  EXPECT_EQ(run_program(run, options).exit_code, 2);
  options.input = before + " " + std::string(40, '7') + " refs/heads/main\n";
  const ProgramResult gone = run_program(run, options);
  EXPECT_EQ(gone.exit_code, 3) << gone.errors;
}

TEST_F(PostReceive, StatusAndUninstallKnowIt) {
  const ProgramResult installed = hook("status");
  EXPECT_EQ(installed.exit_code, 0);
  EXPECT_NE(installed.output.find("post-receive      installed"), std::string::npos)
      << installed.output;
  EXPECT_EQ(hook("uninstall").exit_code, 0);
  EXPECT_EQ(hook("status").exit_code, 1);
  work_.commit_file("a.env", line());
  EXPECT_EQ(push({"main"}), "");
}

}  // namespace
}  // namespace leakwarden::testing
