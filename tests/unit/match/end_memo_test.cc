#include "scanner/match/end_memo.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
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

TEST(EndMemo, AStretchFullOfEndsIsNotKept) {
  EndMemo memo;
  std::vector<TriggerEnd> ends;
  const std::vector<TriggerEnd> found(EndMemo::kMostEnds + 1, {4, 7, EncodedForm::Plain});
  memo.remember(EndMemo::stretch(kSame, {3, 7}, kMargins), found);
  EXPECT_FALSE(memo.recall(EndMemo::stretch(kSame, {3, 7}, kMargins), ends));
}

// A long text in which a few lines are others: where its parts end is the same again soon after.
TEST(EndMemo, PartsOfALongStretchEndWhereTheyEndedBefore) {
  std::string text;
  for (int line = 0; line < 4000; ++line)
    text += "line " + std::to_string(line * 7919 % 10'007) + " of it\n";
  const auto parts_of = [](const std::string& whole, std::uint64_t shift) {
    std::set<std::uint64_t> ends;
    std::uint64_t first = 0;
    while (first <= whole.size()) {
      const std::uint64_t last = EndMemo::end_of_part(whole, {first, whole.size()});
      EXPECT_GE(last, first);
      EXPECT_LE(last, std::min<std::uint64_t>(whole.size(), first + EndMemo::kLongestPart));
      ends.insert(last - shift);
      first = last + 1;
    }
    return ends;
  };
  const std::set<std::uint64_t> before = parts_of(text, 0);
  const std::string more = "one line more\n";
  const std::set<std::uint64_t> after = parts_of(more + text, more.size());
  std::size_t same = 0;
  for (const std::uint64_t end : before) same += after.count(end);
  EXPECT_GT(before.size(), 20u);
  EXPECT_GT(same, before.size() * 3 / 4);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
