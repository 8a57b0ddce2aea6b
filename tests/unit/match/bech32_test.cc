#include "scanner/match/bech32.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

// The vectors of BIP-173.
TEST(Bech32, ValidOfTheStandard) {
  for (const char* text :
       {"A12UEL5L", "a12uel5l", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "?1ezyfcl",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tg"
        "s"}) {
    EXPECT_TRUE(bech32_valid(text)) << text;
  }
}

TEST(Bech32, InvalidOfTheStandard) {
  for (const char* text : {"A1G7SGD8", "x1b4n0q5v", "li1dgmt3", "pzry9x0s0muk", "1pzry9x0s0muk",
                           "10a06t8", "1qzzfhee", "A12UeL5L", ""}) {
    EXPECT_FALSE(bech32_valid(text)) << text;
  }
}

// The identity of 32 bytes 0x42 that age's own tests use.
TEST(Bech32, AgeIdentity) {
  std::string front = "AGE-SECRET-";
  front += "KEY-1";
  for (int repeat = 0; repeat < 6; ++repeat) front += "GFPYYSJZ";
  EXPECT_TRUE(bech32_valid(front + "GFPQ4EGAEX"));
  EXPECT_FALSE(bech32_valid(front + "GFPQ4EGAEA"));
  EXPECT_EQ(bech32_completed(front + "GFPQQQQQQQ"), front + "GFPQ4EGAEX");
}

TEST(Bech32, LeavesOtherTextAlone) {
  EXPECT_EQ(bech32_completed("no data"), "no data");
}

}  // namespace
}  // namespace leakwarden::scanner
