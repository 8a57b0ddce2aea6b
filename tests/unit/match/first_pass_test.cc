#include "scanner/match/first_pass.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "scanner/match/ascii.h"
#include "scanner/rules/pivot.h"

namespace leakwarden::scanner {
namespace {

std::vector<std::uint64_t> pivots_of(std::string_view text) {
  std::vector<std::uint64_t> found;
  std::vector<Span> stretches;
  FirstPass pass(text, {0, text.size()}, stretches);
  while (const std::optional<std::uint64_t> at = pass.next_pivot()) found.push_back(*at);
  return found;
}

// The definition, by looking at every byte.
std::vector<std::uint64_t> by_definition(std::string_view text) {
  constexpr std::string_view kRunBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
  std::vector<std::uint64_t> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_name_character(text[at])) continue;
    for (const std::size_t begin : {at + 1, at + 2}) {
      const std::size_t end = std::min(text.find_first_not_of(kRunBytes, begin), text.size());
      if (begin > text.size() || end - begin < kPivotRun) continue;
      found.push_back(at);
      break;
    }
  }
  return found;
}

TEST(FirstPass, APivotBeforeARun) {
  EXPECT_TRUE(pivots_of("").empty());
  EXPECT_TRUE(pivots_of("key = 'abcdefghijklmnop'").empty());
  EXPECT_EQ(pivots_of("key  'abcdefghijklmnopq'"), (std::vector<std::uint64_t>{4, 5}));
  EXPECT_EQ(pivots_of("key=abcdefghijklmnopq"), std::vector<std::uint64_t>{3});
  EXPECT_EQ(pivots_of("key = abcdefghijklmnopq"), (std::vector<std::uint64_t>{4, 5}));
  EXPECT_EQ(pivots_of("key =   abcdefghijklmnopq"), (std::vector<std::uint64_t>{6, 7}));
  EXPECT_EQ(pivots_of(std::string(19, '-')), (std::vector<std::uint64_t>{0, 1}));
}

TEST(FirstPass, FindsEveryPivotWhereverBlocksEnd) {
  std::mt19937 random(7);
  std::size_t found = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const unsigned rare = 1 + random() % 60;
    for (std::size_t size = random() % 5000; text.size() < size;)
      text += random() % rare == 0 ? static_cast<char>(random()) : "azAZ09_-.=:"[random() % 11];
    const std::vector<std::uint64_t> expected = by_definition(text);
    ASSERT_EQ(pivots_of(text), expected) << text;
    found += expected.size();
  }
  EXPECT_GT(found, 10'000u);
}

}  // namespace
}  // namespace leakwarden::scanner
