#include "scanner/sorted_ids.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace leakwarden::scanner {
namespace {

TEST(SortedIds, AreInTheOrderOfTheirBytes) {
  std::mt19937_64 random(3);
  std::vector<ObjectId> ids;
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(20, '\0');
    // Some differ late, some in bytes above 0x7F.
    for (std::size_t at = random() % 2 == 0 ? 0 : 12; at < 20; ++at)
      bytes[at] = static_cast<char>(random() % 3 * 100);
    ids.push_back(*ObjectId::from_bytes(bytes));
  }
  const std::set<ObjectId> expected(ids.begin(), ids.end());
  sort_ids(ids);
  EXPECT_EQ(ids, std::vector<ObjectId>(expected.begin(), expected.end()));
}

}  // namespace
}  // namespace leakwarden::scanner
