#include "scanner/hooks/deadline.h"
#include "tests/support/slowdown.h"

#include <thread>

namespace leakwarden::scanner {
namespace {

using std::chrono::milliseconds;

TEST(Deadline, RisesWhenTheBudgetIsUsedUp) {
  EXPECT_FALSE(Deadline(std::chrono::seconds(100)).passed());
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  const Deadline deadline(milliseconds(20));
  while (!deadline.passed()) {
    ASSERT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    std::this_thread::sleep_for(milliseconds(1));
  }
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(20));
}

TEST(Deadline, ZeroIsNone) {
  const Deadline deadline(milliseconds(0));
  std::this_thread::sleep_for(milliseconds(5));
  EXPECT_FALSE(deadline.passed());
}

TEST(Deadline, EndingEarlyDoesNotWait) {
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  { const Deadline deadline(std::chrono::hours(1)); }
  EXPECT_LT(std::chrono::steady_clock::now() - start, leakwarden::testing::kSlowdown * std::chrono::seconds(10));
}

}  // namespace
}  // namespace leakwarden::scanner
