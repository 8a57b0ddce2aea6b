#include "scanner/match/openpgp_key.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

TEST(OpenPgpKey, Crc24CheckValue) {  // the catalogue of CRCs' check value of CRC-24/OPENPGP
  EXPECT_EQ(crc24("123456789"), 0x21cf02u);
}

// The first bytes of keys that GnuPG 2.2.40 made (gpg --quick-gen-key … rsa2048 / ed25519).
TEST(OpenPgpKey, HeadsOfGnuPG) {
  std::optional<OpenPgpKey> rsa = openpgp_key(
      base64_decode("lQOYBGsH8tMBCADWCHACk+L2kUsdC9jTfKpkewmE7nyDdj7Xr4EEsRU3RXYLaCTt").bytes);
  ASSERT_TRUE(rsa.has_value());
  EXPECT_EQ(rsa->algorithm, "RSA");
  EXPECT_EQ(rsa->created, 0x6b07f2d3);
  EXPECT_FALSE(rsa->encrypted.has_value());  // the numbers are cut off
  std::optional<OpenPgpKey> curve =
      openpgp_key(base64_decode("lIYEawfy1BYJKwYBBAHaRw8BAQdAVW3GFZ1PbB6UKD7EY6kwIx3TrPaJ3ofWHV1E"
                                "3wGfqAz+BwMC")
                      .bytes);
  ASSERT_TRUE(curve.has_value());
  EXPECT_EQ(curve->algorithm, "EdDSA");
  EXPECT_EQ(curve->encrypted, true);
}

TEST(OpenPgpKey, Unencrypted) {
  std::string packet = std::string("\xc5\x20\x04\0\0\0\x01\x01", 8) +  // version 4, RSA
                       std::string("\0\x08\xff\0\x11\1\0\1", 8) +      // two numbers
                       std::string("\0", 1) + "rest of it";
  std::optional<OpenPgpKey> key = openpgp_key(packet);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->encrypted, false);
  packet[16] = '\xfe';
  EXPECT_EQ(openpgp_key(packet)->encrypted, true);
}

TEST(OpenPgpKey, PacketsThatEndWhereTheBytesEnd) {  // RFC 9580 section 4.2's three lengths
  EXPECT_TRUE(is_whole_packets("\x94\x01x\xc5\x02xy"));
  EXPECT_TRUE(is_whole_packets("\xc5\xc0\x01" + std::string(193, 'x')));
  EXPECT_TRUE(is_whole_packets(std::string("\xc5\xff\0\0\0\x01x", 7)));
  EXPECT_FALSE(is_whole_packets("\x94\x03xy"));
  EXPECT_FALSE(is_whole_packets("\xc5\xe1xy"));
  EXPECT_FALSE(is_whole_packets("\x97xy"));
}

TEST(OpenPgpKey, OtherPacketsAreNone) {
  EXPECT_FALSE(is_secret_key_packet(""));
  EXPECT_FALSE(is_secret_key_packet("text"));
  EXPECT_TRUE(is_secret_key_packet("\x95\x03\x98"));
  EXPECT_FALSE(is_secret_key_packet("\x99\x03\x98"));  // a public key
  EXPECT_FALSE(openpgp_key("\x95\x03\x98\x03").has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
