#include "scanner/match/judge/start_filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace leakwarden::scanner::judging {
namespace {

std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string bytes;
  while (bytes.size() < size) bytes += static_cast<char>(random());
  return bytes;
}

TEST(StartFilter, PassesEveryPlaceWhereAWordBegins) {
  std::mt19937 random(37);
  for (int round = 0; round < 2'000; ++round) {
    StartFilter filter;
    std::vector<std::string> words;
    for (std::size_t count = 1 + random() % 40; words.size() < count;)
      words.push_back(random_bytes(random, 2 + random() % 4));
    for (const std::string& word : words) filter.add(word);
    std::string text;
    while (text.size() < StartFilter::kTogether + StartFilter::kBytes)
      text += random() % 3 == 0 ? random_bytes(random, 1) : words[random() % words.size()];
    const std::uint32_t places = filter.places(text.data());
    ASSERT_EQ(places >> StartFilter::kTogether, 0u);
    for (std::size_t at = 0; at < StartFilter::kTogether; ++at) {
      const bool begins = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return text.compare(at, word.size(), word) == 0;
      });
      ASSERT_TRUE(!begins || (places >> at & 1) != 0) << at;
    }
  }
}

TEST(StartFilter, PassesFewOthers) {
  StartFilter filter;
  for (const char* word : {"auth", "http", "%s"}) filter.add(word);
  EXPECT_EQ(filter.places("the author, htt%s"), 1u << 4 | 1u << 12 | 1u << 15);
  EXPECT_EQ(StartFilter().places("the author, htt%s"), 0u);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
