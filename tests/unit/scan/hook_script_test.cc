#include "scanner/hooks/hook_script.h"

#include <gtest/gtest.h>

#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::ProgramOptions;
using leakwarden::testing::ProgramResult;
using leakwarden::testing::read_file;
using leakwarden::testing::run_program;
using leakwarden::testing::TemporaryFolder;

// A stand-in for the program: writes down what it was called with.
class HookScript : public ::testing::Test {
 protected:
  HookScript() : program_(folder_ / "it's here/leakwarden") {
    folder_.write("it's here/leakwarden",
                  "#!/bin/sh\necho \"called $*\" >>\"$OUT\"\n"
                  "case \"$3\" in pre-push|pre-receive) cat >>\"$OUT\";; esac\n");
    make_executable(program_);
  }

  static void make_executable(const std::string& path) {
    ASSERT_EQ(run_program({"chmod", "+x", path}).exit_code, 0);
  }

  std::string write_script(const std::string& name, const std::string& text) {
    folder_.write(name, text);
    make_executable(folder_ / name);
    return folder_ / name;
  }

  ProgramResult run(std::vector<std::string> words, const std::string& input = "") {
    ProgramOptions options;
    options.folder = folder_ / "";
    options.environment = {{"OUT", folder_ / "out"}, {"GIT_DIR", ""}};
    options.input = input;
    return run_program(words, options);
  }
  std::string out() { return read_file(folder_ / "out"); }

  TemporaryFolder folder_;
  std::string program_;
};

TEST_F(HookScript, CallsTheProgramWithTheHooksArguments) {
  const std::string hook = write_script("commit-msg", hook_script(HookKind::CommitMsg, program_));
  EXPECT_EQ(run({hook, "a file"}).exit_code, 0);
  EXPECT_EQ(out(), "called hook run commit-msg -- a file\n");
}

TEST_F(HookScript, BothGetTheWholeInput) {
  const std::string hook = write_script("pre-push", hook_script(HookKind::PrePush, program_));
  write_script("pre-push.before-leakwarden",
               "#!/bin/sh\necho \"earlier $*\" >>\"$OUT\"\ncat >>\"$OUT\"\n");
  EXPECT_EQ(run({hook, "origin", "url"}, "one\ntwo\n").exit_code, 0);
  EXPECT_EQ(out(),
            "earlier origin url\none\ntwo\ncalled hook run pre-push -- origin url\none\ntwo\n");
}

TEST_F(HookScript, NoInputStaysNone) {
  const std::string hook = write_script("pre-push", hook_script(HookKind::PrePush, program_));
  EXPECT_EQ(run({hook}, "").exit_code, 0);
  EXPECT_EQ(out(), "called hook run pre-push --\n");
}

TEST_F(HookScript, WhatIsWrittenIsToldFromWhatWasEdited) {
  for (HookKind kind : hook_kinds()) {
    const std::string name = hook_name(kind);
    for (const std::string& text :
         {hook_script(kind, program_), user_hook_script(kind, program_), pass_through_script(name),
          with_block("#!/bin/sh\nmine\n", hook_block(kind, program_))}) {
      EXPECT_TRUE(is_as_written(text, name)) << text;
      std::string edited = text;
      edited.insert(edited.find("leakwarden_program="), "echo mine\n");
      EXPECT_FALSE(is_as_written(edited, name)) << edited;
    }
  }
  EXPECT_TRUE(is_as_written(pass_through_script("post-commit"), "post-commit"));
}

TEST_F(HookScript, AnEarlierHookThatRefusesEndsIt) {
  const std::string hook = write_script("pre-commit", hook_script(HookKind::PreCommit, program_));
  write_script("pre-commit.before-leakwarden", "#!/bin/sh\nexit 7\n");
  EXPECT_EQ(run({hook}).exit_code, 7);
}

TEST_F(HookScript, AMissingProgramPassesACommitAndRefusesAPushToAServer) {
  for (HookKind kind : hook_kinds()) {
    const std::string hook = write_script(hook_name(kind), hook_script(kind, "/nonexistent/x"));
    const ProgramResult result = run({"env", "PATH=/usr/bin:/bin", hook}, "a\n");
    EXPECT_EQ(result.exit_code, kind == HookKind::PreReceive ? 1 : 0);
    EXPECT_NE(result.errors.find("leakwarden: not found"), std::string::npos) << result.errors;
  }
}

