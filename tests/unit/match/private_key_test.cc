#include "scanner/match/private_key.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "scanner/base/base64.h"
#include "scanner/match/openpgp_key.h"

namespace leakwarden::scanner {
namespace {

// Armour is put together at run time, so that no scanner finds a block in this file.
std::string block(std::string_view label, std::string_view body) {
  std::string dashes(5, '-');
  return dashes + "BEGIN " + std::string(label) + dashes + std::string(body) + dashes + "END " +
         std::string(label) + dashes;
}

// The Ed25519 key of RFC 8410 section 10.3.
constexpr std::string_view kEd25519 =
    "MC4CAQAwBQYDK2Vw"
    "BCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";

TEST(PrivateKey, TheSameKeyInEveryLayout) {
  std::string first(kEd25519.substr(0, 32));
  std::string second(kEd25519.substr(32));
  std::string expected = base64_decode(kEd25519).bytes;
  const std::string bodies[] = {
      "\n" + first + second + "\n",
      "\r\n" + first + "\r\n" + second + "\r\n",
      "\\n" + first + "\\n" + second + "\\n",
      "\\\\n" + first + "\\\\n" + second + "\\\\n",
      "\\n\" +\n    \"" + first + "\\n\" +\n    \"" + second + "\\n\" +\n    \"",
      "',\n  '" + first + "',\n  '" + second + "',\n  '",
      "\n    " + first + "\n    " + second + "\n    ",
      "\n# " + first + "\n# " + second + "\n# ",
      "\n// " + first + "\n// " + second + "\n// ",
      " " + first + " " + second + " ",
      "\\n\" . \"" + first + "\\n\" . \"" + second + "\\n\" . \"",
  };
  for (const std::string& body : bodies) {
    std::string text = block("PRIVATE KEY", body);
    EXPECT_EQ(private_key_bytes(text), expected) << body;
    EXPECT_TRUE(private_key_plausible(text)) << body;
  }
}

TEST(PrivateKey, EscapedSlashes) {
  std::string body = "\\n" + std::string(kEd25519) + "\\n";
  for (std::size_t at = body.find('/'); at != std::string::npos; at = body.find('/', at + 2)) {
    body.replace(at, 1, "\\/");
  }
  EXPECT_EQ(private_key_bytes(block("PRIVATE KEY", body)), base64_decode(kEd25519).bytes);
}

TEST(PrivateKey, HeadersAreNotContent) {
  std::string cipher = base64_encode(std::string(96, '\x17'));
  std::string body =
      "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n" + cipher + "\n";
  EXPECT_EQ(private_key_bytes(block("RSA PRIVATE KEY", body)), std::string(96, '\x17'));
  EXPECT_TRUE(private_key_plausible(block("RSA PRIVATE KEY", body)));
}

// The first lines and the check line of the secret key in RFC 9580 appendix A.4.
TEST(PrivateKey, OpenPgp) {
  std::string body =
      "\nComment: a test\n\nxUsGY4d/4xsAAAAg+U2nu0jWCmHlZ3BqZYfQMxmZu52JGggkLq2EVD34laMAGXKB\n"
      "exK+cH6NX1hs5hNhIB00TrJmosgv3mg1ditlsLfCsQYfGwoAAABCBYJjh3/jAwsJ\n=Njan\n";
  std::string text = block("PGP PRIVATE KEY BLOCK", body);
  ASSERT_TRUE(private_key_bytes(text).has_value());
  EXPECT_EQ(private_key_bytes(text)->size(), 96u);  // two lines of 64 characters
  EXPECT_TRUE(private_key_plausible(text));
  // An old-format public-key packet (tag 6) under a private label is no key.
  EXPECT_FALSE(private_key_plausible(block("PGP PRIVATE KEY BLOCK", "\nmQENBFkd\n")));
}

TEST(PrivateKey, OpenSsh) {
  std::string body = "\n" + base64_encode(std::string("openssh-key-v1\0", 15) + "rest") + "\n";
  EXPECT_TRUE(private_key_plausible(block("OPENSSH PRIVATE KEY", body)));
  EXPECT_FALSE(private_key_plausible(block("OPENSSH PRIVATE KEY", "\n" + std::string(kEd25519))));
}

// A 2,048-bit RSA key in PKCS#1 is a SEQUENCE of about 1,190 bytes that begins with INTEGER 0.
TEST(PrivateKey, HalfOfAKeyIsAKey) {
  std::string der = std::string("\x30\x82\x04\xa4\x02\x01\x00", 7) + std::string(1185, '\x55');
  EXPECT_TRUE(private_key_plausible(block("RSA PRIVATE KEY", base64_encode(der))));
  EXPECT_TRUE(private_key_plausible(block("RSA PRIVATE KEY", base64_encode(der.substr(0, 600)))));
  EXPECT_FALSE(private_key_plausible(block("RSA PRIVATE KEY", base64_encode(der.substr(0, 500)))));
}

TEST(PrivateKey, ARemarkBehindTheFirstLineIsNotContent) {
  std::string body = " fake\\n\" +\n  \"" + std::string(kEd25519) + "\\n";
  EXPECT_EQ(private_key_bytes(block("PRIVATE KEY", body)), base64_decode(kEd25519).bytes);
}

TEST(PrivateKey, WithoutArmourTheWholeTextMustBeAKey) {
  EXPECT_TRUE(private_key_plausible(kEd25519));
  EXPECT_FALSE(private_key_plausible(std::string(kEd25519) + "!"));
  EXPECT_FALSE(private_key_plausible(kEd25519.substr(1)));
  EXPECT_TRUE(private_key_plausible(private_key_completed("MIIE")));
}

TEST(PrivateKey, WhatIsNoKey) {
  EXPECT_FALSE(private_key_plausible("no block"));
  EXPECT_FALSE(private_key_bytes("-----BEGIN x").has_value());
  EXPECT_FALSE(private_key_plausible(block("PRIVATE KEY", "\n...\n")));
  EXPECT_FALSE(private_key_plausible(block("PRIVATE KEY", "\n" + std::string(64, 'A') + "\n")));
  // A certificate's DER is a SEQUENCE of a SEQUENCE: it fits an encrypted key's label only.
  std::string certificate =
      base64_encode(std::string("\x30\x09\x30\x03\x02\x01\x00\x04\x02"
                                "ab",
                                11));
  EXPECT_FALSE(private_key_plausible(block("PRIVATE KEY", certificate)));
  EXPECT_TRUE(private_key_plausible(block("ENCRYPTED PRIVATE KEY", certificate)));
}

// The check is asked only of a block that is whole and whose lines are plain: behind quotes our
// reading may be what is wrong. One packet of the older form: 94, the length 58, so many bytes.
TEST(PrivateKey, OpenPgpChecksAreAsked) {
  std::string bytes = "\x94\x3a" + std::string(58, 'k');
  std::uint32_t sum = crc24(bytes);
  std::string check =
      base64_encode(std::string{static_cast<char>(sum >> 16), static_cast<char>(sum >> 8 & 0xff),
                                static_cast<char>(sum & 0xff)});
  std::string body = "\nVersion: 1\n\n" + base64_encode(bytes) + "\n=";
  std::string label = "PGP PRIVATE KEY BLOCK";
  EXPECT_TRUE(private_key_plausible(block(label, body + check + "\n")));
  EXPECT_FALSE(private_key_plausible(block(label, body + "AAAA\n")));
  std::string cut = "\n" + base64_encode(bytes.substr(0, 57)) + "\n=AAAA\n";
  EXPECT_TRUE(private_key_plausible(block(label, cut)));
  EXPECT_TRUE(private_key_plausible(block(label, "\n\"" + base64_encode(bytes) + "\"\n=AAAA\n")));
}

}  // namespace
}  // namespace leakwarden::scanner
