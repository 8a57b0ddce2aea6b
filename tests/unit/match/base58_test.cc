#include "scanner/match/base58.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

// Published examples: the Bitcoin wiki's "Wallet import format", BIP-32's first test vector, and
// xrpl.org's "masterpassphrase" seed. In parts, so that no scanner finds them here.
TEST(Base58, PublishedKeys) {
  std::string wif = std::string("5HueCGU8rMjxEXxiPuD5BDku4MkFq") + "eZyd4dZ1jvhTVqvbTLvyTJ";
  std::string extended =
      std::string("xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiCh") +
      "kVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi";
  std::string seed = std::string("snoPBrXtMeMyMH") + "UVTgbuqAfg1SUTb";
  EXPECT_TRUE(base58_check_valid(wif, Base58Digits::Bitcoin));
  EXPECT_TRUE(base58_check_valid(extended, Base58Digits::Bitcoin));
  EXPECT_TRUE(base58_check_valid(seed, Base58Digits::Ripple));
  EXPECT_FALSE(base58_check_valid(seed, Base58Digits::Bitcoin));
  for (std::string* key : {&wif, &extended}) {
    (*key)[20] = (*key)[20] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(base58_check_valid(*key, Base58Digits::Bitcoin));
    std::string mended = base58_check_completed(*key, Base58Digits::Bitcoin);
    EXPECT_TRUE(base58_check_valid(mended, Base58Digits::Bitcoin));
    EXPECT_EQ(mended.size(), key->size());
    EXPECT_EQ(mended.substr(0, 30), key->substr(0, 30));
  }
}

// draft-msporny-base58: its three examples.
TEST(Base58, ExamplesOfTheDraft) {
  EXPECT_EQ(base58_encode("Hello World!", Base58Digits::Bitcoin), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(base58_decode("2NEpo7TZRRrLZSi2U", Base58Digits::Bitcoin), "Hello World!");
  std::string zeros("\0\0\x28\x7f\xb4\xcd", 6);
  EXPECT_EQ(base58_encode(zeros, Base58Digits::Bitcoin), "11233QC4");
  EXPECT_EQ(base58_decode("11233QC4", Base58Digits::Bitcoin), zeros);
}

TEST(Base58, RefusesWhatIsNoneAndWhatIsLong) {
  EXPECT_FALSE(base58_decode("0OIl", Base58Digits::Bitcoin).has_value());
  EXPECT_FALSE(base58_decode(std::string(257, '2'), Base58Digits::Bitcoin).has_value());
  EXPECT_FALSE(base58_check_valid("", Base58Digits::Bitcoin));
  EXPECT_EQ(base58_check_completed("0", Base58Digits::Ripple), "0");
}

}  // namespace
}  // namespace leakwarden::scanner
