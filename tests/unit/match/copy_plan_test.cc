#include "scanner/match/copy_plan.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/match/versions.h"

namespace leakwarden::scanner::testing {
namespace {

constexpr TriggerMargins kMargins{10, 3};

std::vector<PlanStep> plan(std::uint64_t text, std::uint64_t base,
                           const std::vector<CopiedBytes>& copies) {
  std::vector<PlanStep> steps;
  plan_ends(text, base, copies, kMargins, steps);
  return steps;
}

TEST(CopyPlan, AnEditInTheMiddle) {
  const std::vector<CopiedBytes> copies{{0, 0, 200}, {204, 200, 300}};
  const std::vector<PlanStep> steps = plan(504, 500, copies);
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].ends, (EndRange{0, 197}));  // both texts begin here
  EXPECT_EQ(steps[0].copy, &copies[0]);
  EXPECT_EQ(steps[1].ends, (EndRange{198, 213}));
  EXPECT_EQ(steps[1].copy, nullptr);
  EXPECT_EQ(steps[2].ends, (EndRange{214, 504}));  // and both end here
}

TEST(CopyPlan, BordersCountOnlyWhereBothTextsHaveThem) {
  const std::vector<PlanStep> steps = plan(400, 500, {{0, 50, 400}});
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].ends, (EndRange{0, 9}));
  EXPECT_EQ(steps[1].ends, (EndRange{10, 397}));
  EXPECT_EQ(steps[2].ends, (EndRange{398, 400}));
}

TEST(CopyPlan, NothingCopiedIsScanned) {
  const std::vector<PlanStep> steps = plan(7, 500, {});
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].ends, (EndRange{0, 7}));
  EXPECT_EQ(steps[0].copy, nullptr);
  EXPECT_EQ(plan(0, 500, {}).size(), 1u);
}

TEST(CopyPlan, ShortCopiesAreScannedWithTheirSurroundings) {
  EXPECT_EQ(plan(1000, 1000, {{300, 300, 12}}).size(), 1u);
  EXPECT_EQ(plan(1000, 1000, {{300, 300, 13 + kShortestInherited}}).size(), 3u);
}

TEST(CopyPlan, EveryEndIsInOneStep) {
  std::mt19937_64 random(1);
  VersionMaker maker(random, [&random] { return std::string(random() % 300, 'i'); });
  for (int round = 0; round < 2000; ++round) {
    const std::string base(random() % 3000, 'b');
    const Version version = maker.make(base, {});
    const std::vector<PlanStep> steps = plan(version.text.size(), base.size(), version.copies);
    std::uint64_t next = 0;
    for (const PlanStep& step : steps) {
      ASSERT_EQ(step.ends.first, next);
      ASSERT_GE(step.ends.last, step.ends.first);
      next = step.ends.last + 1;
      if (step.copy == nullptr) continue;
      const CopiedBytes& copy = *step.copy;
      ASSERT_TRUE(joins_begins(copy) || step.ends.first >= copy.begin + kMargins.left);
      ASSERT_TRUE(joins_ends(copy, version.text.size(), base.size()) ||
                  step.ends.last + kMargins.right <= copy.begin + copy.length);
    }
    ASSERT_EQ(next, version.text.size() + 1);
  }
}

}  // namespace
}  // namespace leakwarden::scanner::testing
