#include "scanner/match/word_places.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

using Places = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // at, gram

Places places_of(const WordPlaces& places) {
  Places pairs;
  for (std::size_t i = 0; i < places.count; ++i) pairs.emplace_back(places.at[i], places.gram[i]);
  return pairs;
}

// What the two questions of word_table.h say of each second byte of text[part].
Places by_definition(const WordTable& words, std::string_view text, const Span& part) {
  const std::string padded = std::string(4, '\0') + std::string(text) + std::string(80, '\0');
  Places places;
  for (std::uint64_t at = part.begin; at < part.end; at += 2) {
    const char* here = padded.data() + 4 + at;
    const std::uint32_t gram = gram_at(here);
    const std::uint32_t bit = words.bit_of(gram);
    if ((words.bits_around(bit) >> bit % 32 & 1) != 0 &&
        words.may_stand_between(gram, here[-1], here[3]))
      places.emplace_back(static_cast<std::uint32_t>(at - part.begin), gram);
  }
  return places;
}

std::string text_of_pieces(std::size_t size, std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {"key",  "pass", "token", "://",  "AAAA", "ghp_",
                                                 "Auth", "\n",   " = ",   "test", "ST_",  "pat"};
  std::string text;
  while (text.size() < size) {
    if (random() % 3 == 0)
      text += static_cast<char>(random());
    else
      text += kPieces[random() % std::size(kPieces)];
  }
  text.resize(size);
  return text;
}

// Of a block too many there may be some: words are looked for in whole blocks.
Places until(Places places, std::uint64_t size) {
  while (!places.empty() && places.back().first >= size) places.pop_back();
  return places;
}

TEST(WordPlaces, AreThoseOfTheDefinitionWhereverAPartLies) {
  const std::shared_ptr<const RuleSet> rules = RuleSet::builtin().value();
  const WordTable& words = rules->stem_triggers()->words();
  std::mt19937 random(4);
  std::size_t found = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = text_of_pieces(random() % 700, random);
    Span part{random() % (text.size() + 1), text.size()};
    if (round % 2 == 0) part.end = part.begin + random() % (text.size() - part.begin + 1);
    WordPlaces places;
    places.find(words, text, part);
    const Places expected = by_definition(words, text, part);
    ASSERT_EQ(until(places_of(places), part.size()), expected) << text;
    found += expected.size();
  }
  EXPECT_GT(found, 10'000u);
}

TEST(WordPlaces, AreTheSameOnEitherKindOfProcessor) {
  if (!__builtin_cpu_supports("avx512bw")) GTEST_SKIP() << "this processor has no AVX-512";
  const std::shared_ptr<const RuleSet> rules = RuleSet::builtin().value();
  const WordTable& words = rules->stem_triggers()->words();
  std::mt19937 random(5);
  for (int round = 0; round < 600; ++round) {
    const std::size_t blocks = round % (kWordBlocks + 1);
    std::string text = text_of_pieces(2 * kBesideWords + blocks * kWordBlock, random);
    if (round % 7 == 0) text.assign(text.size(), "AkK"[round % 3]);  // a hit everywhere, or nowhere
    WordPlaces by_1;
    WordPlaces by_16;
    for (const std::uint32_t from : {0u, 64u}) {
      if (from > 0 && blocks == kWordBlocks) continue;  // no room
      add_places_by_1(words, text.data() + kBesideWords, from == 0 ? blocks : 1, from, by_1);
      add_places_by_16(words, text.data() + kBesideWords, from == 0 ? blocks : 1, from, by_16);
      if (blocks == 0) break;
    }
    ASSERT_EQ(places_of(by_16), places_of(by_1)) << text;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
