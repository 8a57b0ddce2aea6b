#include "service/cli/delivery_words.h"

#include <gmock/gmock.h>

#include "notifier/delivery.h"

namespace leakwarden::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DeliveryWords, ACodeIsNeverShownBare) {
  for (notifier::DeliveryReason reason :
       {notifier::DeliveryReason::ChannelUnreachable, notifier::DeliveryReason::ChannelGone,
        notifier::DeliveryReason::RateLimited}) {
    std::string code(notifier::delivery_reason_name(reason));
    EXPECT_THAT(delivery_error_words(code), Not(HasSubstr(code)));
    EXPECT_THAT(delivery_error_words(code + ": 503 busy"), Not(HasSubstr(code)));
  }
}

TEST(DeliveryWords, WhatTheChannelSaidIsShownAndSafe) {
  EXPECT_EQ(delivery_error_words("channel-unreachable: 503 \x1b[31mbusy"),
            "the channel takes nothing now (503 ^[[31mbusy); it is tried every few minutes");
  EXPECT_EQ(delivery_error_words("channel-unreachable"),
            "the channel takes nothing now; it is tried every few minutes");
}

TEST(DeliveryWords, OtherWordsStayAsTheyAre) {
  EXPECT_EQ(delivery_error_words("given up after 15 attempts: HTTP 500"),
            "given up after 15 attempts: HTTP 500");
  EXPECT_EQ(delivery_error_words("dropped by ana\n"), "dropped by ana^J");
}

}  // namespace
}  // namespace leakwarden::service
