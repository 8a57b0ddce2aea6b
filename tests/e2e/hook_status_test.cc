// What `leakwarden hook status` ends with, and what becomes of a script of ours that was edited.

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class HookStatus : public ::testing::Test {
 protected:
  HookStatus() : git_(folder_ / "work"), hook_(folder_ / "work/.git/hooks/pre-commit") {
    git_.init();
  }

  ProgramResult run(std::vector<std::string> words) {
    words.insert(words.begin(), {scanner_program(), "hook"});
    ProgramOptions options;
    options.folder = git_.folder();
    options.environment = {{"HOME", folder_.path()},
                           {"XDG_CONFIG_HOME", ""},
                           {"GIT_CONFIG_NOSYSTEM", "1"},
                           {"GIT_CONFIG_GLOBAL", folder_ / "gitconfig"}};
    return run_program(words, options);
  }
  void edit(const std::string& path) { write_file(path, read_file(path) + "echo mine\n"); }

  TemporaryFolder folder_;
  GitClient git_;
  std::string hook_;
};

// git runs no hook at all then, and ours would land in the work tree.
TEST_F(HookStatus, AnEmptyHooksPathIsRefused) {
  git_.must({"config", "core.hooksPath", ""});
  EXPECT_EQ(run({"install"}).exit_code, 2);
  EXPECT_NE(run({"status"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(git_.folder() + "/pre-commit"));
}

TEST_F(HookStatus, EndsWithOneWhenAHookIsMissingOrNotRun) {
  EXPECT_EQ(run({"status"}).exit_code, 1);
  run({"install", "--pre-commit"});
  EXPECT_EQ(run({"status"}).exit_code, 1) << "the others are missing";
  EXPECT_EQ(run({"status", "--pre-commit"}).exit_code, 0);
  run({"install"});
  EXPECT_EQ(run({"status"}).exit_code, 0);
  std::filesystem::permissions(hook_, std::filesystem::perms::owner_read);
  EXPECT_EQ(run({"status"}).exit_code, 1);
  EXPECT_EQ(run({"status", "/"}).exit_code, 2);
  EXPECT_EQ(run({"status", "--global"}).exit_code, 1);
  run({"install", "--global"});
  EXPECT_EQ(run({"status", "--global"}).exit_code, 0);
}

TEST_F(HookStatus, ABareRepositoryNeedsPreReceiveOnly) {
  make_bare_repository(folder_ / "b.git");
  EXPECT_EQ(run({"status", folder_ / "b.git"}).exit_code, 1);
  run({"install", folder_ / "b.git"});
  EXPECT_EQ(run({"status", folder_ / "b.git"}).exit_code, 0);
  EXPECT_EQ(run({"status", "--post-receive", folder_ / "b.git"}).exit_code, 1);
}

// It was written over, or deleted, without a word.
TEST_F(HookStatus, AnEditedScriptIsKeptAndSaid) {
  run({"install"});
  edit(hook_);
  const std::string mine = read_file(hook_);
  EXPECT_NE(run({"status"}).output.find("installed, edited since"), std::string::npos);
  const ProgramResult again = run({"install"});
  EXPECT_NE(again.output.find("your edited one was kept: " + hook_ + ".edited"), std::string::npos)
      << again.output;
  EXPECT_EQ(read_file(hook_ + ".edited"), mine);
  EXPECT_EQ(run({"status"}).output.find("edited"), std::string::npos);
  edit(hook_);
  edit(hook_);
  const std::string other = read_file(hook_);
  EXPECT_NE(run({"uninstall"}).output.find(hook_ + ".edited.2"), std::string::npos);
  EXPECT_EQ(read_file(hook_ + ".edited.2"), other);
  EXPECT_FALSE(std::filesystem::exists(hook_));
}

// "installed, edited since", and nothing was ever checked.
TEST_F(HookStatus, AScriptThatNoLongerCallsUsIsNotInstalled) {
  run({"install", "--pre-commit"});
  const std::string ours = read_file(hook_);
  const std::size_t second_line = ours.find('\n', ours.find('\n') + 1) + 1;
  std::string left_early = ours;
  write_file(hook_, left_early.insert(second_line, "exit 0\n"));
  const ProgramResult status = run({"status", "--pre-commit"});
  EXPECT_EQ(status.exit_code, 1) << status.output;
  EXPECT_NE(status.output.find("no longer calls leakwarden"), std::string::npos) << status.output;
  std::string without_call = ours;
  without_call.insert(without_call.rfind("exec "), "# ");
  write_file(hook_, without_call);
  EXPECT_EQ(run({"status", "--pre-commit"}).exit_code, 1);
  EXPECT_EQ(run({"install", "--pre-commit"}).exit_code, 0);
  EXPECT_EQ(run({"status", "--pre-commit"}).exit_code, 0);
}

TEST_F(HookStatus, AnEditedGlobalScriptIsKept) {
  run({"install", "--global"});
  const std::string hook = folder_ / ".config/leakwarden/hooks/pre-push";
  edit(hook);
  edit(folder_ / ".config/leakwarden/hooks/post-commit");  // one that only calls others
  EXPECT_NE(run({"uninstall", "--global"}).output.find("kept: " + hook + ".edited"),
            std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(hook + ".edited"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / ".config/leakwarden/hooks/post-commit"));
}

TEST_F(HookStatus, AnEditedBlockInHuskysFileIsKept) {
  git_.write(".husky/_/h", "#!/bin/sh\n");
  git_.write(".husky/_/pre-commit", "#!/bin/sh\n");
  git_.must({"config", "core.hooksPath", ".husky/_"});
  run({"install", "--pre-commit"});
  const std::string file = git_.folder() + "/.husky/pre-commit";
  std::string text = read_file(file);
  const std::size_t end = text.find("# end of leakwarden-hook-block");
  ASSERT_NE(end, std::string::npos) << text;
  write_file(file, text.insert(end, "echo mine\n"));
  EXPECT_NE(run({"uninstall", "--pre-commit"}).output.find(file + ".edited"), std::string::npos);
  EXPECT_EQ(read_file(file + ".edited"), text);
}

}  // namespace
}  // namespace leakwarden::testing
