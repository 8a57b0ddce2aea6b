#include "scanner/match/literal_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <tuple>

namespace leakwarden::scanner {
namespace {

using Hits = std::vector<LiteralSearch::Hit>;
constexpr std::size_t kAll = 1'000'000;

LiteralSearch search_for(const std::vector<std::string>& literals) {
  std::vector<Secret> secrets;
  for (const std::string& literal : literals) secrets.push_back(Secret::copy_of(literal));
  return LiteralSearch(std::move(secrets));
}

// The oracle: std::string::find from every place on.
Hits brute_force(const std::vector<std::string>& literals, const std::string& text) {
  Hits hits;
  for (std::size_t number = 0; number < literals.size(); ++number) {
    for (std::size_t at = text.find(literals[number]); at != std::string::npos;
         at = text.find(literals[number], at + 1))
      hits.push_back({at, number});
  }
  std::sort(hits.begin(), hits.end(), [](const auto& left, const auto& right) {
    return std::tie(left.begin, left.literal) < std::tie(right.begin, right.literal);
  });
  return hits;
}

std::string random_text(std::mt19937_64& random, std::size_t size, unsigned letters) {
  std::string text(size, '\0');
  for (char& byte : text) byte = static_cast<char>('a' + random() % letters);
  return text;
}

TEST(LiteralSearch, FindsWhatBruteForceFinds) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 3000; ++round) {
    const unsigned letters = 1 + static_cast<unsigned>(random() % 4);
    std::vector<std::string> literals;
    for (std::size_t count = 1 + random() % 5; count > 0; --count)
      literals.push_back(random_text(random, 2 + random() % 12, letters));
    const std::string text = random_text(random, random() % 400, letters);
    ASSERT_EQ(search_for(literals).find(text, kAll), brute_force(literals, text)) << round;
  }
}

TEST(LiteralSearch, LiteralsLongerThanTheTableCanSkip) {
  std::mt19937_64 random(8);
  const std::string literal = random_text(random, 900, 26);
  const std::string text = random_text(random, 5000, 26) + literal + random_text(random, 700, 26);
  EXPECT_EQ(search_for({literal}).find(text, kAll), (Hits{{5000, 0}}));
}

TEST(LiteralSearch, AnyBytes) {
  const std::string literal("\0\xff\0\x80", 4);
  EXPECT_EQ(search_for({literal}).find("x" + literal + literal, kAll), (Hits{{1, 0}, {5, 0}}));
  EXPECT_TRUE(search_for({literal}).find("", kAll).empty());
}

TEST(LiteralSearch, StopsAfterTheMost) {
  EXPECT_EQ(search_for({"aa"}).find(std::string(100, 'a'), 3).size(), 3u);
}

// 8 KB of one letter against 16 MB of it would be 10^11 comparisons.
TEST(LiteralSearch, TextMadeToLookLikeTheLiteralIsNotQuadratic) {
  std::string literal(8000, 'a');
  literal += 'b';
  std::string text(16 << 20, 'a');
  text += 'b';
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  EXPECT_EQ(search_for({literal}).find(text, kAll).size(), 1u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace leakwarden::scanner
