// `leakwarden hook install|uninstall|status` in real repositories.

#include <sys/stat.h>

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class HookInstall : public ::testing::Test {
 protected:
  HookInstall() : git_(folder_ / "work"), hook_(folder_ / "work/.git/hooks/pre-commit") {
    git_.init();
  }

  ProgramResult run(std::vector<std::string> words, const std::string& folder = "") {
    words.insert(words.begin(), {scanner_program(), "hook"});
    ProgramOptions options;
    options.folder = folder.empty() ? git_.folder() : folder;
    options.environment = {
        {"HOME", "/nonexistent"}, {"GIT_CONFIG_NOSYSTEM", "1"}, {"GIT_CONFIG_GLOBAL", "/dev/null"}};
    for (const auto& [name, value] : git_.environment) options.environment[name] = value;
    return run_program(words, options);
  }

  void write_hook(const std::string& text) {
    write_file(hook_, text);
    std::filesystem::permissions(hook_, std::filesystem::perms::all);
  }

  TemporaryFolder folder_;
  GitClient git_;
  std::string hook_;
};

TEST_F(HookInstall, InstallsOnceAndUninstalls) {
  EXPECT_NE(run({"status"}).output.find("pre-commit        not installed"), std::string::npos);
  EXPECT_EQ(run({"install"}).exit_code, 0);
  const std::string script = read_file(hook_);
  EXPECT_NE(script.find("#!/bin/sh\n"), std::string::npos);
  struct stat status {};
  ASSERT_EQ(::stat(hook_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0755u);
  const ProgramResult again = run({"install"});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_NE(again.output.find("pre-commit        installed\n"), std::string::npos) << again.output;
  EXPECT_EQ(read_file(hook_), script);
  EXPECT_FALSE(std::filesystem::exists(hook_ + ".before-leakwarden"));
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(hook_));
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);
}

TEST_F(HookInstall, KeepsAnEarlierHookAndCallsItFirst) {
  const std::string earlier = "#!/bin/sh\necho \"earlier $*\" >> ran\n[ ! -e refuse ]\n";
  write_hook(earlier);
  const ProgramResult installed = run({"install"});
  EXPECT_NE(installed.output.find("calls the earlier hook first"), std::string::npos)
      << installed.errors;
  EXPECT_EQ(read_file(hook_ + ".before-leakwarden"), earlier);
  git_.write("a", "1\n");
  git_.must({"add", "a"});
  git_.must({"commit", "-q", "-m", "x"});
  EXPECT_EQ(read_file(git_.folder() + "/ran"), "earlier \n");
  git_.write("refuse", "");
  EXPECT_NE(git_.run({"commit", "-q", "--allow-empty", "-m", "x"}).exit_code, 0);
  EXPECT_EQ(run({"install"}).exit_code, 0);  // idempotent, the earlier one still kept
  EXPECT_EQ(read_file(hook_ + ".before-leakwarden"), earlier);
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);
  EXPECT_EQ(read_file(hook_), earlier);
  EXPECT_FALSE(std::filesystem::exists(hook_ + ".before-leakwarden"));
}

// A hook that commits elsewhere: the earlier hook of that repository is one of its own.
TEST_F(HookInstall, TheEarlierHookOfAnotherRepositoryIsCalledToo) {
  GitClient other(folder_ / "other");
  other.init();
  const std::string theirs = other.folder() + "/.git/hooks/pre-commit";
  write_file(theirs, "#!/bin/sh\nexit 1\n");
  std::filesystem::permissions(theirs, std::filesystem::perms::all);
  ASSERT_EQ(run({"install"}, other.folder()).exit_code, 0);
  write_hook("#!/bin/sh\nunset GIT_DIR GIT_INDEX_FILE\ngit -C '" + other.folder() +
             "' commit -q --allow-empty -m inner || echo inner refused >> ran\n");
  ASSERT_EQ(run({"install"}).exit_code, 0);
  git_.must({"commit", "-q", "--allow-empty", "-m", "outer"});
  EXPECT_EQ(read_file(git_.folder() + "/ran"), "inner refused\n");
}

