#include "scanner/ledger/state_digest.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "scanner/base/file.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;
using leakwarden::testing::TemporaryFolder;

std::string digest_of(const std::string& path) {
  StateDigest state;
  state.add_file(AT_FDCWD, path);
  return state.finish();
}

TEST(StateDigest, TellsTextsApartByWhereTheyEnd) {
  StateDigest one;
  one.add("ab");
  one.add("c");
  StateDigest other;
  other.add("a");
  other.add("bc");
  EXPECT_NE(one.finish(), other.finish());
}

TEST(StateDigest, SeesWhateverHappensToAFile) {
  const TemporaryFolder folder;
  const std::string path = folder.write("f", "content");
  const std::string before = digest_of(path);
  EXPECT_EQ(digest_of(path), before);
  const fs::file_time_type written = fs::last_write_time(path);
  std::this_thread::sleep_for(kSettlingTime);

  // Other bytes of the same size, and the old time put back.
  leakwarden::testing::write_file(path, "CONTENT");
  fs::last_write_time(path, written);
  const std::string rewritten = digest_of(path);
  EXPECT_NE(rewritten, before);

  std::this_thread::sleep_for(kSettlingTime);
  ASSERT_EQ(::chmod(path.c_str(), 0400), 0);
  EXPECT_NE(digest_of(path), rewritten);

  fs::copy_file(path, path + ".copy");
  fs::rename(path + ".copy", path);
  const std::string replaced = digest_of(path);
  EXPECT_NE(replaced, rewritten);
  fs::remove(path);
  EXPECT_NE(digest_of(path), replaced);
}

TEST(StateDigest, IsSettledOnceFilesHaveSomeAge) {
  const TemporaryFolder folder;
  folder.write("f", "");
  StateDigest young;
  young.add_file(AT_FDCWD, folder / "f");
  EXPECT_FALSE(young.settled());
  std::this_thread::sleep_for(kSettlingTime + std::chrono::milliseconds(5));
  EXPECT_TRUE(young.settled());
  EXPECT_TRUE(StateDigest().settled());
}

// A stamp tells what was before the file was read; that it is old by now says nothing.
TEST(StateDigest, IsSettledByStampsThatWereOldWhenTheyWereTaken) {
  const TemporaryFolder folder;
  folder.write("f", "content");
  const auto stamp = [&folder] {
    return MappedFile::map(*open_regular_file(AT_FDCWD, folder / "f"), "f")->stamp();
  };
  const FileStamp young = stamp();
  std::this_thread::sleep_for(kSettlingTime + std::chrono::milliseconds(5));
  const FileStamp old = stamp();
  StateDigest of_young;
  of_young.add(young);
  EXPECT_FALSE(of_young.settled());
  StateDigest of_old;
  of_old.add(old);
  EXPECT_TRUE(of_old.settled());
  EXPECT_EQ(of_young.finish(), of_old.finish()) << "the same file";
  leakwarden::testing::write_file(folder / "f", "CONTENT");
  StateDigest rewritten;
  rewritten.add(stamp());
  StateDigest before;
  before.add(old);
  EXPECT_NE(rewritten.finish(), before.finish());
}

}  // namespace
}  // namespace leakwarden::scanner
