#include "scanner/match/base32.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

TEST(Base32, ExamplesOfTheStandard) {  // RFC 4648 section 10
  EXPECT_EQ(base32_encode("foobar", Base32Case::Upper), "MZXW6YTBOI");
  EXPECT_EQ(base32_encode("fooba", Base32Case::Lower), "mzxw6ytb");
  EXPECT_EQ(base32_decode("MZXW6YTBOI"), "foobar");
  EXPECT_EQ(base32_decode("mzxw6ytb"), "fooba");
  EXPECT_FALSE(base32_decode("MZXW6=").has_value());
  EXPECT_FALSE(base32_decode("1").has_value());
}

TEST(Base32, Crc16CheckValue) {  // the catalogue of CRCs' check value of XMODEM
  EXPECT_EQ(crc16_xmodem("123456789"), 0x31c3);
}

// The seeds of Stellar's and NATS's documentation, in parts.
TEST(Base32, PublishedSeeds) {
  std::string stellar =
      std::string("SBU2RRGLXH3E5CQHTD3ODLDF2BWD") + "CYUSSBLLZ5GNW7JXHDIYKXZWHOKR";
  std::string nats = std::string("SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6B") + "FDTJ7M6USDXIEDNPPQYYYCU3VY";
  for (std::string seed : {stellar, nats}) {
    EXPECT_TRUE(strkey_valid(seed));
    seed[10] = seed[10] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(strkey_valid(seed));
    std::string mended = strkey_completed(seed);
    EXPECT_TRUE(strkey_valid(mended));
    EXPECT_EQ(mended.substr(0, 50), seed.substr(0, 50));
    EXPECT_EQ(mended.size(), seed.size());
  }
}

TEST(Base32, ZerosAreNoSeed) {  // their CRC is zero too
  EXPECT_FALSE(strkey_valid(std::string(56, 'A')));
  EXPECT_FALSE(strkey_valid(""));
}

// By an implementation in Python, from the description in base32.h.
TEST(Base32, AzureDevOpsTokens) {
  std::string person = std::string("abcjgfghijkloa6pqrstuvwx") + "yz234567abcmufghijklmnopqrsq";
  std::string application =
      std::string("abcggfghijkbpe6pqrstuvwx") + "yz234567abcmsfghijklmnopqrsq";
  EXPECT_TRUE(azure_devops_token_valid(person));
  EXPECT_TRUE(azure_devops_token_valid(application));
  std::string plain = std::string("abcdefghijklmnopqrstuvwx") + "yz234567abcdefghijklmnopqrst";
  EXPECT_FALSE(azure_devops_token_valid(plain));
  EXPECT_EQ(azure_devops_token_completed(plain), person);
  EXPECT_FALSE(azure_devops_token_valid(person.substr(1)));
  EXPECT_FALSE(azure_devops_token_valid(std::string(52, 'a')));
}

}  // namespace
}  // namespace leakwarden::scanner