TEST_F(HookInstall, AHooksFolderInsideTheWorkTreeIsUsed) {
  git_.must({"config", "core.hooksPath", ".githooks"});
  EXPECT_EQ(run({"install"}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(git_.folder() + "/.githooks/pre-commit"));
  EXPECT_FALSE(std::filesystem::exists(hook_));
}

TEST_F(HookInstall, AHooksFolderOfOthersIsNotTouched) {
  git_.must({"config", "core.hooksPath", folder_ / "shared"});
  const ProgramResult result = run({"install"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find("try: call 'leakwarden hook run pre-commit'"), std::string::npos)
      << result.errors;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "shared/pre-commit"));
  EXPECT_NE(run({"status"}).output.find("core.hooksPath (local) leads outside"), std::string::npos);
}

TEST_F(HookInstall, AllOfADevelopersHooksByDefault) {
  EXPECT_EQ(run({"install"}).exit_code, 0);
  for (const char* name : {"pre-commit", "pre-merge-commit", "commit-msg", "pre-push"})
    EXPECT_TRUE(std::filesystem::exists(git_.folder() + "/.git/hooks/" + name)) << name;
  EXPECT_FALSE(std::filesystem::exists(git_.folder() + "/.git/hooks/pre-receive"));
  EXPECT_EQ(run({"uninstall", "--pre-push"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(git_.folder() + "/.git/hooks/pre-push"));
  EXPECT_TRUE(std::filesystem::exists(hook_));
}

// The framework's own way: it runs <name>.legacy first, and its own commands go on working.
TEST_F(HookInstall, BesideThePreCommitFramework) {
  const std::string theirs =
      "#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\nexit 0\n";
  write_hook(theirs);
  const ProgramResult result = run({"install"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(result.output.find("installed, called by pre-commit"), std::string::npos)
      << result.output;
  EXPECT_EQ(read_file(hook_), theirs);
  EXPECT_NE(read_file(hook_ + ".legacy").find("hook run pre-commit"), std::string::npos);
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);
  EXPECT_EQ(read_file(hook_), theirs);
  EXPECT_FALSE(std::filesystem::exists(hook_ + ".legacy"));
}

TEST_F(HookInstall, BesideLefthookAlsoWhenItWritesItsHookAnew) {
  const std::string theirs = "#!/bin/sh\n# call_lefthook\necho lefthook >>ran\n";
  write_hook(theirs);
  EXPECT_EQ(run({"install"}).exit_code, 0);
  git_.must({"commit", "-q", "--allow-empty", "-m", "x"});
  EXPECT_EQ(read_file(git_.folder() + "/ran"), "lefthook\n");
  // It puts aside what it finds, and says nothing.
  std::filesystem::rename(hook_, hook_ + ".old");
  write_hook(theirs);
  const std::string status = run({"status"}).output;
  EXPECT_NE(status.find("a hook of lefthook, ours was put aside"), std::string::npos) << status;
  EXPECT_NE(status.find("try: leakwarden hook install --pre-commit"), std::string::npos) << status;
  const ProgramResult again = run({"install"});
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_NE(read_file(hook_).find("leakwarden-hook"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(hook_ + ".old"));
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);
  EXPECT_EQ(read_file(hook_), theirs);
}

// Whoever only speaks of lefthook is no hook of its: the kept one was taken for an older copy, and
// deleted.
TEST_F(HookInstall, HooksThatSpeakOfAFrameworkAreNotItsCopies) {
  write_hook("#!/bin/sh\n# instead of lefthook\necho one >>ran\n");
  EXPECT_EQ(run({"install"}).exit_code, 0);
  write_hook("#!/bin/sh\n# lefthook is not used here\necho two >>ran\n");
  const ProgramResult again = run({"install"});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_NE(again.errors.find("an earlier one is kept already"), std::string::npos) << again.errors;
  EXPECT_NE(read_file(hook_ + ".before-leakwarden").find("echo one"), std::string::npos);
}

TEST_F(HookInstall, AnEditedScriptThatLefthookPutAsideIsKept) {
  EXPECT_EQ(run({"install"}).exit_code, 0);
  const std::string mine = read_file(hook_) + "# mine\n";
  write_hook("#!/bin/sh\n# call_lefthook\n");
  write_file(hook_ + ".old", mine);
  EXPECT_EQ(run({"install"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(hook_ + ".old"));
  EXPECT_EQ(read_file(hook_ + ".edited"), mine);
}

TEST_F(HookInstall, InHuskysFilesWhichHuskyRuns) {
  git_.must({"config", "core.hooksPath", ".husky/_"});
  git_.write(".husky/_/h",  // what it does, in short
             "n=$(basename \"$0\")\ns=$(dirname \"$(dirname \"$0\")\")/$n\n"
             "[ ! -f \"$s\" ] && exit 0\nsh -e \"$s\" \"$@\"\n");
  for (const char* name : {"pre-commit", "pre-push", "commit-msg", "pre-merge-commit"}) {
    const std::string file = std::string(".husky/_/") + name;
    git_.write(file, "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"\n");
    std::filesystem::permissions(git_.folder() + "/" + file, std::filesystem::perms::all);
  }
  git_.write(".husky/pre-commit", "echo theirs >>ran\nexit 0\n");
  EXPECT_NE(run({"status"}).output.find("husky runs the hooks here"), std::string::npos);
  const ProgramResult installed = run({"install"});
  EXPECT_EQ(installed.exit_code, 0) << installed.errors;
  EXPECT_NE(installed.output.find("installed, called by husky"), std::string::npos)
      << installed.output;
  git_.write("a.env", "API_KEY=" + planted_postman_key(41) + "\n");
  git_.must({"add", "."});
  EXPECT_NE(git_.run({"commit", "-q", "-m", "x"}).errors.find("would add a secret"),
            std::string::npos);
  git_.write("a.env", "clean\n");
  git_.must({"add", "."});
  git_.must({"commit", "-q", "-m", "x"});
  EXPECT_EQ(read_file(git_.folder() + "/ran"), "theirs\n");
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);
  EXPECT_EQ(read_file(git_.folder() + "/.husky/pre-commit"), "echo theirs >>ran\nexit 0\n");
  EXPECT_FALSE(std::filesystem::exists(git_.folder() + "/.husky/pre-push"));
}

TEST_F(HookInstall, StatusFindsWhatGitPassesOver) {
  EXPECT_EQ(run({"install"}).exit_code, 0);
  std::filesystem::permissions(hook_, std::filesystem::perms(0644));
  EXPECT_NE(run({"status"}).output.find("not run: not executable"), std::string::npos);
  EXPECT_NE(run({"status"}).output.find("try: chmod +x "), std::string::npos);
  std::filesystem::remove(hook_);
  std::filesystem::create_directory(hook_);
  EXPECT_NE(run({"status"}).output.find("what stands there is no file"), std::string::npos);
  EXPECT_EQ(run({"install"}).exit_code, 2);
  std::filesystem::remove(hook_);
  std::filesystem::create_symlink("gone", hook_);
  EXPECT_NE(run({"status"}).output.find("what stands there is no file"), std::string::npos);
  std::filesystem::remove(hook_);
  write_hook("#!/bin/sh\n");
  EXPECT_NE(run({"status"}).output.find("another hook, not ours"), std::string::npos);
  write_hook("#!/bin/sh\n# leakwarden-hook pre-commit 2\nleakwarden_program='/gone/leakwarden'\n");
  EXPECT_NE(run({"status"}).output.find("the program it calls is gone: /gone/leakwarden"),
            std::string::npos);
}

TEST_F(HookInstall, StatusSeesThatHooksPathHidesOursAndOthers) {
  EXPECT_EQ(run({"install"}).exit_code, 0);
  write_file(git_.folder() + "/.git/hooks/post-commit", "#!/bin/sh\n");
  std::filesystem::permissions(git_.folder() + "/.git/hooks/post-commit",
                               std::filesystem::perms::all);
  git_.must({"config", "core.hooksPath", ".githooks"});
  const std::string status = run({"status"}).output;
  EXPECT_NE(status.find("so git does not run ours in"), std::string::npos) << status;
  EXPECT_NE(status.find("git passes over " + git_.folder() + "/.git/hooks/post-commit"),
            std::string::npos)
      << status;
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);  // those too
  EXPECT_FALSE(std::filesystem::exists(hook_));
}

TEST_F(HookInstall, StatusSeesAWorkTreesOwnHooksPath) {
  git_.commit_file("a", "1\n");
  git_.must({"worktree", "add", "-q", "-b", "side", folder_ / "side"});
  git_.must({"config", "extensions.worktreeConfig", "true"});
  GitClient side(folder_ / "side");
  side.must({"config", "--worktree", "core.hooksPath", folder_ / "elsewhere"});
  EXPECT_EQ(run({"install"}).exit_code, 0);
  const std::string status = run({"status"}).output;
  EXPECT_NE(status.find("the work tree " + (folder_ / "side") + " has hooks of its own"),
            std::string::npos)
      << status;
  EXPECT_NE(run({"status"}, folder_ / "side").output.find("core.hooksPath (worktree) leads"),
            std::string::npos);
}

TEST_F(HookInstall, AnEarlierSymlinkComesBackAsOne) {
  git_.write("tools/check", "#!/bin/sh\nexit 0\n");
  std::filesystem::permissions(git_.folder() + "/tools/check", std::filesystem::perms::all);
  std::filesystem::create_symlink("../../tools/check", hook_);
  EXPECT_EQ(run({"install"}).exit_code, 0);
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);
  EXPECT_EQ(std::filesystem::read_symlink(hook_), "../../tools/check");
  EXPECT_EQ(read_file(git_.folder() + "/tools/check"), "#!/bin/sh\nexit 0\n");
}

// A user's configuration of the test's own.
class UserHooks : public HookInstall {
 protected:
  UserHooks() {
    std::filesystem::create_directories(folder_ / "home");
    git_.environment = {{"HOME", folder_ / "home"},
                        {"XDG_CONFIG_HOME", folder_ / "home/.config"},
                        {"GIT_CONFIG_GLOBAL", folder_ / "home/.gitconfig"}};
    write_file(folder_ / "home/.gitconfig", kConfig);
  }
  static constexpr const char* kConfig = "[user]\n\tname = Ana\n";
};

TEST_F(UserHooks, GlobalOnesWorkEverywhereAndCallTheRepositorysOwn) {
  const ProgramResult installed = run({"install", "--global"});
  EXPECT_EQ(installed.exit_code, 0) << installed.errors;
  EXPECT_EQ(git_.must({"config", "--global", "core.hooksPath"}),
            folder_ / "home/.config/leakwarden/hooks");
  for (const char* name : {"pre-commit", "post-commit"}) {
    write_file(git_.folder() + "/.git/hooks/" + name,
               "#!/bin/sh\necho own " + std::string(name) + " >>ran\n");
    std::filesystem::permissions(git_.folder() + "/.git/hooks/" + name,
                                 std::filesystem::perms::all);
  }
  git_.must({"commit", "-q", "--allow-empty", "-m", "x"});
  EXPECT_EQ(read_file(git_.folder() + "/ran"), "own pre-commit\nown post-commit\n");
  git_.write("a.env", "API_KEY=" + planted_postman_key(43) + "\n");
  git_.must({"add", "a.env"});
  EXPECT_NE(git_.run({"commit", "-q", "-m", "x"}).errors.find("would add a secret"),
            std::string::npos);
  EXPECT_NE(run({"status"}).output.find("installed, in the user's hooks"), std::string::npos)
      << run({"status"}).output;
  EXPECT_NE(run({"status", "--global"}).output.find("pre-push          installed"),
            std::string::npos);
  EXPECT_EQ(run({"uninstall", "--global"}).exit_code, 0);
  EXPECT_EQ(read_file(folder_ / "home/.gitconfig"), kConfig);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "home/.config/leakwarden"));
}

TEST_F(UserHooks, ARepositorysOwnBesideGlobalOnes) {
  EXPECT_EQ(run({"install", "--global", "--pre-commit"}).exit_code, 0);
  EXPECT_NE(run({"status"}).output.find("pre-push          not installed"), std::string::npos);
  const ProgramResult own = run({"install"});
  EXPECT_EQ(own.exit_code, 0) << own.errors;
  EXPECT_FALSE(std::filesystem::exists(hook_));  // the user's does it
  EXPECT_TRUE(std::filesystem::exists(git_.folder() + "/.git/hooks/pre-push"));
  const std::string status = run({"status"}).output;
  EXPECT_EQ(status.find("not installed"), std::string::npos) << status;
  EXPECT_EQ(status.find("passes over"), std::string::npos) << status;
  EXPECT_EQ(run({"uninstall"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(git_.folder() + "/.git/hooks/pre-push"));
}

TEST_F(UserHooks, InAFolderThatTheUserHas) {
  git_.must({"config", "--global", "core.hooksPath", "~/hooks"});
  const std::string theirs = "#!/bin/sh\necho theirs >>ran\n";
  write_file(folder_ / "home/hooks/pre-commit", theirs);
  std::filesystem::permissions(folder_ / "home/hooks/pre-commit", std::filesystem::perms::all);
  EXPECT_EQ(run({"install", "--global", "--pre-commit"}).exit_code, 0);
  git_.must({"commit", "-q", "--allow-empty", "-m", "x"});
  EXPECT_EQ(read_file(git_.folder() + "/ran"), "theirs\n");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "home/hooks/post-commit"));
  EXPECT_EQ(run({"uninstall", "--global"}).exit_code, 0);
  EXPECT_EQ(read_file(folder_ / "home/hooks/pre-commit"), theirs);
  EXPECT_EQ(git_.must({"config", "--global", "core.hooksPath"}), "~/hooks");
}

TEST_F(UserHooks, ATemplateReachesNewRepositories) {
  EXPECT_EQ(run({"install", "--template"}).exit_code, 0);
  GitClient fresh(folder_ / "fresh");
  fresh.environment = git_.environment;
  fresh.init();
  fresh.write("a.env", "API_KEY=" + planted_postman_key(45) + "\n");
  fresh.must({"add", "."});
  EXPECT_NE(fresh.run({"commit", "-q", "-m", "x"}).errors.find("would add a secret"),
            std::string::npos);
  EXPECT_EQ(run({"uninstall", "--template"}).exit_code, 0);
  EXPECT_EQ(read_file(folder_ / "home/.gitconfig"), kConfig);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "home/.config/leakwarden/template"));
}

