#include "scanner/match/word_finder.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/items.h"
#include "scanner/rules/word_build.h"

namespace leakwarden::scanner {
namespace {

using Sets = std::vector<ByteSet>;

Sets sets_of(const std::string& pattern) {
  ByteSets byte_sets;
  Sets sets;
  const Items items = items_of(parse_pattern(pattern, byte_sets).value());
  for (const PatternNode& item : items) sets.push_back(item.bytes);
  return sets;
}

// Spellings are told apart by how far they reach.
struct SomeWords {
  std::vector<std::string> stems{"key", "pw", "buildconfigfield", "://", "token"};
  std::vector<std::string> spellings{"ghp_[0-9a-zA-Z][0-9a-zA-Z]",
                                     "-----",
                                     "0\\.[0-9][0-9]-",
                                     "[Aa][Pp][Ii]key",
                                     "NF-[0-9A-Z]",
                                     "aaa[ab]a",
                                     "abcdefghijklmnopqrs[0-9]uvw"};
  std::map<std::uint32_t, Sets> sets;  // stems by number, spellings behind them
  AlignedBytes bytes;

  SomeWords() {
    WordBuilder builder;
    for (const std::string& stem : stems) {
      builder.add_stem(stem, static_cast<std::uint32_t>(sets.size()), 0);
      std::string any_case = "(?i)" + stem;
      sets.emplace(sets.size(), sets_of(any_case));
    }
    for (const std::string& spelling : spellings) {
      builder.add({sets_of(spelling), static_cast<std::uint32_t>(sets.size()), 0});
      sets.emplace(sets.size(), sets_of(spelling));
    }
    bytes = AlignedBytes(std::string_view(builder.take()));
  }
  WordTable table() const { return WordTable::open(bytes.view(), stems.size()).value(); }
};

using Places = std::multiset<std::pair<std::uint64_t, std::uint32_t>>;  // begin, word

Places by_definition(const SomeWords& words, std::string_view text, const Span& part) {
  Places places;
  for (const auto& [number, sets] : words.sets) {
    for (std::uint64_t begin = part.begin; begin + sets.size() <= part.end; ++begin) {
      bool stands = true;
      for (std::size_t i = 0; i < sets.size(); ++i)
        stands = stands && sets[i][static_cast<unsigned char>(text[begin + i])];
      if (stands) places.emplace(begin, number);
    }
  }
  return places;
}

Places found_in(const WordTable& table, const SomeWords& words, std::string_view text,
                const Span& part) {
  Places places;
  for_each_word(table, text, part, [&](const WordTable::Word& word, std::uint64_t begin) {
    const std::uint32_t number = word.stem != kNoStem ? word.stem : word.left;
    if (begin + words.sets.at(number).size() <= part.end) places.emplace(begin, number);
    return true;
  });
  return places;
}

std::string text_of_words(std::mt19937& random, std::size_t most_words = 120) {
  static constexpr std::string_view kPieces[] = {"key",
                                                 "KEY",
                                                 "pW",
                                                 "BuildConfigField",
                                                 "://",
                                                 "ToKeN",
                                                 "ghp_0Z",
                                                 "-----",
                                                 "0.12-",
                                                 "ApIkey",
                                                 "NF-Q",
                                                 "aa",
                                                 "aaab",
                                                 "=",
                                                 " ",
                                                 "\n",
                                                 "x",
                                                 "ghp",
                                                 "apiKey",
                                                 "nf-q",
                                                 ".",
                                                 "buildconfig",
                                                 "\x80\xff",
                                                 "_",
                                                 "abcdefghijklmnopqrs7uvw"};
  std::string text;
  for (std::size_t count = random() % most_words; count > 0; --count)
    text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST(ForEachWord, FindsEveryWordOnceWhereverBlocksAndPartsEnd) {
  const SomeWords words;
  const WordTable table = words.table();
  std::mt19937 random(21);
  std::size_t found = 0;
  for (int round = 0; round < 4000; ++round) {
    const std::string text = text_of_words(random);
    Span part{0, text.size()};
    if (round % 2 == 1) {
      part.begin = random() % (text.size() + 1);
      part.end = part.begin + random() % (text.size() - part.begin + 1);
    }
    const Places expected = by_definition(words, text, part);
    ASSERT_EQ(found_in(table, words, text, part), expected) << text;
    found += expected.size();
  }
  EXPECT_GT(found, 20'000u);
}

// Places are asked for some thousand bytes at a time.
TEST(ForEachWord, FindsEveryWordOnceInLongTexts) {
  const SomeWords words;
  const WordTable table = words.table();
  std::mt19937 random(22);
  std::size_t found = 0;
  for (int round = 0; round < 60; ++round) {
    const std::string text = text_of_words(random, 4000);
    const std::uint64_t begin = random() % std::min<std::size_t>(text.size() + 1, 100);
    const Span part{begin, text.size()};
    const Places expected = by_definition(words, text, part);
    ASSERT_EQ(found_in(table, words, text, part), expected) << text;
    found += expected.size();
  }
  EXPECT_GT(found, 20'000u);
}

TEST(ForEachWord, StopsWhenTold) {
  const SomeWords words;
  const std::string text = "key key key";
  int calls = 0;
  EXPECT_TRUE(for_each_word(words.table(), text, {0, text.size()},
                            [&](const WordTable::Word&, std::uint64_t) { return ++calls < 2; }));
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace leakwarden::scanner
