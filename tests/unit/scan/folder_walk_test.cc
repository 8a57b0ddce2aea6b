#include "scanner/folder_walk.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

class FilesBeneathTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = Descriptor(::open(folder_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ASSERT_TRUE(root_.valid());
  }

  void write(const std::string& path, const std::string& text) { folder_.write(path, text); }

  static std::string read(const Result<Descriptor>& file) {
    if (!file.ok()) return "error: " + file.error().why;
    char bytes[64];
    const ssize_t count = ::read(file->get(), bytes, sizeof bytes);
    return {bytes, static_cast<std::size_t>(count < 0 ? 0 : count)};
  }

  static std::size_t open_descriptors() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      static_cast<void>(entry);
      ++count;
    }
    return count;
  }

  testing::TemporaryFolder folder_;
  Descriptor root_;
};

TEST_F(FilesBeneathTest, OpensTheFileNamedWhateverWasOpenedBefore) {
  const std::vector<std::string> paths = {"a",      "b/a", "b/c/a", "b/c/d",
                                          "b/cc/a", "b/d", "bc/a",  "c/b/a"};
  for (const std::string& path : paths) write(path, path);
  FilesBeneath files(root_.get());
  for (const std::string& first : paths) {
    for (const std::string& second : paths) {
      EXPECT_EQ(read(files.open(first)), first);
      EXPECT_EQ(read(files.open(second)), second);
    }
  }
}

TEST_F(FilesBeneathTest, FollowsNoLinkAfterANeighbourWasOpened) {
  write("in/file", "inside");
  write("out/file", "outside");
  std::filesystem::create_symlink("../out", folder_ / "in/link");
  std::filesystem::create_symlink("file", folder_ / "in/other");
  FilesBeneath files(root_.get());
  ASSERT_EQ(read(files.open("in/file")), "inside");
  EXPECT_FALSE(files.open("in/link/file").ok());
  EXPECT_FALSE(files.open("in/other").ok());
  EXPECT_FALSE(files.open("in/../out/file").ok());
  EXPECT_FALSE(files.open("in//file").ok());
  EXPECT_FALSE(files.open("/in/file").ok());
  EXPECT_FALSE(files.open("in").ok());
  EXPECT_EQ(read(files.open("in/file")), "inside");
}

TEST_F(FilesBeneathTest, KeepsFewFoldersOpen) {
  std::string path;
  for (std::size_t depth = 0; depth < FilesBeneath::kMostOpen + 8; ++depth) path += "d/";
  write(path + "one", "1");
  write(path + "two", "2");
  const std::size_t before = open_descriptors();
  FilesBeneath files(root_.get());
  EXPECT_EQ(read(files.open(path + "one")), "1");
  EXPECT_EQ(open_descriptors(), before + FilesBeneath::kMostOpen);
  EXPECT_EQ(read(files.open(path + "two")), "2");
  EXPECT_EQ(open_descriptors(), before + FilesBeneath::kMostOpen);
}

}  // namespace
}  // namespace leakwarden::scanner
