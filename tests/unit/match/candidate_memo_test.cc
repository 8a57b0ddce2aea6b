#include "scanner/match/candidate_memo.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner::testing {
namespace {

// A window "k=abcd;" with a byte on either side of it, `before` bytes into the text.
struct Asked {
  std::string text;
  Span window;
  Candidate candidate;

  Asked(const std::string& left, const std::string& right) : text(left + "k=abcd;" + right) {
    window = {left.size(), left.size() + 7};
  }
  std::optional<bool> recall(CandidateMemo& memo, std::uint32_t rule = 3, std::uint64_t end = 2) {
    return memo.recall(rule, text, window, window.begin + end, candidate);
  }
};

Candidate found_in(const Span& window) {
  Candidate one;
  one.match = {window.begin, window.begin + 6};
  one.secret = {window.begin + 2, window.begin + 6};
  one.companions = {{"user", {window.begin, window.begin + 1}}};
  return one;
}

TEST(CandidateMemo, TheSameSurroundingsHaveTheSameCandidate) {
  CandidateMemo memo;
  Asked first("x ", " y");
  EXPECT_FALSE(first.recall(memo).has_value());
  memo.remember(true, found_in(first.window));
  Asked second("other text ", " more");
  EXPECT_EQ(second.recall(memo), true);
  const Candidate expected = found_in(second.window);
  EXPECT_EQ(second.candidate.match, expected.match);
  EXPECT_EQ(second.candidate.secret, expected.secret);
  ASSERT_EQ(second.candidate.companions.size(), 1u);
  EXPECT_EQ(second.candidate.companions[0].name, "user");
  EXPECT_EQ(second.candidate.companions[0].span, expected.companions[0].span);
}

TEST(CandidateMemo, RemembersThatThereIsNone) {
  CandidateMemo memo;
  Asked one("x ", " y");
  EXPECT_FALSE(one.recall(memo).has_value());
  memo.remember(false, Candidate{});
  EXPECT_EQ(one.recall(memo), false);
}

TEST(CandidateMemo, AnotherRuleEndNeighbourOrBorderIsAnotherQuestion) {
  CandidateMemo memo;
  Asked one("x ", " y");
  one.recall(memo);
  memo.remember(false, Candidate{});
  EXPECT_FALSE(one.recall(memo, 4).has_value());
  EXPECT_FALSE(one.recall(memo, 3, 3).has_value());
  EXPECT_FALSE(Asked("x", " y").recall(memo).has_value());  // \b sees it
  EXPECT_FALSE(Asked(" ", " y").recall(memo).has_value());  // ^ does: the text begins there
  EXPECT_FALSE(Asked("x ", " ").recall(memo).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner::testing
