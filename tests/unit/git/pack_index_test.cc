#include "scanner/git/pack_index.h"

#include <gtest/gtest.h>

#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::PackBuilder;
using leakwarden::testing::sha1_bytes;

ObjectId id_of(const std::string& raw) {
  return *ObjectId::from_bytes(raw);
}

TEST(PackIndex, FindsEveryIdAndItsOffset) {
  PackBuilder builder;
  for (int i = 0; i < 1000; ++i)
    builder.index_entry(sha1_bytes(std::to_string(i)), 12 + 7ull * static_cast<unsigned>(i));
  builder.index_entry(sha1_bytes("large"), 5ull << 32);
  std::string bytes = builder.index(builder.pack());
  Result<PackIndex> index = PackIndex::parse(bytes, 20, "test");
  ASSERT_TRUE(index.ok()) << index.error().message();
  EXPECT_EQ(index->count(), 1001u);
  for (int i = 0; i < 1000; ++i) {
    PackIndex::Range found = index->find(id_of(sha1_bytes(std::to_string(i))));
    ASSERT_EQ(found.last - found.first, 1u);
    EXPECT_EQ(index->offset(found.first), 12 + 7ull * static_cast<unsigned>(i));
    EXPECT_EQ(index->id(found.first), id_of(sha1_bytes(std::to_string(i))));
  }
  EXPECT_EQ(index->offset(index->find(id_of(sha1_bytes("large"))).first), 5ull << 32);
  EXPECT_TRUE(index->find(id_of(sha1_bytes("absent"))).empty());
  EXPECT_TRUE(index->find(id_of(std::string(20, '\0'))).empty());
  EXPECT_TRUE(index->find(id_of(std::string(20, '\xff'))).empty());
  EXPECT_TRUE(index->find(id_of(std::string(32, '\x11'))).empty()) << "an id of another hash";
}

TEST(PackIndex, FindsAllCopies) {
  PackBuilder builder;
  for (unsigned i = 0; i < 3; ++i) builder.index_entry(sha1_bytes("copy"), 100 + i);
  builder.index_entry(sha1_bytes("other"), 50);
  std::string bytes = builder.index(builder.pack());
  Result<PackIndex> index = PackIndex::parse(bytes, 20, "test");
  PackIndex::Range found = index->find(id_of(sha1_bytes("copy")));
  EXPECT_EQ(found.last - found.first, 3u);
}

TEST(PackIndex, GivesNoOffsetBeyondItsLargeTable) {
  PackBuilder builder;
  builder.index_entry(sha1_bytes("large"), 5ull << 32);
  std::string bytes = builder.index(builder.pack());
  bytes[8 + 1024 + 20 + 4 + 3] = 7;  // the eighth large offset, of one
  Result<PackIndex> index = PackIndex::parse(bytes, 20, "test");
  ASSERT_TRUE(index.ok());
  EXPECT_FALSE(index->offset(0).has_value());
}

TEST(PackIndex, MayBeEmpty) {
  PackBuilder builder;
  std::string bytes = builder.index(builder.pack());
  Result<PackIndex> index = PackIndex::parse(bytes, 20, "test");
  ASSERT_TRUE(index.ok());
  EXPECT_EQ(index->count(), 0u);
  EXPECT_TRUE(index->find(id_of(sha1_bytes("x"))).empty());
}

TEST(PackIndex, IsCorruptAtEveryOtherSize) {
  PackBuilder builder;
  for (int i = 0; i < 5; ++i) builder.index_entry(sha1_bytes(std::to_string(i)), 12);
  std::string bytes = builder.index(builder.pack());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(PackIndex::parse(bytes.substr(0, size), 20, "test").ok()) << size;
  EXPECT_FALSE(PackIndex::parse(bytes + "1234567", 20, "test").ok());
  EXPECT_FALSE(PackIndex::parse(bytes, 32, "test").ok());
}

}  // namespace
}  // namespace leakwarden::scanner
