#include <gtest/gtest.h>

#include "scanner/match/passes.h"
#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

LocalVerdict with_end(LocalVerdict verdict, std::uint64_t end) {
  verdict.trigger_end = end;
  return verdict;
}

TEST(DropDuplicateEnds, KeepsTheFirstEndOfEachCandidate) {
  std::vector<LocalVerdict> verdicts{
      with_end(verdict_at(0, 0, 9), 4),    with_end(verdict_at(0, 0, 9), 5),
      with_end(verdict_at(1, 0, 9), 5),    with_end(verdict_at(0, 0, 9), 6),
      with_end(verdict_at(0, 20, 29), 24), with_end(verdict_at(0, 20, 29), 25)};
  drop_duplicate_ends(verdicts);
  ASSERT_EQ(verdicts.size(), 3u);
  EXPECT_EQ(verdicts[0].trigger_end, 4u);
  EXPECT_EQ(verdicts[1].rule, 1u);
  EXPECT_EQ(verdicts[2].trigger_end, 24u);
}

TEST(DropDuplicateEnds, OtherSpansAreOtherCandidates) {
  std::vector<LocalVerdict> verdicts{verdict_at(0, 0, 9), verdict_at(0, 0, 8), verdict_at(0, 1, 9)};
  LocalVerdict other_match = verdict_at(0, 0, 9);
  other_match.match.end = 10;
  verdicts.push_back(other_match);
  drop_duplicate_ends(verdicts);
  EXPECT_EQ(verdicts.size(), 4u);
}

TEST(DropDuplicateEnds, DroppedCandidatesAreMergedAndNoMatchesLeft) {
  std::vector<LocalVerdict> verdicts{
      verdict_at(0, 0, 9, Reason::BadChecksum), verdict_at(0, 0, 9, Reason::BadChecksum),
      verdict_at(0, 0, 0, Reason::NoMatch), verdict_at(0, 0, 0, Reason::NoMatch)};
  drop_duplicate_ends(verdicts);
  EXPECT_EQ(reasons_of(verdicts),
            (std::vector<Reason>{Reason::BadChecksum, Reason::NoMatch, Reason::NoMatch}));
}

}  // namespace
}  // namespace leakwarden::scanner::testing
