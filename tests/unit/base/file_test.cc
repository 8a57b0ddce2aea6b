#include "scanner/base/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace leakwarden {
namespace {

TEST(File, ReadsRegularFilesWithinTheLimit) {
  testing::TemporaryFolder folder;
  std::string path = folder.write("a", "hello");
  EXPECT_EQ(read_regular_file(AT_FDCWD, path, 5).value(), "hello");
  EXPECT_EQ(read_regular_file(AT_FDCWD, path, 4).error().kind, ErrorKind::TooLarge);
  EXPECT_EQ(read_regular_file(AT_FDCWD, folder / "b", 5).error().kind, ErrorKind::NotFound);
}

TEST(File, FifosFoldersAndSymlinksAreRefusedAtOnce) {
  testing::TemporaryFolder folder;
  folder.write("real", "x");
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  ASSERT_EQ(::symlink((folder / "real").c_str(), (folder / "link").c_str()), 0);
  for (const char* name : {"fifo", "link", "."}) {
    EXPECT_EQ(open_regular_file(AT_FDCWD, folder / name).error().kind, ErrorKind::Refused) << name;
  }
}

TEST(File, MapsAWholeFile) {
  testing::TemporaryFolder folder;
  Descriptor file = open_regular_file(AT_FDCWD, folder.write("a", "hello")).value();
  MappedFile map = MappedFile::map(file, "a").value();
  EXPECT_EQ(map.bytes(), "hello");
  MappedFile moved = std::move(map);
  EXPECT_EQ(moved.bytes(), "hello");
  EXPECT_EQ(MappedFile::map(file, "a", 4).error().kind, ErrorKind::TooLarge);
  Descriptor empty = open_regular_file(AT_FDCWD, folder.write("b", "")).value();
  EXPECT_EQ(MappedFile::map(empty, "b").value().bytes(), "");
}

TEST(File, WritesAtomicallyWithTheMode) {
  testing::TemporaryFolder folder;
  std::string path = folder.write("a", "old");
  ASSERT_TRUE(write_file_atomically(path, "new", 0600).ok());
  EXPECT_EQ(testing::read_file(path), "new");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  Status failed = write_file_atomically(folder / "missing/a", "x", 0600);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().kind, ErrorKind::NotFound);
}

TEST(File, OutputNeverReplacesADeviceAFifoOrASymlink) {
  testing::TemporaryFolder folder;
  std::string fifo = folder / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  Descriptor reader(::open(fifo.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK));
  ASSERT_TRUE(write_output_file(fifo, "report", 0600).ok());
  char bytes[16] = {};
  EXPECT_EQ(::read(reader.get(), bytes, sizeof bytes), 6);
  EXPECT_STREQ(bytes, "report");
  std::string target = folder.write("target", "old");
  ASSERT_EQ(::symlink(target.c_str(), (folder / "link").c_str()), 0);
  ASSERT_TRUE(write_output_file(folder / "link", "new", 0600).ok());
  EXPECT_EQ(testing::read_file(target), "new");
  struct stat status {};
  ASSERT_EQ(::lstat((folder / "link").c_str(), &status), 0);
  EXPECT_TRUE(S_ISLNK(status.st_mode));
  ASSERT_EQ(::lstat(fifo.c_str(), &status), 0);
  EXPECT_TRUE(S_ISFIFO(status.st_mode));
  ASSERT_TRUE(write_output_file(folder / "fresh", "x", 0600).ok());
  EXPECT_EQ(testing::read_file(folder / "fresh"), "x");
}

TEST(File, DescriptorsCloseOnce) {
  testing::TemporaryFolder folder;
  int number = -1;
  {
    Descriptor first = open_directory(AT_FDCWD, folder.path()).value();
    number = first.get();
    Descriptor second = std::move(first);
    EXPECT_FALSE(first.valid());  // NOLINT: moved from by intent
    EXPECT_EQ(second.get(), number);
  }
  EXPECT_EQ(::fcntl(number, F_GETFD), -1);
}

}  // namespace
}  // namespace leakwarden
