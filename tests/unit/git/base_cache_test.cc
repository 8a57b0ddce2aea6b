#include "scanner/git/base_cache.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

BaseCache::Entry entry_of(std::size_t size) {
  return std::make_shared<const ObjectBytes>(ObjectBytes{ObjectType::Blob, std::string(size, 'x')});
}

TEST(BaseCache, FindsWhatWasPutInByPackAndOffset) {
  BaseCache cache(1 << 20);
  int one = 0;
  int other = 0;
  cache.insert(&one, 12, entry_of(5));
  ASSERT_NE(cache.find(&one, 12), nullptr);
  EXPECT_EQ(cache.find(&one, 12)->bytes.size(), 5u);
  EXPECT_EQ(cache.find(&other, 12), nullptr);
  EXPECT_EQ(cache.find(&one, 13), nullptr);
}

TEST(BaseCache, StaysWithinItsBytesAndDropsTheLongestUnused) {
  BaseCache cache(10'000);
  int pack = 0;
  for (std::uint64_t i = 0; i < 8; ++i) {
    cache.insert(&pack, i, entry_of(2'000));
    cache.find(&pack, 0);
    EXPECT_LE(cache.bytes(), 10'000u);
  }
  EXPECT_NE(cache.find(&pack, 0), nullptr) << "used again and again";
  EXPECT_EQ(cache.find(&pack, 1), nullptr);
  EXPECT_NE(cache.find(&pack, 7), nullptr);
}

TEST(BaseCache, PassesOverLargeEntriesAndKeepsTheFirst) {
  BaseCache cache(10'000);
  int pack = 0;
  cache.insert(&pack, 1, entry_of(9'000));
  EXPECT_EQ(cache.find(&pack, 1), nullptr);
  cache.insert(&pack, 2, entry_of(10));
  cache.insert(&pack, 2, entry_of(20));
  EXPECT_EQ(cache.find(&pack, 2)->bytes.size(), 10u);
}

}  // namespace
}  // namespace leakwarden::scanner
