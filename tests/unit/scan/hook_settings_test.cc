#include "scanner/hooks/settings.h"

#include <cstdlib>
#include <sstream>

#include "scanner/hooks/hook_script.h"
#include "scanner/hooks/message.h"
#include "scanner/hooks/push_input.h"
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

TEST(PushInput, ReadsUpdatesAndRefusesNonsense) {
  const std::string zero(40, '0');
  const std::string one(40, '1');
  std::istringstream good(zero + " " + one + " refs/heads/a b\n" + one + " " + zero + " refs/x\n");
  const Result<std::vector<PushUpdate>> updates = read_push_updates(good);
  ASSERT_TRUE(updates.ok());
  ASSERT_EQ(updates->size(), 2u);
  EXPECT_TRUE((*updates)[0].old_id.is_null());
  EXPECT_EQ((*updates)[0].new_id.hex(), one);
  EXPECT_EQ((*updates)[0].ref, "refs/heads/a b");
  EXPECT_TRUE((*updates)[1].new_id.is_null());
  for (const std::string& line :
       {std::string("x"), zero + " " + one, zero + " " + one + " ", "z " + one + " r"}) {
    std::istringstream bad(line + "\n");
    EXPECT_FALSE(read_push_updates(bad).ok()) << line;
  }
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

TEST(HookScript, QuotesTheProgramAndKnowsItself) {
  const std::string script = hook_script(HookKind::PreCommit, "/opt/it's here/leakwarden");
  EXPECT_NE(script.find("program='/opt/it'\\''s here/leakwarden'\n"), std::string::npos);
  EXPECT_TRUE(is_our_script(script));
  EXPECT_FALSE(is_our_script("#!/bin/sh\nexec leakwarden\n"));
  EXPECT_EQ(framework_of("", "/r/.husky/_"), "husky");
  EXPECT_EQ(framework_of("#!/bin/sh\n", "/r/.git/hooks"), "");
}

}  // namespace
}  // namespace leakwarden::scanner
