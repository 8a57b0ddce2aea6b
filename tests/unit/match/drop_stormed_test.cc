#include <gtest/gtest.h>

#include "scanner/match/passes.h"
#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

TEST(DropStormed, CapsItsRuleWhateverItsVerdictsWere) {
  std::vector<LocalVerdict> verdicts{verdict_at(0, 0, 4), verdict_at(1, 5, 9),
                                     verdict_at(2, 5, 9, Reason::BadChecksum),
                                     verdict_at(2, 10, 14)};
  drop_stormed({2, 0}, verdicts);
  EXPECT_EQ(reasons_of(verdicts),
            (std::vector<Reason>{Reason::Capped, Reason::Kept, Reason::Capped, Reason::Capped}));
}

TEST(DropStormed, LeavesAllWithoutAStorm) {
  std::vector<LocalVerdict> verdicts{verdict_at(0, 0, 4)};
  drop_stormed({}, verdicts);
  EXPECT_EQ(reasons_of(verdicts), std::vector<Reason>{Reason::Kept});
}

}  // namespace
}  // namespace leakwarden::scanner::testing
