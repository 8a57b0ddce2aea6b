#include "scanner/match/judge/word_search.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace leakwarden::scanner::judging {
namespace {

constexpr std::array<std::string_view, 7> kWords{"ab", "abc", "ba", "cab", "b\xff", "  ", "aba"};

TEST(WordSearch, FindsWhatFindFinds) {
  constexpr WordSearch kSearch(kWords);
  std::mt19937 random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const std::size_t size = random() % (round % 4 == 0 ? 70 : 9);
    while (text.size() < size) text += "abc \xff"[random() % 5];
    std::int64_t expected = 0;
    for (std::string_view word : kWords) expected += text.find(word) != std::string::npos;
    ASSERT_EQ(kSearch.count(text), expected) << text;
  }
}

}  // namespace
}  // namespace leakwarden::scanner::judging
