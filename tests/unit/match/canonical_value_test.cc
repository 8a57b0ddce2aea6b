#include "scanner/match/canonical_value.h"

#include <gtest/gtest.h>

#include "scanner/base/fingerprint.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

std::string_view shown(const Secret& secret) {
  return secret.reveal(RevealFor::Matching);
}

TEST(CanonicalValue, OfOrdinaryValuesIsTheValue) {
  std::string key = testing::planted_postman_key(3);
  EXPECT_EQ(shown(canonical_value(Secret::copy_of(key))), key);
  EXPECT_TRUE(canonical_value(Secret()).empty());
}

// "-----BEGIN " and so on, without writing an armour into the tree.
std::string armour(const std::string& which) {
  return "-----" + which + " PRIVATE KEY-----";
}

// base64 of 48 bytes 0x30 0x2e 0x02 0x01 0x00 and fillers, in two lines.
std::string line(int part) {
  return leakwarden::testing::planted_characters(
      40 + static_cast<std::uint64_t>(part), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
      64);
}

TEST(CanonicalValue, OfAPrivateKeyIsTheSameHoweverItIsWritten) {
  std::string first = line(1);
  std::string second = line(2);
  const std::string layouts[] = {
      armour("BEGIN") + "\n" + first + "\n" + second + "\n" + armour("END"),
      armour("BEGIN") + "\r\n" + first + "\r\n" + second + "\r\n" + armour("END"),
      armour("BEGIN") + "\\n" + first + "\\n" + second + "\\n" + armour("END"),
      armour("BEGIN") + "\n    " + first + "\n    " + second + "\n    " + armour("END"),
      armour("BEGIN") + "\\n\" +\n  \"" + first + "\\n\" +\n  \"" + second + "\\n\" +\n  \"" +
          armour("END"),
  };
  Secret expected = canonical_value(Secret::copy_of(layouts[0]));
  EXPECT_EQ(expected.size(), 96u);  // 128 base64 characters
  for (const std::string& layout : layouts) {
    Secret value = Secret::copy_of(layout);
    EXPECT_TRUE(canonical_value(value) == expected) << layout.substr(0, 40);
    EXPECT_EQ(fingerprint_of(canonical_value(value)), fingerprint_of(expected));
  }
}

TEST(CanonicalValue, OfABlockThatDoesNotDecodeIsTheBlock) {
  std::string block = armour("BEGIN") + "\n!!!\n" + armour("END");
  EXPECT_EQ(shown(canonical_value(Secret::copy_of(block))), block);
}

}  // namespace
}  // namespace leakwarden::scanner
