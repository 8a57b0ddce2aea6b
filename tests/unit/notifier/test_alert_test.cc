#include "notifier/test_alert.h"

#include <gtest/gtest.h>

#include "notifier/text.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

TEST(TestAlert, SaysThatItIsATestAndShowsARealOne) {
  Alert alert = make_test_alert(from_unix_seconds(kSampleSeconds));
  EXPECT_EQ(alert.type, AlertType::Test);
  std::string text = render_text(make_message(alert));
  EXPECT_NE(text.find("This is a test of this channel. No key has leaked"), std::string::npos);
  EXPECT_NE(text.find("What to do now"), std::string::npos);
  EXPECT_NE(text.find("https://example.com/settings/keys"), std::string::npos);
}

TEST(TestAlert, EachHasItsOwnKey) {
  DeliveryAttempt first = make_test_attempt(from_unix_seconds(1));
  DeliveryAttempt second = make_test_attempt(from_unix_seconds(1) + std::chrono::milliseconds(1));
  EXPECT_NE(first.idempotency_key, second.idempotency_key);
  EXPECT_EQ(first.attempt, 1u);
}

TEST(TestAlert, SurvivesTheOutbox) {
  Alert alert = make_test_alert(from_unix_seconds(kSampleSeconds));
  EXPECT_EQ(encode_alert(decode_alert(encode_alert(alert)).value()), encode_alert(alert));
}

}  // namespace
}  // namespace leakwarden::notifier
