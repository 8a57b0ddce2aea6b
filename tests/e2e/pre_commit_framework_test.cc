// The real pre-commit framework installs our hooks from a local clone of this repository and runs
// them.

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class PreCommitFramework : public ::testing::Test {
 protected:
  PreCommitFramework()
      : clone_(folder_ / "clone"), work_(folder_ / "work"), key_(planted_postman_key(5501)) {}

  void SetUp() override {
    if (run_program({"pre-commit", "--version"}).exit_code != 0)
      GTEST_SKIP() << "the package pre-commit is not installed";
    // A repository with our manifest, as the framework sees a clone of ours.
    clone_.init();
    clone_.commit_file(".pre-commit-hooks.yaml",
                       read_file(std::string(LEAKWARDEN_SOURCE_DIR) + "/.pre-commit-hooks.yaml"));
    work_.init();
    // Python does not start without what git reads of an account.
    const std::string folder = std::filesystem::path(scanner_program()).parent_path();
    work_.environment = {{"HOME", folder_ / "home"},
                         {"PRE_COMMIT_HOME", folder_ / "cache"},
                         {"PATH", folder + ":" + std::getenv("PATH")}};
  }

  void configure(const std::string& hooks) {
    work_.write(".pre-commit-config.yaml", "repos:\n- repo: " + clone_.folder() +
                                               "\n  rev: " + clone_.must({"rev-parse", "HEAD"}) +
                                               "\n  hooks:\n" + hooks);
  }

  ProgramResult framework(std::vector<std::string> words) {
    words.insert(words.begin(), "pre-commit");
    ProgramOptions options;
    options.folder = work_.folder();
    options.environment = {{"GIT_CONFIG_NOSYSTEM", "1"}, {"GIT_CONFIG_GLOBAL", "/dev/null"}};
    for (const auto& [name, value] : work_.environment) options.environment[name] = value;
    return run_program(words, options);
  }

  std::string line() const { return "API_KEY=" + key_ + "\n"; }

  TemporaryFolder folder_;
  GitClient clone_;
  GitClient work_;
  std::string key_;
};

TEST_F(PreCommitFramework, RunsTheHookFromAClone) {
  configure("  - id: leakwarden\n");
  const ProgramResult installed = framework({"install", "--install-hooks"});
  ASSERT_EQ(installed.exit_code, 0) << installed.output << installed.errors;
  work_.must({"add", "."});
  ProgramResult result = work_.run({"commit", "-q", "-m", "clean"});
  EXPECT_EQ(result.exit_code, 0) << result.errors << result.output;
  work_.write("a.env", line());
  work_.must({"add", "."});
  work_.write("a.env", "the work tree says something else\n");
  result = work_.run({"commit", "-q", "-m", "x"});
  EXPECT_NE(result.exit_code, 0);
  const std::string said = result.output + result.errors;
  EXPECT_NE(said.find("leakwarden: this commit would add a secret"), std::string::npos) << said;
  EXPECT_NE(said.find("a.env:1"), std::string::npos) << said;
  work_.must({"add", "."});
  work_.write(".pre-commit-config.yaml", read_file(work_.folder() + "/.pre-commit-config.yaml"));
  work_.write("b.env", line());
  work_.must({"add", "-N", "b.env"});
  EXPECT_NE(work_.run({"commit", "-q", "-a", "-m", "x"}).exit_code, 0);  // a temporary index
}

TEST_F(PreCommitFramework, TheMessageAndThePushToo) {
  configure("  - id: leakwarden-commit-msg\n  - id: leakwarden-pre-push\n");
  for (const char* type : {"commit-msg", "pre-push", "pre-commit"})
    ASSERT_EQ(framework({"install", "-t", type}).exit_code, 0);
  work_.must({"add", "."});
  ProgramResult result = work_.run({"commit", "-q", "-m", "use " + key_});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE((result.output + result.errors).find("this commit's message would add a secret"),
            std::string::npos)
      << result.output << result.errors;
  result = work_.run({"commit", "-q", "-m", "clean"});
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
  make_bare_repository(folder_ / "r.git");
  work_.must({"remote", "add", "origin", folder_ / "r.git"});
  work_.must({"push", "-q", "origin", "main"});
  work_.write("a.env", line());
  work_.must({"add", "."});
  work_.must({"commit", "-q", "--no-verify", "-m", "x"});
  result = work_.run({"push", "-q", "origin", "main"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE((result.output + result.errors).find("push stopped, it would publish a secret"),
            std::string::npos)
      << result.output << result.errors;
}

// Ours is installed beside it, in the framework's own way, and goes without a trace.
TEST_F(PreCommitFramework, OurInstallerRunsBesideIt) {
  configure("  - id: leakwarden-pre-push\n");
  ASSERT_EQ(framework({"install"}).exit_code, 0);
  const std::string hook = work_.folder() + "/.git/hooks/pre-commit";
  const std::string theirs = read_file(hook);
  ProgramOptions options;
  options.folder = work_.folder();
  ASSERT_EQ(run_program({scanner_program(), "hook", "install"}, options).exit_code, 0);
  ASSERT_EQ(framework({"install"}).exit_code, 0);  // again: ours stays
  work_.write("a.env", line());
  work_.must({"add", "."});
  const ProgramResult result = work_.run({"commit", "-q", "-m", "x"});
  const std::string said = result.output + result.errors;
  EXPECT_NE(said.find("would add a secret"), std::string::npos) << said;
  EXPECT_NE(said.find("leakwarden, what the remote does not have"), std::string::npos) << said;
  ASSERT_EQ(run_program({scanner_program(), "hook", "uninstall"}, options).exit_code, 0);
  EXPECT_EQ(read_file(hook), theirs);
  EXPECT_FALSE(std::filesystem::exists(hook + ".legacy"));
}

}  // namespace
}  // namespace leakwarden::testing
