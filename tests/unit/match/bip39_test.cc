#include "scanner/match/bip39.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/sha256.h"
#include "scanner/match/bip39_words.h"

namespace leakwarden::scanner {
namespace {

std::string repeated(const std::string& word, int times, const std::string& last) {
  std::string phrase;
  for (int i = 0; i < times; ++i) phrase += word + " ";
  return phrase + last;
}

TEST(Bip39, TheListIsThatOfTheStandard) {
  std::string lines;
  for (char c : kBip39Words) lines += c == ' ' ? '\n' : c;
  EXPECT_EQ(sha256_hex(lines + "\n"),
            "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
}

// Entropy of zeros and of ones, from the vectors of BIP-39 (trezor/python-mnemonic, vectors.json).
TEST(Bip39, TheVectorsOfTheStandard) {
  EXPECT_TRUE(bip39_valid(repeated("abandon", 11, "about")));
  EXPECT_TRUE(bip39_valid(repeated("abandon", 17, "agent")));
  EXPECT_TRUE(bip39_valid(repeated("abandon", 23, "art")));
  EXPECT_TRUE(bip39_valid(repeated("zoo", 11, "wrong")));
  EXPECT_TRUE(bip39_valid(repeated("zoo", 17, "when")));
  EXPECT_TRUE(bip39_valid(repeated("zoo", 23, "vote")));
}

TEST(Bip39, AnotherWordOrNumberOfWordsIsNone) {
  EXPECT_FALSE(bip39_valid(repeated("abandon", 11, "abandon")));
  EXPECT_FALSE(bip39_valid(repeated("abandon", 10, "about")));
  EXPECT_FALSE(bip39_valid(repeated("abandon", 11, "the")));
  EXPECT_FALSE(bip39_valid(repeated("abandon", 11, "about ")));
  EXPECT_FALSE(bip39_valid(""));
  EXPECT_FALSE(bip39_valid(std::string(100'000, ' ')));
}

TEST(Bip39, APhraseIsCompleted) {
  for (int words : {12, 15, 18, 21, 24}) {
    const std::string completed = bip39_completed(repeated("qqq", words - 1, "last"));
    EXPECT_TRUE(bip39_valid(completed)) << completed;
  }
  EXPECT_EQ(bip39_completed("three words only"), "three words only");
}

}  // namespace
}  // namespace leakwarden::scanner
