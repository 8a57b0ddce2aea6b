#include "scanner/rules/rule_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;

const char* const kRules =
    "provider: Example\nrules:\n  - {id: key-a, name: n, severity: high, confidence: high, "
    "pattern: "
    "'(?P<secret>ABC-[0-9a-f]{16})', examples: {seeded: 1}, revoke: {url: 'https://e.com', steps: "
    "[x]}}\n";

class RuleCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "leakwarden-cache-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    rules_ = folder_ + "/r.yaml";
    std::ofstream(rules_) << kRules;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string cache() const { return folder_ + "/cache"; }
  Result<std::shared_ptr<const RuleSet>> load() const { return RuleSet::load({rules_}, cache()); }
  std::vector<fs::path> images() const {
    std::vector<fs::path> paths;
    if (!fs::exists(cache() + "/rules")) return paths;
    for (const fs::directory_entry& entry : fs::directory_iterator(cache() + "/rules")) {
      paths.push_back(entry.path());
    }
    return paths;
  }
  static unsigned mode_of(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777;
  }
  static ino_t inode_of(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_ino;
  }
  std::string folder_;
  std::string rules_;
};

TEST_F(RuleCacheTest, KeepsOnePrivateImageAndUsesIt) {
  ASSERT_TRUE(load().ok());
  ASSERT_EQ(images().size(), 1U);
  EXPECT_EQ(mode_of(cache()), 0700U);
  EXPECT_EQ(mode_of(cache() + "/rules"), 0700U);
  EXPECT_EQ(mode_of(images()[0]), 0600U);
  const ino_t inode = inode_of(images()[0]);
  const Result<std::shared_ptr<const RuleSet>> again = load();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->rules()[0].id, "key-a");
  EXPECT_EQ(inode_of(images()[0]), inode);  // read, not rebuilt
}

TEST_F(RuleCacheTest, ChangedRulesHaveAnotherImage) {
  ASSERT_TRUE(load().ok());
  std::string text = kRules;
  std::ofstream(rules_) << text.replace(text.find("{16}"), 4, "{17}");
  const Result<std::shared_ptr<const RuleSet>> changed = load();
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ((*changed)->rules()[0].width, 21U);
  EXPECT_EQ(images().size(), 2U);
}

TEST_F(RuleCacheTest, DamagedImageIsRebuilt) {
  ASSERT_TRUE(load().ok());
  const fs::path image = images()[0];
  const std::uintmax_t size = fs::file_size(image);
  for (std::uintmax_t cut : {std::uintmax_t{0}, std::uintmax_t{10}, size / 2, size - 1}) {
    fs::resize_file(image, cut);
    const Result<std::shared_ptr<const RuleSet>> rules = load();
    ASSERT_TRUE(rules.ok()) << rules.error().message();
    EXPECT_EQ((*rules)->rules().size(), 1U);
    EXPECT_EQ(fs::file_size(image), size);
  }
  std::fstream file(image, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(size / 2));
  file.put('\x55').put('\x56');
  file.close();
  ASSERT_TRUE(load().ok());
  EXPECT_TRUE(RuleSet::from_file(*open_regular_file(-100, image.string())).ok());
}

TEST_F(RuleCacheTest, ImageOthersMayWriteIsNotUsed) {
  ASSERT_TRUE(load().ok());
  const ino_t inode = inode_of(images()[0]);
  fs::permissions(images()[0], fs::perms::others_write, fs::perm_options::add);
  ASSERT_TRUE(load().ok());
  EXPECT_NE(inode_of(images()[0]), inode);
  EXPECT_EQ(mode_of(images()[0]), 0600U);
}

TEST_F(RuleCacheTest, LinkInPlaceOfAnImageIsNotFollowed) {
  ASSERT_TRUE(load().ok());
  const fs::path image = images()[0];
  const fs::path moved = folder_ + "/moved";
  fs::rename(image, moved);
  fs::create_symlink(moved, image);
  ASSERT_TRUE(load().ok());
  EXPECT_FALSE(fs::is_symlink(image));
}

TEST_F(RuleCacheTest, FolderOthersMayWriteIsNotUsed) {
  fs::create_directory(cache());
  fs::permissions(cache(), fs::perms::all);
  EXPECT_FALSE(RuleCache::open(cache()).has_value());
  ASSERT_TRUE(load().ok());
  EXPECT_TRUE(images().empty());
}

TEST_F(RuleCacheTest, FolderOrImageOfSomebodyElseIsNotUsed) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  ASSERT_TRUE(load().ok());
  const fs::path image = images()[0];
  const ino_t inode = inode_of(image);
  ASSERT_EQ(::chown(image.c_str(), 65534, 65534), 0);
  ASSERT_TRUE(load().ok());
  EXPECT_NE(inode_of(image), inode);
  ASSERT_EQ(::chown(cache().c_str(), 65534, 65534), 0);
  EXPECT_FALSE(RuleCache::open(cache()).has_value());
  ASSERT_TRUE(load().ok());
}

TEST_F(RuleCacheTest, NoFolderIsNoError) {
  std::ofstream(folder_ + "/file") << "in the way";
  EXPECT_FALSE(RuleCache::open(folder_ + "/file").has_value());
  EXPECT_TRUE(RuleSet::load({rules_}, folder_ + "/file").ok());
}

TEST_F(RuleCacheTest, OldImagesGo) {
  const std::optional<RuleCache> opened = RuleCache::open(cache());
  ASSERT_TRUE(opened.has_value());
  for (int i = 0; i < 20; i++) {
    const std::string key = "key" + std::to_string(i);
    ASSERT_TRUE(opened->store(key, "x").ok());
    fs::last_write_time(opened->path_of(key),
                        fs::file_time_type::clock::now() - std::chrono::hours(100 - i));
  }
  EXPECT_LE(images().size(), RuleCache::kKeptImages);
  EXPECT_FALSE(opened->find("key0").ok());
  EXPECT_TRUE(opened->find("key19").ok());
}

TEST_F(RuleCacheTest, DefaultFolderFollowsTheEnvironment) {
  const char* cache_home = std::getenv("XDG_CACHE_HOME");
  const std::string saved = cache_home == nullptr ? "" : cache_home;
  ::setenv("XDG_CACHE_HOME", "/somewhere", 1);
  EXPECT_EQ(default_cache_folder(), "/somewhere/leakwarden");
  ::setenv("XDG_CACHE_HOME", "relative", 1);
  ::setenv("HOME", "/home/someone", 1);
  EXPECT_EQ(default_cache_folder(), "/home/someone/.cache/leakwarden");
  if (cache_home == nullptr)
    ::unsetenv("XDG_CACHE_HOME");
  else
    ::setenv("XDG_CACHE_HOME", saved.c_str(), 1);
}

}  // namespace
}  // namespace leakwarden::scanner
