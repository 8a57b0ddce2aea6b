#include "scanner/rules/pivot.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

std::optional<Pivot> pivot_in(const std::string& trigger) {
  ByteSets byte_sets;
  return pivot_of(parse_pattern(trigger, byte_sets).value().children);
}

TEST(PivotOf, IsTheFirstByteBeforeARunThatIsLongEnough) {
  EXPECT_EQ(pivot_in("[=:>]\\s?[\"'][A-Za-z0-9_-]{20}")->item, 2u);
  EXPECT_EQ(pivot_in("[=:>]\\s?[\"'][A-Za-z0-9_-]{20}")->bytes, "\"'");
  EXPECT_EQ(pivot_in("/[0-9]{12,17}:[0-9a-f]{32}")->item, 2u);
  EXPECT_EQ(pivot_in("[0-9a-f]-[0-9a-f]{8}-[0-9a-f]{8}")->item, 1u);
  EXPECT_EQ(pivot_in("x=[a-z]{9}[0-9]{8,20}")->bytes, "=");
  EXPECT_EQ(pivot_in("[a-z] ?[:=] ?[a-z]{20}")->item, 2u);  // one space may lie between
}

TEST(PivotOf, TellsHowManyLettersAndDigitsStandBehind) {
  EXPECT_EQ(pivot_in("x=[a-z]{17}")->plain, 8u) << "at most so many";
  EXPECT_EQ(pivot_in("x=[a-z]{3}[a-z_]{14}")->plain, 3u);
  EXPECT_EQ(pivot_in("x=[a-z-]{17}")->plain, 0u);
  EXPECT_EQ(pivot_in("x= ?[a-z]{17}")->plain, 0u) << "a space may stand there";
}

TEST(PivotOf, ThereIsNone) {
  EXPECT_FALSE(pivot_in("x=[a-z]{16}"));            // too short
  EXPECT_FALSE(pivot_in("x=[a-z]{8,9}[0-9]{20}"));  // how long varies: not looked farther
  EXPECT_FALSE(pivot_in("x=[a-z/]{20}"));           // another byte in the run
  EXPECT_FALSE(pivot_in("x/[a-z]{20}"));            // no pivot before it
  EXPECT_FALSE(pivot_in("x[=/][a-z]{20}"));         // not always
  EXPECT_FALSE(pivot_in("x=\\s?[a-z]{20}"));        // not at once
  EXPECT_FALSE(pivot_in("x= {0,2}[a-z]{20}"));      // nor behind one space at most
}

}  // namespace
}  // namespace leakwarden::scanner
