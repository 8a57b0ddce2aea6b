#include "scanner/match/encoded_stretches.h"

#include <gtest/gtest.h>

#include <random>

#include "scanner/match/byte_classes.h"

namespace leakwarden::scanner {
namespace {

std::vector<Span> stretches_of(std::string_view text, const Span& part) {
  std::vector<Span> stretches;
  StretchFinder finder(text, part, stretches);
  RowReader rows(text.substr(part.begin, part.size()));
  BlockRuns runs;
  while (const std::size_t blocks = rows.next()) {
    find_runs(rows.row(), blocks, runs);
    finder.add(runs, blocks);
  }
  finder.finish();
  finder.finish();  // once more says nothing more
  return stretches;
}

std::vector<Span> stretches_of(std::string_view text) {
  return stretches_of(text, {0, text.size()});
}

TEST(EncodedStretches, LongWords) {
  EXPECT_TRUE(stretches_of("").empty());
  EXPECT_TRUE(stretches_of("for (std::size_t at = 0; at < text.size(); ++at) {").empty());
  EXPECT_TRUE(stretches_of(std::string(26, 'a')).empty());
  EXPECT_EQ(stretches_of(std::string(27, 'a')), (std::vector<Span>{{0, 27}}));
  EXPECT_EQ(stretches_of("x = \"" + std::string(30, '+') + "\";"), (std::vector<Span>{{5, 35}}));
  EXPECT_EQ(stretches_of("a%2Fb-c_d.e,f*g0h/i+jklmnop="), (std::vector<Span>{{0, 27}}));
}

TEST(EncodedStretches, BytesBesideZeros) {
  std::string wide;
  for (char c : std::string("token: abcdef")) wide += std::string{c, '\0'};
  EXPECT_EQ(stretches_of("(((" + wide + ")))"), (std::vector<Span>{{3, 30}}));
  EXPECT_TRUE(stretches_of(wide.substr(0, 10)).empty());
  EXPECT_EQ(stretches_of(std::string(40, '\0')), (std::vector<Span>{{0, 40}}));
}

TEST(EncodedStretches, OfAPartEndWithIt) {
  const std::string text = std::string(100, 'a') + std::string(100, '\0');
  EXPECT_EQ(stretches_of(text, {30, 158}), (std::vector<Span>{{30, 100}, {99, 158}}));
}

// The definition: longest runs of members, by looking at every byte.
TEST(EncodedStretches, AreTheLongestRunsOfMembers) {
  constexpr std::string_view kMembers =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%*+,-./_";
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    const unsigned rare = 1 + random() % 60;  // one byte of so many is no member
    for (std::size_t size = random() % (round % 50 == 0 ? 9000 : 300); text.size() < size;)
      text +=
          random() % rare == 0 ? " =\"\n\xff"[random() % 5] : kMembers[random() % kMembers.size()];
    std::vector<Span> expected;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && kMembers.find(text[end]) != std::string_view::npos) ++end;
      if (end - at >= kShortestStretch) expected.push_back({at, end});
      at = end + 1;
    }
    EXPECT_EQ(stretches_of(text), expected) << text;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
