#include "scanner/number_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace leakwarden::scanner::testing {
namespace {

TEST(NumberTable, AgreesWithAMap) {
  std::mt19937_64 random(11);
  std::vector<std::string> things;
  std::map<std::string, std::uint32_t> expected;
  NumberTable table;
  for (int i = 0; i < 20'000; ++i) {
    const std::string thing(random() % 40, static_cast<char>('a' + random() % 26));
    const std::string other = thing + std::to_string(random() % 300);
    const std::optional<std::uint32_t> number = table.find(
        seeded_hash(other), [&](std::uint32_t candidate) { return things[candidate] == other; });
    const auto known = expected.find(other);
    ASSERT_EQ(number.has_value(), known != expected.end());
    if (number) {
      ASSERT_EQ(*number, known->second);
      continue;
    }
    table.add(seeded_hash(other), static_cast<std::uint32_t>(things.size()));
    expected.emplace(other, static_cast<std::uint32_t>(things.size()));
    things.push_back(other);
  }
  EXPECT_GT(things.size(), 5000u);
}

TEST(NumberTable, ThingsOfOneHashAreToldApart) {
  NumberTable table;
  for (std::uint32_t number = 0; number < 2000; ++number) table.add(42, number);
  for (std::uint32_t number = 0; number < 2000; ++number)
    EXPECT_EQ(table.find(42, [&](std::uint32_t one) { return one == number; }), number);
  EXPECT_FALSE(table.find(42, [](std::uint32_t) { return false; }));
  EXPECT_FALSE(table.find(std::uint64_t{43} << 32, [](std::uint32_t) { return true; }));
}

// One bit, the length, a zero at the end: another hash.
TEST(NumberTable, HashesOfWhatDiffersDiffer) {
  std::map<std::uint64_t, std::string> seen;
  for (std::size_t size = 0; size < 50; ++size) {
    for (std::size_t bit = 0; bit <= 8 * size; ++bit) {
      std::string bytes(size, '\0');
      if (bit < 8 * size) bytes[bit / 8] = static_cast<char>(1 << bit % 8);
      EXPECT_TRUE(seen.emplace(seeded_hash(bytes), bytes).second) << size << " " << bit;
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner::testing
