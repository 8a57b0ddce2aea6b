#include "scanner/match/judge/vocabulary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

class Vocabulary : public ::testing::Test {
 protected:
  std::vector<std::string> words_{"deep", "blue", "garden", "den", "gar", "bluegar"};
  std::string bytes_ = testing::block(testing::words_section(words_));
  Table table_ = Table::open(bytes_).value();
};

TEST_F(Vocabulary, HoldsItsWords) {
  for (const std::string& word : words_) EXPECT_TRUE(in_vocabulary(table_, word));
  EXPECT_FALSE(in_vocabulary(table_, "red"));
  EXPECT_FALSE(in_vocabulary(table_, ""));
}

TEST_F(Vocabulary, CoversAsManyLettersAsItCan) {
  Coverage coverage = cover_with_words(table_, "DeepBlueGarden42");
  EXPECT_EQ(coverage.covered, 14);
  EXPECT_EQ(coverage.uncovered, 2);
  EXPECT_EQ(coverage.words, 3);
  EXPECT_EQ(coverage.longest_word, 6);
  EXPECT_EQ(coverage.uncovered_run, 2);
}

TEST_F(Vocabulary, WordsDoNotCrossMarksOrDigits) {
  EXPECT_EQ(cover_with_words(table_, "de-ep").covered, 0);
  EXPECT_EQ(cover_with_words(table_, "de3ep").uncovered, 5);
  EXPECT_EQ(cover_with_words(table_, "xK9qvT2mPz").uncovered, 10);
  EXPECT_EQ(cover_with_words(table_, "").covered, 0);
}

// The most letters that disjoint words can cover, by trying every place.
std::int32_t most_covered(const std::vector<std::string>& words, const std::string& text,
                          std::size_t at) {
  if (at >= text.size()) return 0;
  std::int32_t best = most_covered(words, text, at + 1);
  for (const std::string& word : words) {
    if (text.compare(at, word.size(), word) == 0)
      best = std::max(best, static_cast<std::int32_t>(word.size()) +
                                most_covered(words, text, at + word.size()));
  }
  return best;
}

TEST_F(Vocabulary, AgreesWithTryingAll) {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string text;
    while (text.size() < 18) {
      const std::string& word = words_[random() % words_.size()];
      text += random() % 3 == 0 ? word.substr(random() % word.size()) : word;
    }
    Coverage coverage = cover_with_words(table_, text);
    EXPECT_EQ(coverage.covered, most_covered(words_, text, 0)) << text;
    EXPECT_EQ(coverage.covered + coverage.uncovered, static_cast<std::int32_t>(text.size()));
  }
}

TEST_F(Vocabulary, LooksAtABoundedPart) {
  EXPECT_EQ(cover_with_words(table_, std::string(1'000'000, 'q')).uncovered, 256);
}

TEST(VocabularyWithoutWords, CoversNothing) {
  std::string bytes = testing::block("");
  Table table = Table::open(bytes).value();
  EXPECT_EQ(cover_with_words(table, "garden").uncovered, 6);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
