#include "scanner/hooks/settings.h"

#include <cstdlib>
#include <map>

#include "scanner/hooks/message.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::TemporaryFolder;

// Sets variables for one test.
class Environment {
 public:
  ~Environment() {
    for (const std::string& name : names_) ::unsetenv(name.c_str());
  }
  void set(const std::string& name, const std::string& value) {
    ::setenv(name.c_str(), value.c_str(), 1);
    names_.push_back(name);
  }

 private:
  std::vector<std::string> names_;
};

TEST(HookSettings, ObjectFoldersEachOnceWithoutOurOwn) {
  const TemporaryFolder folder;
  for (const char* name : {"own/x", "quarantine/x", "alternate/x"}) folder.write(name, "");
  Environment environment;
  environment.set("GIT_QUARANTINE_PATH", folder / "quarantine");
  environment.set("GIT_OBJECT_DIRECTORY", folder / "quarantine/");
  environment.set("GIT_ALTERNATE_OBJECT_DIRECTORIES",
                  (folder / "own") + ":" + (folder / "alternate"));
  EXPECT_EQ(object_folders_of_environment(folder / "own"),
            (std::vector<std::string>{folder / "quarantine", folder / "alternate"}));
}

TEST(HookSettings, SplitsQuotedFolders) {
  EXPECT_EQ(split_object_folders(R"(/a:"/b:c\"d":/e)"),
            (std::vector<std::string>{"/a", "/b:c\"d", "/e"}));
  EXPECT_TRUE(split_object_folders("").empty());
  EXPECT_EQ(split_object_folders("\"/open"), std::vector<std::string>{"/open"});
}

TEST(HookSettings, PushOptionsNeedPermissionAndAReason) {
  Environment environment;
  environment.set("GIT_PUSH_OPTION_COUNT", "3");
  environment.set("GIT_PUSH_OPTION_0", "leakwarden.allow=s1-1234;reason=a test key");
  environment.set("GIT_PUSH_OPTION_1", "leakwarden.allow=s1-5678");
  environment.set("GIT_PUSH_OPTION_2", "leakwarden.allow=s1-9999;reason=");
  EXPECT_TRUE(push_allowances().empty());
  environment.set("LEAKWARDEN_ALLOW_PUSH_OPTION", "1");
  const std::vector<PushAllowance> allowances = push_allowances();
  ASSERT_EQ(allowances.size(), 1u);
  EXPECT_EQ(allowances[0].name, "s1-1234");
  EXPECT_EQ(allowances[0].reason, "a test key");
}

TEST(HookSettings, WhatAServerRefusesByDefault) {
  Environment environment;
  EXPECT_EQ(fail_closed_wish(), FailClosed::ForContent);
  EXPECT_EQ(fail_closed_on_server(), FailClosed::OutOfTime);
  environment.set("LEAKWARDEN_FAIL_CLOSED", "0");
  EXPECT_EQ(fail_closed_on_server(), FailClosed::Never);
  EXPECT_EQ(fail_closed_wish(), FailClosed::Never);
  environment.set("LEAKWARDEN_FAIL_CLOSED", "1");
  EXPECT_EQ(fail_closed_on_server(), FailClosed::Yes);
  EXPECT_EQ(fail_closed_wish(), FailClosed::Yes);
}

TEST(HookSettings, UnknownValuesAreErrors) {
  const std::map<std::string, std::vector<std::string>> bad = {
      {"LEAKWARDEN_FAIL_CLOSED", {"yes", "2", "01"}},
      {"LEAKWARDEN_NO_SUPPRESSIONS", {"true", "yes"}},
      {"LEAKWARDEN_CONFIDENCE", {"zzz", "High", "0"}},
      {"LEAKWARDEN_SECONDS", {"0", "-1", "3601", "1s", " 1", "99999999999999999999"}}};
  for (const auto& [name, values] : bad) {
    for (const std::string& value : values) {
      Environment environment;
      environment.set(name, value);
      EXPECT_FALSE(check_hook_environment().ok()) << name << "=" << value;
    }
  }
  Environment environment;
  EXPECT_TRUE(check_hook_environment().ok());
  EXPECT_EQ(hook_budget(std::chrono::seconds(4)), std::chrono::seconds(4));
  environment.set("LEAKWARDEN_SECONDS", "3600");
  EXPECT_TRUE(check_hook_environment().ok());
  EXPECT_EQ(hook_budget(std::chrono::seconds(4)), std::chrono::hours(1));
}

TEST(HookSettings, FilesThatSpeakInAHook) {
  Environment environment;
  EXPECT_TRUE(files_of_hook().at_root);
  EXPECT_TRUE(files_of_hook().baselines.empty());
  EXPECT_FALSE(files_in_pushes_count());
  environment.set("LEAKWARDEN_BASELINE", "a:b/c");
  environment.set("LEAKWARDEN_NO_SUPPRESSIONS", "1");
  environment.set("LEAKWARDEN_HONOUR_FILES", "1");
  EXPECT_FALSE(files_of_hook().at_root);
  EXPECT_EQ(files_of_hook().baselines, (std::vector<std::string>{"a", "b/c"}));
  EXPECT_TRUE(files_in_pushes_count());
}

TEST(HookMessage, QuotesForAShellOrNotAtAll) {
  EXPECT_EQ(shell_word("a/b.env"), "a/b.env");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("$(x)"), "'$(x)'");
  EXPECT_EQ(shell_word("-rf"), "'-rf'");
  EXPECT_EQ(shell_word("a\x1b"), "");
  EXPECT_EQ(shell_word("\xFF"), "");
}

}  // namespace
}  // namespace leakwarden::scanner
