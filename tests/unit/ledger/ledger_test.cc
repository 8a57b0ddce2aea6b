#include "scanner/ledger/ledger.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;
using leakwarden::testing::TemporaryFolder;

const std::string kKey(64, '1');
const std::string kOther(64, '2');

TEST(Ledger, KeepsRecordsByKeyForUsAlone) {
  const TemporaryFolder folder;
  const std::optional<Ledger> ledger = Ledger::open(folder / "cache");
  ASSERT_TRUE(ledger.has_value());
  EXPECT_FALSE(ledger->find(kKey).has_value());
  ASSERT_TRUE(ledger->store(kKey, "one").ok());
  ASSERT_TRUE(ledger->store(kOther, "two").ok());
  EXPECT_EQ(ledger->find(kKey), "one");
  EXPECT_EQ(ledger->find(kOther), "two");
  ASSERT_TRUE(ledger->store(kKey, "three").ok());
  EXPECT_EQ(Ledger::open(folder / "cache")->find(kKey), "three");
  struct stat status {};
  ASSERT_EQ(::stat(ledger->path_of(kKey).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  ASSERT_EQ(::stat((folder / "cache/ledger").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
}

TEST(Ledger, BelievesNoFileThatOthersMayWriteOrThatIsALink) {
  const TemporaryFolder folder;
  const std::optional<Ledger> ledger = Ledger::open(folder.path());
  ASSERT_TRUE(ledger && ledger->store(kKey, "content").ok());
  const std::string path = ledger->path_of(kKey);
  for (const mode_t mode : {0620u, 0602u, 0666u}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_FALSE(ledger->find(kKey).has_value()) << mode;
  }
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  EXPECT_TRUE(ledger->find(kKey).has_value());
  fs::rename(path, folder / "elsewhere");
  fs::create_symlink(folder / "elsewhere", path);
  EXPECT_FALSE(ledger->find(kKey).has_value());
}

TEST(Ledger, BelievesNoFileOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const TemporaryFolder folder;
  const std::optional<Ledger> ledger = Ledger::open(folder.path());
  ASSERT_TRUE(ledger && ledger->store(kKey, "content").ok());
  ASSERT_EQ(::chown(ledger->path_of(kKey).c_str(), 1, 1), 0);
  EXPECT_FALSE(ledger->find(kKey).has_value());
  ASSERT_TRUE(ledger->store(kKey, "anew").ok());
  EXPECT_EQ(ledger->find(kKey), "anew");
  ASSERT_EQ(::chown((folder / "ledger").c_str(), 1, 1), 0);
  EXPECT_FALSE(Ledger::open(folder.path()).has_value());
}

TEST(Ledger, IsNotThereWhereOthersMayWrite) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "shared");
  ASSERT_EQ(::chmod((folder / "shared").c_str(), 0777), 0);
  EXPECT_FALSE(Ledger::open(folder / "shared").has_value());
  folder.write("a file", "");
  EXPECT_FALSE(Ledger::open(folder / "a file").has_value());
}

TEST(Ledger, WritesOverWhatIsDamaged) {
  const TemporaryFolder folder;
  const std::optional<Ledger> ledger = Ledger::open(folder.path());
  ASSERT_TRUE(ledger && ledger->store(kKey, "content").ok());
  fs::resize_file(ledger->path_of(kKey), 20);
  EXPECT_FALSE(ledger->find(kKey).has_value());
  ASSERT_TRUE(ledger->store(kKey, "anew").ok());
  EXPECT_EQ(ledger->find(kKey), "anew");
}

// Sparse files stand for large records; what was used last stays.
TEST(Ledger, RemovesTheLeastUsedBeyondItsSize) {
  const TemporaryFolder folder;
  const std::optional<Ledger> ledger = Ledger::open(folder.path());
  ASSERT_TRUE(ledger && ledger->store(kKey, "content").ok());
  const fs::file_time_type now = fs::file_time_type::clock::now();
  std::vector<std::string> large;
  for (int age = 1; age <= 4; ++age) {
    large.push_back(folder.write("ledger/" + std::to_string(age) + ".record", ""));
    fs::resize_file(large.back(), 200u << 20);
    fs::last_write_time(large.back(), now - std::chrono::hours(age));
  }
  fs::last_write_time(ledger->path_of(kKey), now - std::chrono::hours(9));
  ASSERT_TRUE(ledger->find(kKey).has_value());  // used: not the oldest any more
  ASSERT_TRUE(ledger->store(kOther, "new").ok());
  EXPECT_TRUE(ledger->find(kKey).has_value());
  EXPECT_TRUE(ledger->find(kOther).has_value());
  EXPECT_TRUE(fs::exists(large[0]));
  EXPECT_TRUE(fs::exists(large[1]));
  EXPECT_FALSE(fs::exists(large[2]));
  EXPECT_FALSE(fs::exists(large[3]));
}

TEST(Ledger, KeepsNoRecordThatIsTooLarge) {
  const TemporaryFolder folder;
  const std::optional<Ledger> ledger = Ledger::open(folder.path());
  ASSERT_TRUE(ledger.has_value());
  EXPECT_FALSE(ledger->store(kKey, std::string(Ledger::kMostRecordBytes, 'x')).ok());
  EXPECT_FALSE(ledger->find(kKey).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
