#include "scanner/base/private_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/support/temporary_folder.h"

namespace leakwarden {
namespace {

namespace fs = std::filesystem;
using leakwarden::testing::TemporaryFolder;

TEST(PrivateFolder, IsMadeForUsAlone) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_private_folder(folder / "a/b"));
  struct stat status {};
  ASSERT_EQ(::stat((folder / "a/b").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
  EXPECT_TRUE(make_private_folder(folder / "a/b")) << "it is there";
}

TEST(PrivateFolder, IsNoneThatOthersMayWriteAndNoFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_private_folder(folder / "a"));
  for (const mode_t mode : {0770u, 0707u}) {
    ASSERT_EQ(::chmod((folder / "a").c_str(), mode), 0);
    EXPECT_FALSE(make_private_folder(folder / "a")) << mode;
  }
  folder.write("file", "");
  EXPECT_FALSE(make_private_folder(folder / "file"));
  EXPECT_FALSE(make_private_folder(folder / "file/below"));
}

TEST(PrivateFolder, OpensFilesThatAreOursAlone) {
  const TemporaryFolder folder;
  const std::string path = folder.write("file", "content");
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  EXPECT_TRUE(open_private_file(path).ok());
  ASSERT_EQ(::chmod(path.c_str(), 0664), 0);
  EXPECT_EQ(open_private_file(path).error().kind, ErrorKind::Refused);
  EXPECT_EQ(open_private_file(folder / "absent").error().kind, ErrorKind::NotFound);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  fs::create_symlink(path, folder / "link");
  EXPECT_FALSE(open_private_file(folder / "link").ok());
}

}  // namespace
}  // namespace leakwarden
