#include "scanner/read/read_budget.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

ReadLimits small_limits() {
  ReadLimits limits;
  limits.max_depth = 2;
  limits.max_members = 3;
  limits.max_member_bytes = 40;
  limits.max_held_bytes = 60;
  limits.max_unpacked_bytes = 1000;
  limits.max_ratio = 10;
  limits.min_unpacked_bytes = 100;
  limits.max_gaps = 2;
  return limits;
}

TEST(ReadBudget, UnpackedBytesGrowWithTheObjectWithinBothEnds) {
  const auto most = [](std::uint64_t object) {
    ReadBudget budget(object, small_limits());
    std::uint64_t taken = 0;
    while (budget.take_bytes(1)) ++taken;
    return taken;
  };
  EXPECT_EQ(most(0), 100u);
  EXPECT_EQ(most(10), 100u);
  EXPECT_EQ(most(50), 500u);
  EXPECT_EQ(most(100), 1000u);
  EXPECT_EQ(most(UINT64_MAX), 1000u);
}

TEST(ReadBudget, TextsAreCountedApart) {
  ReadBudget budget(0, small_limits());
  EXPECT_TRUE(budget.take_bytes(100));
  EXPECT_FALSE(budget.take_text(201));
  EXPECT_TRUE(budget.take_text(200));
  EXPECT_FALSE(budget.take_text(1));
}

TEST(ReadBudget, WhatIsTooMuchTakesNothing) {
  ReadBudget budget(0, small_limits());
  EXPECT_FALSE(budget.take_bytes(101));
  EXPECT_TRUE(budget.take_bytes(100));
  EXPECT_TRUE(budget.take_member() && budget.take_member() && budget.take_member());
  EXPECT_FALSE(budget.take_member());
  EXPECT_TRUE(budget.enter() && budget.enter());
  EXPECT_FALSE(budget.enter());
  budget.leave();
  EXPECT_TRUE(budget.enter());
}

TEST(ReadBudget, AMemberHasTheRoomThatHeldOnesLeave) {
  ReadBudget budget(0, small_limits());
  EXPECT_EQ(budget.member_room(), 40u);
  budget.hold(50);
  EXPECT_EQ(budget.member_room(), 10u);
  budget.hold(50);
  EXPECT_EQ(budget.member_room(), 0u);
  budget.release(100);
  EXPECT_EQ(budget.member_room(), 40u);
}

TEST(ReadBudget, GapsAreNamedAndBeyondALimitCounted) {
  ReadBudget budget(0, small_limits());
  budget.add_gap("one");
  const std::size_t before = budget.gap_count();
  for (const char* name : {"two", "three", "four"}) budget.add_gap(name);
  budget.name_gaps_since(before, "zip:a");
  EXPECT_EQ(budget.take_gaps(),
            (std::vector<std::string>{"one", "zip:a > two",
                                      "2 more parts were not read, or not wholly"}));
}

}  // namespace
}  // namespace leakwarden::scanner