TEST_F(HookInstall, ALinkedWorkTreeSharesTheHooks) {
  git_.commit_file("a", "1\n");
  git_.must({"worktree", "add", "-q", "-b", "side", folder_ / "side"});
  EXPECT_EQ(run({"install"}, folder_ / "side").exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(hook_));
}

TEST_F(HookInstall, AClosedOutputLeavesNothingHalfDone) {
  ProgramOptions options;
  options.folder = git_.folder();
  options.environment = {{"HOME", "/nonexistent"}, {"GIT_CONFIG_GLOBAL", "/dev/null"}};
  run_program({"sh", "-c", "'" + scanner_program() + "' hook install >/dev/full"}, options);
  for (const char* name : {"pre-commit", "pre-merge-commit", "commit-msg", "pre-push"})
    EXPECT_TRUE(std::filesystem::exists(git_.folder() + "/.git/hooks/" + name)) << name;
  run_program({"sh", "-c", "'" + scanner_program() + "' hook uninstall >&-"}, options);
  for (const char* name : {"pre-commit", "pre-merge-commit", "commit-msg", "pre-push"})
    EXPECT_FALSE(std::filesystem::exists(git_.folder() + "/.git/hooks/" + name)) << name;
}

TEST_F(HookInstall, ABareRepositoryGetsPreReceive) {
  make_bare_repository(folder_ / "b.git");
  EXPECT_EQ(run({"install", folder_ / "b.git"}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "b.git/hooks/pre-receive"));
}

TEST_F(HookInstall, WhatIsUnknownIsAnswered) {
  EXPECT_EQ(run({"run", "agent"}).exit_code, 2);
  EXPECT_EQ(run({"run", "post-commit"}).exit_code, 2);
  EXPECT_NE(run({"run", "post-commit"}).errors.find("one of pre-commit, "), std::string::npos);
  EXPECT_EQ(run({"instal"}).exit_code, 2);
  EXPECT_NE(run({"instal"}).errors.find("try: leakwarden hook install"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::testing
