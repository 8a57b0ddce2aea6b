#include "scanner/match/find_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

TEST(FindText, FindsWhatFindFinds) {
  std::mt19937_64 random(29);
  std::size_t found = 0;
  for (int round = 0; round < 50'000; ++round) {
    const std::string text = random_text(random, "ab", random() % 70);
    const std::string wanted = random_text(random, "ab", random() % 9);
    ASSERT_EQ(find_text(text, wanted), text.find(wanted)) << text << " " << wanted;
    ASSERT_EQ(holds_text(text, wanted), text.find(wanted) != std::string::npos);
    found += holds_text(text, wanted);
  }
  EXPECT_GT(found, 10'000u);
  EXPECT_LT(found, 45'000u);
}

TEST(FindText, LooksAtTheTextOnly) {
  const std::string text = std::string(40, '.') + "ab";
  const std::string_view cut = std::string_view(text).substr(0, text.size() - 1);
  EXPECT_EQ(find_text(text, "ab"), 40u);
  EXPECT_EQ(find_text(cut, "ab"), std::string_view::npos);
  EXPECT_EQ(find_text("", ""), 0u);
  EXPECT_EQ(find_text("", "a"), std::string_view::npos);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
