#include "scanner/git/index_file.h"

#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Dice;
using leakwarden::testing::fields_of;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::read_file;

// "mode id stage\tpath" of each entry, as `git ls-files --stage` prints them.
std::string listing_of(const std::vector<IndexEntry>& entries) {
  std::string listing;
  for (const IndexEntry& entry : entries) {
    char mode[16];
    std::snprintf(mode, sizeof mode, "%06o", entry.mode);
    listing += std::string(mode) + " " + entry.id.hex() + " " + std::to_string(entry.stage) + "\t" +
               entry.path + '\0';
  }
  return listing;
}

void fill(GitSandbox& sandbox, unsigned seed) {
  Dice dice(seed);
  for (int i = 0; i < 200; ++i) {
    std::string path = "f" + std::to_string(dice.below(4));
    for (unsigned long long depth = dice.below(4); depth > 0; --depth)
      path += "/folder" + std::to_string(dice.below(5));
    sandbox.write("top/" + path + "-file" + std::string(dice.below(12), 'x'), dice.text(1));
  }
}

void expect_same_as_git(GitSandbox& sandbox, unsigned id_bytes) {
  std::string bytes = read_file(sandbox / ".git/index");
  Result<std::vector<IndexEntry>> entries = parse_index(bytes, id_bytes);
  ASSERT_TRUE(entries.ok()) << entries.error().message();
  EXPECT_GT(entries->size(), 0u);
  EXPECT_EQ(listing_of(*entries), sandbox.git({"ls-files", "--stage", "-z"}));
}

TEST(IndexFile, ReadsEveryVersionAsGitDoes) {
  for (const char* version : {"2", "3", "4"}) {
    GitSandbox sandbox;
    fill(sandbox, 5);
    sandbox.git({"update-index", "--index-version", version});
    sandbox.git({"add", "-A"});
    sandbox.write("intended", "x");
    // An extended flag is what makes git write version 3.
    if (*version == '3') sandbox.git({"add", "--intent-to-add", "intended"});
    std::string bytes = read_file(sandbox / ".git/index");
    EXPECT_EQ(bytes[7], *version - '0');
    expect_same_as_git(sandbox, 20);
  }
}

TEST(IndexFile, ReadsSha256Indexes) {
  GitSandbox sandbox({"--object-format=sha256"});
  fill(sandbox, 6);
  sandbox.git({"add", "-A"});
  expect_same_as_git(sandbox, 32);
}

TEST(IndexFile, TellsIntentToAdd) {
  GitSandbox sandbox;
  sandbox.write("real", "x");
  sandbox.write("intended", "y");
  sandbox.git({"add", "real"});
  sandbox.git({"add", "-N", "intended"});
  std::vector<IndexEntry> entries = *parse_index(read_file(sandbox / ".git/index"), 20);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_TRUE(entries[0].intent_to_add);
  EXPECT_FALSE(entries[1].intent_to_add);
}

TEST(IndexFile, TellsConflictStages) {
  GitSandbox sandbox;
  sandbox.write("file", "base");
  sandbox.commit_all("base");
  sandbox.git({"checkout", "-q", "-b", "other"});
  sandbox.write("file", "theirs");
  sandbox.commit_all("theirs");
  sandbox.git({"checkout", "-q", "main"});
  sandbox.write("file", "ours");
  sandbox.commit_all("ours");
  EXPECT_NE(sandbox.try_git({"merge", "other"}).exit_code, 0);
  expect_same_as_git(sandbox, 20);
  std::vector<IndexEntry> entries = *parse_index(read_file(sandbox / ".git/index"), 20);
  ASSERT_EQ(entries.size(), 3u);
  for (unsigned i = 0; i < 3; ++i) EXPECT_EQ(entries[i].stage, i + 1);
}