TEST_F(HookScript, AUsersHookCallsTheRepositorysOwn) {
  const std::string hook =
      write_script("user/pre-push", user_hook_script(HookKind::PrePush, program_));
  write_script(".git/hooks/pre-push", "#!/bin/sh\necho \"own $*\" >>\"$OUT\"\ncat >>\"$OUT\"\n");
  EXPECT_EQ(run({hook, "origin"}, "x\n").exit_code, 0);
  EXPECT_EQ(out(), "own origin\nx\ncalled hook run pre-push -- origin\nx\n");
}

TEST_F(HookScript, AUsersHookLeavesTheScanToOneOfOursInTheRepository) {
  const std::string hook =
      write_script("user/pre-commit", user_hook_script(HookKind::PreCommit, program_));
  write_script(".git/hooks/pre-commit", hook_script(HookKind::PreCommit, program_));
  EXPECT_EQ(run({hook}).exit_code, 0);
  EXPECT_EQ(out(), "called hook run pre-commit --\n");
}

TEST_F(HookScript, OtherHooksAreOnlyPassedThrough) {
  const std::string hook = write_script("user/post-commit", pass_through_script("post-commit"));
  EXPECT_EQ(run({hook}).exit_code, 0);
  write_script(".git/hooks/post-commit", "#!/bin/sh\necho \"own $*\" >>\"$OUT\"\nexit 3\n");
  EXPECT_EQ(run({hook, "a"}).exit_code, 3);
  EXPECT_EQ(out(), "own a\n");
  EXPECT_TRUE(is_pass_through(read_file(hook)));
  EXPECT_FALSE(is_pass_through(hook_script(HookKind::PreCommit, program_)));
}

TEST_F(HookScript, KnowsItself) {
  const std::string script = hook_script(HookKind::PreCommit, program_);
  EXPECT_TRUE(is_our_script(script));
  EXPECT_EQ(program_of(script), program_);
  EXPECT_TRUE(is_our_script("#!/bin/sh\n# leakwarden-hook pre-commit 1\n"));
  EXPECT_FALSE(is_our_script("#!/bin/sh\nexec leakwarden\n"));
  EXPECT_FALSE(is_our_script("#!/bin/sh\necho ours\n# leakwarden-hook is called below\n"));
  EXPECT_FALSE(is_our_script(hook_block(HookKind::PreCommit, program_)));
}

TEST_F(HookScript, ABlockComesAndGoesWithoutATrace) {
  const std::string block = hook_block(HookKind::PreCommit, program_);
  for (const std::string& text :
       {std::string("npm test\n"), std::string("#!/bin/sh\nnpm test\nexit 0\n"),
        std::string("#!/usr/bin/env sh\n. \"$(dirname -- \"$0\")/_/husky.sh\"\n\nnpm test\n"),
        std::string("npm test"), std::string("\n")}) {
    const std::string with = with_block(text, block);
    EXPECT_TRUE(has_our_block(with));
    EXPECT_EQ(with_block(with, block), with);
    EXPECT_EQ(without_block(with), text);
  }
  EXPECT_EQ(without_block(with_block("", block)), "");
  EXPECT_EQ(without_block("npm test\n"), "npm test\n");
}

TEST_F(HookScript, ABlockRunsFirstAndLeavesTheInputToTheRest) {
  const std::string hook = write_script(
      "pre-push", with_block("cat >>\"$OUT\"\nexit 0\n", hook_block(HookKind::PrePush, program_)));
  EXPECT_EQ(run({"sh", "-e", hook, "origin"}, "one\ntwo\n").exit_code, 0);
  EXPECT_EQ(out(), "called hook run pre-push -- origin\none\ntwo\none\ntwo\n");
  folder_.write("it's here/leakwarden", "#!/bin/sh\nexit 1\n");
  EXPECT_EQ(run({"sh", "-e", hook, "origin"}, "one\n").exit_code, 1);
}

TEST_F(HookScript, KnowsFrameworks) {
  EXPECT_EQ(framework_of("# File generated by pre-commit: https://pre-commit.com\n"), "pre-commit");
  EXPECT_EQ(framework_of("call_lefthook run \"pre-commit\" \"$@\"\n"), "lefthook");
  EXPECT_EQ(framework_of("#!/bin/sh\n"), "");
}

}  // namespace
}  // namespace leakwarden::scanner
