#include "notifier/retry.h"

#include <gtest/gtest.h>

#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

DueDelivery due(unsigned attempt) {
  DueDelivery delivery;
  delivery.alert = sample_alert();
  delivery.idempotency_key = "key";
  delivery.attempt = attempt;
  return delivery;
}
const WallTime kYoung = sample_alert().created + hours(1);
const WallTime kOld = sample_alert().created + hours(6 * 24);

RetryAfter answered(milliseconds wait = milliseconds(0)) {
  return {wait, "HTTP 500", false};
}
RetryAfter unreachable(milliseconds wait = milliseconds(0)) {
  return {wait, "timeout", true};
}

TEST(RetryWait, FollowsTheLadderWhereThePeerAnswered) {
  std::uint64_t seed = seed_of("key");
  EXPECT_EQ(retry_wait(answered(), due(1), kYoung, milliseconds(0)), back_off(1, seed));
  EXPECT_EQ(retry_wait(answered(), due(6), kYoung, milliseconds(0)), back_off(6, seed));
  EXPECT_EQ(retry_wait(answered(minutes(30)), due(1), kYoung, milliseconds(0)), minutes(30));
}

TEST(RetryWait, WaitsForTheProbeWhereItDidNot) {
  EXPECT_EQ(retry_wait(unreachable(), due(9), kYoung, seconds(15)), seconds(15));
  EXPECT_EQ(retry_wait(unreachable(minutes(9)), due(1), kYoung, seconds(1)), minutes(9));
}

TEST(RetryWait, GivesUpOnlyWhenAttemptsAndDaysAreOver) {
  EXPECT_TRUE(retry_wait(answered(), due(500), kYoung, milliseconds(0)));
  EXPECT_GE(*retry_wait(answered(), due(500), kYoung, milliseconds(0)), hours(21));
  EXPECT_TRUE(
      retry_wait(answered(), due(3), kOld, milliseconds(0)));  // `alerts retry` of an old one
  EXPECT_FALSE(retry_wait(answered(), due(15), kOld, milliseconds(0)));
  EXPECT_TRUE(retry_wait(unreachable(), due(500), kYoung, seconds(5)));
  EXPECT_FALSE(retry_wait(unreachable(), due(500), kOld, seconds(5)));
}

TEST(SeedOf, IsFnv1a) {  // vectors of the FNV reference
  EXPECT_EQ(seed_of(""), 0xcbf29ce484222325u);
  EXPECT_EQ(seed_of("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(seed_of("foobar"), 0x85944171f73967e8u);
}

}  // namespace
}  // namespace leakwarden::notifier
