#include "scanner/match/judge/subject.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner::judging {
namespace {

TEST(Subject, CutsLinesAndReach) {
  std::string text = "one\nkey = \"value\" + x\r\ntwo";
  Subject subject = subject_of(text, {11, 16});
  EXPECT_EQ(subject.value, "value");
  EXPECT_EQ(subject.line_left, "key = \"");
  EXPECT_EQ(subject.line_right, "\" + x");
  EXPECT_EQ(subject.left, "one\nkey = \"");
  EXPECT_EQ(subject.right, "\" + x\r\ntwo");
}

TEST(Subject, NeverLooksFartherThanItsReach) {
  std::string text(10'000, 'a');
  Subject subject = subject_of(text, {4000, 6000});
  EXPECT_EQ(subject.left.size(), kReach);
  EXPECT_EQ(subject.right.size(), kReach);
  EXPECT_EQ(subject.whole.size(), 2000u);
  EXPECT_EQ(subject.value.size(), kJudgedBytes);
}

TEST(Subject, StandsAtTheEdges) {
  Subject subject = subject_of("value", {0, 5});
  EXPECT_EQ(subject.left, "");
  EXPECT_EQ(subject.right, "");
  EXPECT_EQ(subject.value, "value");
}

}  // namespace
}  // namespace leakwarden::scanner::judging
