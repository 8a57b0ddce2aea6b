#include "scanner/match/judge/open_values.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

bool opens_nothing_in(const std::string& text) {
  const testing::Marked marked(text);
  return opens_nothing(marked.subject(), marked.key());
}

const std::string kForty = "9fd3b784bc1c6fc31a8a0a1c1655a0ab68576280";

TEST(OpenValues, AnAddressHasFortyDigits) {
  EXPECT_TRUE(opens_nothing_in("tokenAddress: \"«0x" + kForty + "»\","));
  EXPECT_FALSE(opens_nothing_in("token: \"«" + kForty + "»\","));
  EXPECT_FALSE(opens_nothing_in("privateKey: \"«0x" + kForty + kForty.substr(16) + "»\","));
  EXPECT_FALSE(opens_nothing_in("token: \"«0x" + kForty.substr(1) + "g»\","));
}

TEST(OpenValues, WhatAChartWritesToSeeChanges) {
  EXPECT_TRUE(opens_nothing_in("  checksum/secret: «" + kForty + "»\n"));
  EXPECT_FALSE(opens_nothing_in("  secret: «" + kForty + "»\n"));
}

TEST(OpenValues, TheFingerprintOfAPublicKey) {
  EXPECT_TRUE(opens_nothing_in("gpg --recv-keys «" + kForty + "»\n"));
  EXPECT_TRUE(opens_nothing_in("GPG_KEY=«" + kForty + "»\n"));
  EXPECT_FALSE(opens_nothing_in("GPG_PASSPHRASE=«" + kForty + "»\n"));
  EXPECT_FALSE(opens_nothing_in("GPG_KEY=«" + kForty.substr(8) + "»\n"));
  EXPECT_FALSE(opens_nothing_in("API_KEY=«" + kForty + "»\n"));
}

TEST(OpenValues, ANameOfAmazon) {
  EXPECT_TRUE(opens_nothing_in("arn:aws:secretsmanager:us-east-1:123456789012:secret:«db-AbC3dE»"));
  EXPECT_FALSE(opens_nothing_in("see arn:aws:iam, secret:«db-AbC3dE»"));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
