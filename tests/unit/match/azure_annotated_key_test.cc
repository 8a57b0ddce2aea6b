#include "scanner/match/azure_annotated_key.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

const std::string kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// The hash is 0x9fd6f0e1 by an implementation of Marvin32 in Python; its bytes e1 f0 d6 9f are
// 3790657183 with the high byte first, in base 62 "48XD5z", of which base64 keeps "48XD5w".
TEST(AzureAnnotatedKey, BothFormsOfTheCheck) {
  std::string front = kLetters + "JQQJ" + "99BC" + std::string(16, 'A') + "ACOG";
  ASSERT_EQ(front.size(), 80u);
  for (std::string tail : {"48XD", "48XD5w==", "4fDW", "4fDWnw=="}) {
    EXPECT_TRUE(annotated_key_valid(front + tail)) << tail;
  }
  for (std::string tail : {"48XE", "48XD5z==", "4fDWnw", "", "48XD5x=="}) {
    EXPECT_FALSE(annotated_key_valid(front + tail)) << tail;
  }
  EXPECT_EQ(annotated_key_completed(front + "xxxx"), front + "48XD");
  EXPECT_EQ(annotated_key_completed(front + "xxxxxx=="), front + "48XD5w==");
  EXPECT_EQ(annotated_key_month(front + "xxxx"), "2025-03");
  EXPECT_EQ(annotated_key_month(kLetters), "");
}

// The example of microsoft/security-utilities' own pattern for these secrets.
TEST(AzureAnnotatedKey, EntraSecrets) {
  std::string secret = std::string("zzz8") + "Q~" + std::string(31, 'z') + "blP";
  EXPECT_TRUE(entra_secret_valid(secret));
  EXPECT_FALSE(entra_secret_valid(secret.substr(0, secret.size() - 1) + "Q"));
  EXPECT_EQ(entra_secret_completed(secret.substr(0, secret.size() - 3) + "xxx"), secret);
  EXPECT_TRUE(entra_secret_valid(std::string("yyy7") + "Q~" + std::string(31, 'y')));
  EXPECT_FALSE(entra_secret_valid("zzz8Q-zzzzzzz"));
  EXPECT_FALSE(entra_secret_valid(""));
}

}  // namespace
}  // namespace leakwarden::scanner