TEST(IndexFile, ReadsTheCacheTreeAsGitWroteIt) {
  GitSandbox sandbox;
  fill(sandbox, 7);
  sandbox.commit_all("first");
  sandbox.write("top/added", "x");
  // One path only: where everything happens within one tick, "add -A" adds racily clean files again
  // and so makes every folder invalid.
  sandbox.git({"add", "top/added"});
  IndexFile index = *parse_index_file(read_file(sandbox / ".git/index"), 20);
  ASSERT_FALSE(index.cache_tree.empty());
  EXPECT_EQ(index.cache_tree[0].end, index.cache_tree.size());
  EXPECT_LT(index.cache_tree[0].entry_count, 0) << "git add made the root invalid";
  std::size_t valid = 0;
  std::vector<std::string> path;
  std::vector<std::uint32_t> ends;
  for (std::uint32_t i = 0; i < index.cache_tree.size(); ++i) {
    while (!ends.empty() && ends.back() == i) {
      ends.pop_back();
      path.pop_back();
    }
    const CacheTreeNode& node = index.cache_tree[i];
    path.push_back(path.empty() ? "" : path.back() + node.name + "/");
    ends.push_back(node.end);
    if (node.entry_count < 0) continue;
    ++valid;
    EXPECT_EQ(node.id.hex(), sandbox.git_line({"rev-parse", "HEAD:" + path.back()}));
  }
  EXPECT_GT(valid, 5u);
}

TEST(IndexFile, RefusesSplitAndSparseIndexes) {
  GitSandbox split;
  split.write("file", "x");
  split.git({"add", "-A"});
  split.git({"update-index", "--split-index"});
  Result<std::vector<IndexEntry>> entries = parse_index(read_file(split / ".git/index"), 20);
  ASSERT_FALSE(entries.ok());
  EXPECT_EQ(entries.error().kind, ErrorKind::Refused);
  EXPECT_NE(entries.error().remedy, "");

  GitSandbox sparse;
  sparse.write("in/file", "x");
  sparse.write("out/deep/file", "y");
  sparse.commit_all("first");
  sparse.git({"sparse-checkout", "set", "--cone", "--sparse-index", "in"});
  entries = parse_index(read_file(sparse / ".git/index"), 20);
  ASSERT_FALSE(entries.ok());
  EXPECT_EQ(entries.error().kind, ErrorKind::Refused);
}

// Whatever one bit says otherwise, the answer is entries or an error, in time and memory.
TEST(IndexFile, SurvivesFlippedBitsAndTruncation) {
  for (const char* version : {"2", "4"}) {
    GitSandbox sandbox;
    sandbox.git({"update-index", "--index-version", version});
    sandbox.write("folder/one", "1");
    sandbox.write("folder/two", "2");
    sandbox.commit_all("first");
    std::string bytes = read_file(sandbox / ".git/index");
    std::size_t errors = 0;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      std::string damaged = bytes;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
      Result<IndexFile> index = parse_index_file(damaged, 20);
      errors += index.ok() ? 0 : 1;
      if (index.ok()) {
        EXPECT_LE(index->entries.size(), 3u);
      }
    }
    EXPECT_GT(errors, 50u);
    // A cut may fall right behind the entries, where only the extensions are lost.
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      Result<IndexFile> index = parse_index_file(bytes.substr(0, size), 20);
      if (index.ok()) {
        EXPECT_EQ(index->entries.size(), 2u) << size;
      }
    }
    EXPECT_FALSE(parse_index_file(bytes.substr(0, bytes.size() / 2), 20).ok());
  }
}

TEST(IndexFile, RefusesAPathBombOfVersion4) {
  // Two entries: a path over the limit, made of few bytes is not possible, but many long ones are.
  std::string bytes("DIRC\0\0\0\4", 8);
  constexpr unsigned kCount = 20'000;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(kCount >> shift));
  std::string fixed(62, '\0');
  bytes += fixed + '\0' + std::string(60'000, 'p') + '\0';
  for (unsigned i = 1; i < kCount; ++i) bytes += fixed + '\0' + '\0';
  bytes += std::string(20, '\0');
  Result<IndexFile> index = parse_index_file(bytes, 20);
  ASSERT_FALSE(index.ok());
  EXPECT_EQ(index.error().kind, ErrorKind::TooLarge);
}

}  // namespace
}  // namespace leakwarden::scanner
