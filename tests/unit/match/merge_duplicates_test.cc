#include <gtest/gtest.h>

#include "scanner/match/passes.h"
#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

//                              0    5    10   15   20   25
const std::string kText = "key1 key1 key2\nkey1 key3";

TEST(MergeDuplicates, KeepsTheFirstOnEachLine) {
  std::vector<LocalVerdict> verdicts{verdict_at(0, 5, 9), verdict_at(0, 0, 4),
                                     verdict_at(0, 10, 14), verdict_at(0, 15, 19),
                                     verdict_at(0, 20, 24)};
  merge_duplicates(kText, verdicts);
  EXPECT_EQ(reasons_of(verdicts), (std::vector<Reason>{Reason::Duplicate, Reason::Kept,
                                                       Reason::Kept, Reason::Kept, Reason::Kept}));
}

TEST(MergeDuplicates, OtherRulesAndDroppedOnesAreNoDuplicates) {
  std::vector<LocalVerdict> verdicts{verdict_at(0, 0, 4, Reason::BadChecksum), verdict_at(0, 5, 9),
                                     verdict_at(1, 5, 9)};
  merge_duplicates(kText, verdicts);
  EXPECT_EQ(reasons_of(verdicts),
            (std::vector<Reason>{Reason::BadChecksum, Reason::Kept, Reason::Kept}));
}

}  // namespace
}  // namespace leakwarden::scanner::testing
