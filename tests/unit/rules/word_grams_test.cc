#include "scanner/rules/word_grams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "scanner/rules/items.h"

namespace leakwarden::scanner {
namespace {

std::vector<ByteSet> sets_of(const std::string& pattern) {
  ByteSets byte_sets;
  std::vector<ByteSet> sets;
  const Items items = items_of(parse_pattern(pattern, byte_sets).value());
  for (const PatternNode& item : items) sets.push_back(item.bytes);
  return sets;
}

TEST(MixedGram, IsAnotherForEveryGram) {
  std::vector<bool> seen(1u << 24, false);
  for (std::uint32_t gram = 0; gram < 1u << 24; ++gram) {
    const std::uint32_t mixed = mixed_gram(gram | 0xab000000u);  // a fourth byte tells nothing
    ASSERT_LT(mixed, 1u << 24);
    ASSERT_FALSE(seen[mixed]);
    seen[mixed] = true;
  }
}

char one_of(const ByteSet& set, std::mt19937& random) {
  while (true) {
    const std::size_t byte = random() % 256;
    if (set[byte]) return static_cast<char>(byte);
  }
}

// Whatever stands around it, both grams of its anchor are found in every text of the word.
TEST(BestAnchor, ItsGramsStandInEveryTextOfTheWord) {
  std::mt19937 random(3);
  for (const char* pattern :
       {"ghp_[0-9a-z][0-9a-z]", "[Kk][Ee][Yy]", "[Pp][Ww]", "//", "0\\.[0-9a-f]", "-----",
        "[a-z][a-z]key[a-z]", "NTN[0-9][0-9][0-9]"}) {
    const std::vector<ByteSet> word = sets_of(pattern);
    const std::optional<Anchor> anchor = best_anchor(word);
    ASSERT_TRUE(anchor) << pattern;
    for (int round = 0; round < 300; ++round) {
      std::string text(4, '\0');
      for (char& byte : text) byte = static_cast<char>(random());
      for (const ByteSet& set : word) text += one_of(set, random);
      for (int i = 0; i < 4; ++i) text += static_cast<char>(random());
      for (const int at : {anchor->at, anchor->at + 1}) {
        const std::vector<std::uint32_t> grams = grams_at(word, at).value();
        const std::uint32_t stands = gram_at(text.data() + 4 + at);
        EXPECT_TRUE(std::any_of(grams.begin(), grams.end(), [&](std::uint32_t gram) {
          return mixed_gram(gram) == stands;
        })) << pattern;
      }
    }
  }
}

TEST(BestAnchor, LiesWhereTheWordIsRare) {
  EXPECT_EQ(best_anchor(sets_of("ntn_[0-9][0-9][0-9][0-9]"))->at, 0);
  EXPECT_EQ(best_anchor(sets_of("-----zqx"))->at, 4);
}

TEST(BestAnchor, ThereIsNoneWhereAllSetsAreWide) {
  EXPECT_FALSE(best_anchor(sets_of("[a-z][a-z][a-z][a-z]")));
  EXPECT_FALSE(grams_at(sets_of("[a-z][a-z][a-z][a-z]"), 0));
}

}  // namespace
}  // namespace leakwarden::scanner
