#include "scanner/base/coverage.h"

#include <gtest/gtest.h>

#include "scanner/base/limits.h"

namespace leakwarden {
namespace {

Gap gap(bool corrupt, bool content = false) {
  Gap result;
  result.what = "blob";
  result.reason = "too large";
  result.corrupt = corrupt;
  result.caused_by_content = content;
  return result;
}

TEST(Coverage, OverALimitIsNeverClean) {
  Coverage coverage;
  EXPECT_EQ(outcome_of(coverage, 0), Outcome::Clean);
  EXPECT_EQ(outcome_of(coverage, 1), Outcome::Findings);
  coverage.add_gap(gap(false));
  EXPECT_EQ(outcome_of(coverage, 0), Outcome::Partial);
  EXPECT_EQ(outcome_of(coverage, 1), Outcome::Partial);
  coverage.add_gap(gap(true));
  EXPECT_EQ(outcome_of(coverage, 0), Outcome::Corrupt);
}

TEST(Coverage, GapsBeyondTheListAreCountedAndStillMatter) {
  Coverage coverage;
  for (std::size_t i = 0; i < Limits::max_recorded_gaps; ++i) coverage.add_gap(gap(false));
  coverage.add_gap(gap(true, true));
  EXPECT_EQ(coverage.gaps.size(), Limits::max_recorded_gaps);
  EXPECT_EQ(coverage.unrecorded_gaps, 1u);
  EXPECT_TRUE(coverage.any_gap_caused_by_content);
  EXPECT_EQ(outcome_of(coverage, 0), Outcome::Corrupt);
}

TEST(Coverage, MergeAddsEverything) {
  Coverage left, right;
  left.objects = 1;
  right.objects = 2;
  right.bytes = 5;
  right.notes = {"shallow clone"};
  right.add_gap(gap(false, true));
  left.merge(right);
  EXPECT_EQ(left.objects, 3u);
  EXPECT_EQ(left.bytes, 5u);
  EXPECT_EQ(left.notes.size(), 1u);
  EXPECT_FALSE(left.complete());
  EXPECT_TRUE(left.any_gap_caused_by_content);
}

}  // namespace
}  // namespace leakwarden
