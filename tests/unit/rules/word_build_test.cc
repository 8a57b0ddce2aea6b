#include "scanner/rules/word_build.h"

#include <gtest/gtest.h>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/items.h"

namespace leakwarden::scanner {
namespace {

Spelling spelled(const std::string& pattern, std::uint32_t left, std::uint32_t right) {
  ByteSets byte_sets;
  Spelling spelling{{}, left, right};
  const Items items = items_of(parse_pattern(pattern, byte_sets).value());
  for (const PatternNode& item : items) spelling.bytes.push_back(item.bytes);
  return spelling;
}

std::vector<WordTable::Word> words_in(const std::string& table, std::string_view text) {
  const AlignedBytes bytes{std::string_view(table)};
  const WordTable opened = WordTable::open(bytes.view(), 1).value();
  std::vector<WordTable::Word> found;
  for (std::size_t place = 0; place + 4 <= text.size(); place += 2)
    opened.words_at(gram_at(text.data() + place), text, place,
                    [&](const WordTable::Word& word, std::uint64_t) { found.push_back(word); });
  return found;
}

TEST(WordBuilder, TheSameSpellingIsOneWordThatReachesAsFarAsAny) {
  WordBuilder builder;
  builder.add(spelled("ghp_[0-9]", 3, 20));
  builder.add(spelled("ghp_[0-9]", 7, 10));
  const std::vector<WordTable::Word> found = words_in(builder.take(), "  ghp_4   ");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].left, 7u);
  EXPECT_EQ(found[0].right, 20u);
  EXPECT_EQ(found[0].stem, kNoStem);
}

TEST(WordBuilder, WhereATriggerHasNoSpellingsOnlyStemsAreLookedFor) {
  WordBuilder builder;
  builder.add_stem("token", 0, 40);
  builder.add(spelled("ghp_[0-9]", 3, 20));
  builder.lack_one();
  const std::string table = builder.take();
  const AlignedBytes bytes{std::string_view(table)};
  EXPECT_FALSE(WordTable::open(bytes.view(), 1)->finds_all());
  const std::vector<WordTable::Word> found = words_in(table, "  ghp_4 ToKEn    ");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].stem, 0u);
}

}  // namespace
}  // namespace leakwarden::scanner
