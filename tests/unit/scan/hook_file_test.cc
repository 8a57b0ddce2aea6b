#include "scanner/hooks/hook_file.h"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include <filesystem>

#include "scanner/hooks/hook_script.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::read_file;
using leakwarden::testing::TemporaryFolder;

class HookFile : public ::testing::Test {
 protected:
  HookPlace place(Chaining chaining = Chaining::Rename, const std::string& framework = "") {
    HookPlace made;
    made.run_by_git = made.file = folder_ / "hooks/pre-commit";
    made.chaining = chaining;
    made.framework = framework;
    return made;
  }
  Status put(const HookPlace& where) {
    return put_hook(where, HookKind::PreCommit, hook_script(HookKind::PreCommit, "/x"));
  }

  TemporaryFolder folder_;
};

TEST_F(HookFile, WhatIsThere) {
  EXPECT_EQ(content_of(place()), HookContent::Nothing);
  folder_.write("hooks/pre-commit", "#!/bin/sh\n");
  EXPECT_EQ(content_of(place()), HookContent::Foreign);
  folder_.write("hooks/pre-commit", hook_script(HookKind::PreCommit, "/x"));
  EXPECT_EQ(content_of(place()), HookContent::Ours);
  EXPECT_EQ(content_of(place(Chaining::Block)), HookContent::Foreign);
  folder_.write("hooks/pre-commit", with_block("", hook_block(HookKind::PreCommit, "/x")));
  EXPECT_EQ(content_of(place(Chaining::Block)), HookContent::Ours);
  std::filesystem::remove(folder_ / "hooks/pre-commit");
  ASSERT_EQ(::mkfifo((folder_ / "hooks/pre-commit").c_str(), 0700), 0);
  EXPECT_EQ(content_of(place()), HookContent::NotAFile);
  EXPECT_EQ(text_of_hook(place().file), "");  // and does not wait for it
  EXPECT_FALSE(put(place()).ok());
}

// Two hooks of others cannot both be the earlier one: neither is lost.
TEST_F(HookFile, NothingIsEverOverwritten) {
  folder_.write("hooks/pre-commit", "first\n");
  ASSERT_TRUE(put(place()).ok());
  folder_.write("hooks/pre-commit", "second\n");
  const Status again = put(place());
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().kind, ErrorKind::Refused);
  EXPECT_EQ(read_file(folder_ / "hooks/pre-commit"), "second\n");
  EXPECT_EQ(read_file(folder_ / "hooks/pre-commit.before-leakwarden"), "first\n");
  ASSERT_TRUE(take_hook(place()).ok());  // not ours: nothing is done
  EXPECT_EQ(read_file(folder_ / "hooks/pre-commit"), "second\n");
}

TEST_F(HookFile, AFileThatIsNoTextGetsNoBlock) {
  folder_.write("hooks/pre-commit", std::string((1 << 20) + 1, 'x'));
  EXPECT_FALSE(put_block(place(Chaining::Block), "block").ok());
  EXPECT_EQ(read_file(folder_ / "hooks/pre-commit").size(), (1u << 20) + 1);
}

TEST_F(HookFile, ABlockKeepsModeAndLink) {
  folder_.write("tracked", "npm test\n");
  std::filesystem::permissions(folder_ / "tracked", std::filesystem::perms(0640));
  std::filesystem::create_directory(folder_ / "hooks");
  std::filesystem::create_symlink("../tracked", folder_ / "hooks/pre-commit");
  const HookPlace where = place(Chaining::Block);
  ASSERT_TRUE(put_block(where, hook_block(HookKind::PreCommit, "/x")).ok());
  EXPECT_TRUE(has_our_block(read_file(folder_ / "tracked")));
  ASSERT_TRUE(take_hook(where).ok());
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "hooks/pre-commit"));
  EXPECT_EQ(read_file(folder_ / "tracked"), "npm test\n");
  EXPECT_EQ(std::filesystem::status(folder_ / "tracked").permissions(),
            std::filesystem::perms(0640));
}

}  // namespace
}  // namespace leakwarden::scanner
