#include "scanner/match/known_verdicts.h"

#include "tests/unit/match/match_parts.h"
#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

TEST(KnownVerdicts, EveryPlaceMoves) {
  LocalVerdict verdict = verdict_at(3, 110, 120);
  verdict.interval = {100, 140};
  verdict.companions = {{"user", {105, 108}}};
  verdict.named_by = {102, 104};
  verdict.own_name = Span{103, 105};
  verdict.strong_score = 5;
  const LocalVerdict right = moved(verdict, {1100, 100, 40});
  EXPECT_EQ(right.trigger_end, 1120u);
  EXPECT_EQ(right.interval, (Span{1100, 1140}));
  EXPECT_EQ(right.match, (Span{1110, 1120}));
  EXPECT_EQ(right.secret, (Span{1110, 1120}));
  EXPECT_EQ(right.companions[0].span, (Span{1105, 1108}));
  EXPECT_EQ(right.named_by, (Span{1102, 1104}));
  EXPECT_EQ(right.own_name, (Span{1103, 1105}));
  EXPECT_EQ(right.rule, 3u);
  EXPECT_EQ(right.strong_score, 5);
  const LocalVerdict left = moved(verdict, {0, 100, 40});
  EXPECT_EQ(left.secret, (Span{10, 20}));
  EXPECT_EQ(left.interval, (Span{0, 40}));
}

TEST(KnownVerdicts, WhatIsNotThereStaysNotThere) {
  const LocalVerdict there = moved(verdict_at(0, 5, 9), {50, 0, 20});
  EXPECT_EQ(there.named_by, (Span{0, 0}));
  EXPECT_FALSE(there.own_name);
  LocalVerdict nameless = verdict_at(0, 5, 9);
  nameless.own_name = Span{};
  EXPECT_EQ(moved(nameless, {50, 0, 20}).own_name, Span{});
}

TEST(KnownVerdicts, SizeGrowsWithWhatIsKept) {
  KnownVerdicts known;
  const std::uint64_t empty = known.memory_bytes();
  known.ends.resize(100);
  EXPECT_GE(known.memory_bytes(), empty + 1600);
  known.verdicts.push_back(verdict_at(0, 1, 2));
  EXPECT_GE(known.memory_bytes(), empty + 1600 + sizeof(LocalVerdict));
}

}  // namespace
}  // namespace leakwarden::scanner::testing
