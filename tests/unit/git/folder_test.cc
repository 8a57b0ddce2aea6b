#include "scanner/git/folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::TemporaryFolder;

TEST(ListFolder, GivesNamesInOrderWithTheirKinds) {
  TemporaryFolder folder;
  folder.write("list/b", "");
  folder.write("list/a/inner", "");
  folder.write("list/.hidden", "");
  ASSERT_EQ(::symlink("/etc", (folder / "list/link").c_str()), 0);
  ASSERT_EQ(::mkfifo((folder / "list/fifo").c_str(), 0600), 0);
  Result<std::vector<FolderEntry>> entries = list_folder(AT_FDCWD, folder / "list");
  ASSERT_TRUE(entries.ok());
  std::vector<std::string> names;
  for (const FolderEntry& entry : *entries) names.push_back(entry.name);
  EXPECT_EQ(names, (std::vector<std::string>{".hidden", "a", "b", "fifo", "link"}));
  EXPECT_EQ((*entries)[1].kind, FolderEntryKind::Folder);
  EXPECT_EQ((*entries)[2].kind, FolderEntryKind::File);
  EXPECT_EQ((*entries)[3].kind, FolderEntryKind::Other);
  EXPECT_EQ((*entries)[4].kind, FolderEntryKind::Symlink);
  EXPECT_EQ(list_folder(AT_FDCWD, folder / "list", 4).error().kind, ErrorKind::TooLarge);
}

TEST(ListFolder, FollowsNoSymlinkAndListsNoFile) {
  TemporaryFolder folder;
  folder.write("file", "");
  ASSERT_EQ(::symlink("/etc", (folder / "link").c_str()), 0);
  EXPECT_EQ(list_folder(AT_FDCWD, folder / "link").error().kind, ErrorKind::Refused);
  EXPECT_EQ(list_folder(AT_FDCWD, folder / "file").error().kind, ErrorKind::Refused);
  EXPECT_EQ(list_folder(AT_FDCWD, folder / "absent").error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(open_child_folder(AT_FDCWD, folder.path()).ok());
}

}  // namespace
}  // namespace leakwarden::scanner
