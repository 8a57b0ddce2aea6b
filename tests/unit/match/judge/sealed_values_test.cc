#include "scanner/match/judge/sealed_values.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

bool is_sealed_in(const std::string& text) {
  const testing::Marked marked(text);
  return is_sealed_or_hashed(marked.subject(), marked.key());
}

const std::string kHex = "771d4a09c68012c7caf0200ff575f26a17a195a5292a9abb9115";

TEST(SealedValues, MarkedCiphertexts) {
  for (const char* mark : {"encrypted:", "{cipher}", "vault:v1:"}) {
    EXPECT_TRUE(is_sealed_in("DB_PASSWORD=\"«" + std::string(mark) + kHex + "»\"")) << mark;
    EXPECT_FALSE(is_sealed_in("DB_PASSWORD=\"«" + std::string(mark) + "hunter2!»\"")) << mark;
  }
  EXPECT_FALSE(is_sealed_in("DB_PASSWORD=\"«" + kHex + "»\""));
}

TEST(SealedValues, WhatJasyptEncrypts) {
  EXPECT_TRUE(is_sealed_in("db.password=«ENC(" + kHex + "==)»\n"));
  EXPECT_FALSE(is_sealed_in("db.password=«ENC(hunter2)»\n")) << "too short for one";
  EXPECT_FALSE(is_sealed_in("db.password=«ENC(" + kHex + "»\n")) << "not closed";
}

TEST(SealedValues, WhatWindowsEncryptsForOneUser) {
  EXPECT_TRUE(is_sealed_in(
      "<add key=\"Password\" value=\"«01000000d08c9ddf0115d1118c7a00c04fc297eb" + kHex + "»\" />"));
  EXPECT_FALSE(is_sealed_in("<add key=\"Password\" value=\"«01000000d08c" + kHex + "»\" />"));
}

TEST(SealedValues, ChecksumsOfFiles) {
  const std::string digits(86, 'x');
  EXPECT_TRUE(is_sealed_in("PasswordHash = \"«sha512-" + digits + "==»\""));
  EXPECT_FALSE(is_sealed_in("PasswordHash = \"«sha512-" + digits + "»\"")) << "two short";
  EXPECT_TRUE(is_sealed_in("auth: «sha256-" + digits.substr(0, 43) + "=»"));
  EXPECT_FALSE(is_sealed_in("auth: «sha256-" + digits.substr(0, 43) + "!»"));
  EXPECT_FALSE(is_sealed_in("JWT_SECRET = «sha256-" + digits.substr(0, 43) + "=»"));
}

TEST(SealedValues, SaltAndHashOfAPassword) {
  const std::string hash = (kHex + kHex).substr(0, 64);
  EXPECT_TRUE(is_sealed_in("rpcauth=«anna:f7efda5c189b999524f151318c0c86$" + hash + "»"));
  EXPECT_FALSE(is_sealed_in("rpcpassword=«anna:f7efda5c189b999524f151318c0c86$" + hash + "»"));
  EXPECT_FALSE(is_sealed_in("rpcauth=«anna:f7efda5c$" + hash.substr(1) + "»"));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
