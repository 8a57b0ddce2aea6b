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
  const std::vector<ObjectId> in_order(expected.begin(), expected.end());
  EXPECT_EQ(ids, in_order);
  // Joined with a sorted list, and with one that is not.
  ids.insert(ids.end(), in_order.begin(), in_order.end());
  sort_ids(ids);
  EXPECT_EQ(ids, in_order);
  ids.insert(ids.end(), in_order.rbegin(), in_order.rend());
  sort_ids(ids);
  EXPECT_EQ(ids, in_order);
}

}  // namespace
}  // namespace leakwarden::scanner
