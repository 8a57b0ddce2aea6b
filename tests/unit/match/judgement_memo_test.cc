#include "scanner/match/judgement_memo.h"

#include <gtest/gtest.h>

#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

constexpr std::uint64_t kReach = 10;

// A candidate "k=abcd" whose value is "abcd", `before` bytes into the text.
struct Asked {
  std::string text;
  Candidate candidate;
  LocalVerdict verdict;
};

Asked asked(const std::string& left, const std::string& right) {
  Asked one;
  one.text = left + "k=abcd" + right;
  one.candidate.match = {left.size(), left.size() + 6};
  one.candidate.secret = {left.size() + 2, left.size() + 6};
  one.verdict = verdict_at(4, left.size() + 2, left.size() + 6);
  return one;
}

// Judged: rule 9 names it by a word two bytes before it.
void judge(Asked& one) {
  one.verdict.rule = 9;
  one.verdict.reason = Reason::Unlikely;
  one.verdict.named_by = {one.candidate.match.begin - 2, one.candidate.match.begin - 1};
  one.verdict.own_name = Span{one.candidate.match.begin, one.candidate.match.begin + 1};
  one.verdict.secret.begin += 1;
  one.verdict.credential_score = 5;
  one.verdict.strong_score = -6;
}

bool recall(JudgementMemo& memo, Asked& one) {
  return memo.recall(one.text, one.candidate, kReach, one.verdict);
}

TEST(JudgementMemo, TheSameSurroundingsHaveTheSameJudgement) {
  JudgementMemo memo;
  Asked first = asked("0123456789", "9876543210");
  EXPECT_FALSE(recall(memo, first));
  judge(first);
  memo.remember(first.verdict);
  // Farther away other bytes stand.
  first = asked("0123456789", "9876543210");
  ASSERT_TRUE(recall(memo, first));
  Asked second = asked("0123456789", "9876543210");
  judge(second);
  EXPECT_EQ(first.verdict.rule, 9u);
  EXPECT_EQ(first.verdict.family, 4u);
  EXPECT_EQ(first.verdict.reason, Reason::Unlikely);
  EXPECT_EQ(first.verdict.secret, second.verdict.secret);
  EXPECT_EQ(first.verdict.named_by, second.verdict.named_by);
  EXPECT_EQ(first.verdict.own_name, second.verdict.own_name);
  EXPECT_EQ(first.verdict.credential_score, 5);
  EXPECT_EQ(first.verdict.strong_score, -6);
}

TEST(JudgementMemo, PlacesMoveWithTheText) {
  JudgementMemo memo;
  Asked first = asked("++0123456789", "9876543210+");
  EXPECT_FALSE(recall(memo, first));
  judge(first);
  memo.remember(first.verdict);
  Asked second = asked("----------0123456789", "9876543210------");
  ASSERT_TRUE(recall(memo, second));
  Asked expected = asked("----------0123456789", "9876543210------");
  judge(expected);
  EXPECT_EQ(second.verdict.secret, expected.verdict.secret);
  EXPECT_EQ(second.verdict.named_by, expected.verdict.named_by);
  EXPECT_EQ(second.verdict.own_name, expected.verdict.own_name);
}

TEST(JudgementMemo, WhatHasNoNameHasNone) {
  JudgementMemo memo;
  Asked first = asked("++0123456789", "9876543210+");
  EXPECT_FALSE(recall(memo, first));
  judge(first);
  first.verdict.own_name = Span{};
  memo.remember(first.verdict);
  Asked second = asked("----------0123456789", "9876543210------");
  ASSERT_TRUE(recall(memo, second));
  EXPECT_EQ(second.verdict.own_name, Span{});
}

TEST(JudgementMemo, AnythingElseIsAnotherQuestion) {
  JudgementMemo memo;
  const auto tell = [&memo](Asked one) {
    recall(memo, one);
    judge(one);
    memo.remember(one.verdict);
  };
  const std::string left = "+0123456789";
  const std::string right = "9876543210+";
  tell(asked(left, right));
  Asked byte = asked("+0123456788", right);
  EXPECT_FALSE(recall(memo, byte));
  tell(asked(left, right));
  Asked begin = asked("0123456789", right);  // the text begins where the surroundings do
  EXPECT_FALSE(recall(memo, begin));
  tell(asked(left, right));
  Asked end = asked(left, "9876543210");
  EXPECT_FALSE(recall(memo, end));
  tell(asked(left, right));
  Asked family = asked(left, right);
  family.verdict.family = 5;
  EXPECT_FALSE(recall(memo, family));
  tell(asked(left, right));
  Asked shorter = asked(left, right);
  shorter.candidate.secret.end -= 1;
  EXPECT_FALSE(recall(memo, shorter));
}

TEST(JudgementMemo, LongOnesAreNotKept) {
  JudgementMemo memo;
  Asked one = asked("x", std::string(JudgementMemo::kMostBytes, 'y'));
  one.candidate.match.end = one.text.size();
  EXPECT_FALSE(recall(memo, one));
  judge(one);
  memo.remember(one.verdict);
  EXPECT_FALSE(recall(memo, one));
}

TEST(JudgementMemo, NewOnesTakeThePlaceOfOldOnes) {
  JudgementMemo memo;
  for (std::size_t i = 0; i < 3 * JudgementMemo::kSlots; ++i) {
    Asked one = asked("+0123456789" + std::to_string(i), "..........+");
    EXPECT_FALSE(recall(memo, one));
    judge(one);
    memo.remember(one.verdict);
    Asked again = asked("+0123456789" + std::to_string(i), "..........+");
    EXPECT_TRUE(recall(memo, again));
  }
}

}  // namespace
}  // namespace leakwarden::scanner::testing
