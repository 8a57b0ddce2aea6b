#include "scanner/match/end_memo.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner::testing {
namespace {

constexpr TriggerMargins kMargins{3, 2};

//                       0         1
//                       0123456789012345
const std::string kText("..abcdefghi.....");
const std::string kSame("abcdefghi#######");

TEST(EndMemo, TheSameBytesHaveTheSameEnds) {
  EndMemo memo;
  std::vector<TriggerEnd> ends;
  // Ends 5 to 9: bytes 2 to 11.
  const EndMemo::Stretch first = EndMemo::stretch(kText, {5, 9}, kMargins);
  EXPECT_EQ(first.begin, 2u);
  EXPECT_EQ(first.key.bytes, "abcdefghi");
  EXPECT_FALSE(memo.recall(first, ends));
  const TriggerEnd found[] = {{5, 7, EncodedForm::Plain}, {8, 1, EncodedForm::Plain}};
  memo.remember(first, found);
  const EndMemo::Stretch moved = EndMemo::stretch(kSame, {3, 7}, kMargins);
  ASSERT_TRUE(memo.recall(moved, ends));
  const std::vector<TriggerEnd> expected{{3, 7, EncodedForm::Plain}, {6, 1, EncodedForm::Plain}};
  EXPECT_EQ(ends, expected);
}

// At the begin of a text ends are asked for that have less before them.
TEST(EndMemo, OtherEndsOfTheSameBytesAreAnotherQuestion) {
  EndMemo memo;
  std::vector<TriggerEnd> ends;
  memo.remember(EndMemo::stretch(kSame, {3, 7}, kMargins), {});
  EXPECT_FALSE(memo.recall(EndMemo::stretch(kSame, {0, 7}, kMargins), ends));
  EXPECT_TRUE(memo.recall(EndMemo::stretch(kText, {5, 9}, kMargins), ends));
  const std::string cut = kSame.substr(0, 9);
  EXPECT_FALSE(memo.recall(EndMemo::stretch(cut, {3, 9}, kMargins), ends));
}

}  // namespace
}  // namespace leakwarden::scanner::testing
