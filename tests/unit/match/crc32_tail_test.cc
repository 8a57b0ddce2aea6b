#include "scanner/match/crc32_tail.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

std::string expected_of(ChecksumKind kind, const std::string& value) {
  std::optional<ChecksumTail> tail = crc32_tail(kind, value);
  return tail ? tail->expected : "none";
}

TEST(Crc32Tail, CheckValueOfTheAlgorithm) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926u);  // the catalogue value of CRC-32/ISO-HDLC
  EXPECT_EQ(crc32(""), 0u);
}

// The sample in GitLab's documentation of routable tokens: its last 7 characters are 03gxo7s.
TEST(Crc32Tail, GitLabsSample) {
  std::string front = std::string("glpat") + "-bzox79Of-KE9FD2LjoXXF4CvyxA.0r";
  EXPECT_EQ(expected_of(ChecksumKind::Crc32Base36, front + "0000000"), "03gxo7s");
}

// python3: zlib.crc32(b"A" * 24 + b"000295") is 600619 = 2·62³ + 32·62² + 15·62 + 25.
TEST(Crc32Tail, PadsWithZeros) {
  std::string value = "gho_" + std::string(24, 'A') + "000295" + "xxxxxx";
  EXPECT_EQ(expected_of(ChecksumKind::Crc32Base62, value), "002WFP");
}

// python3: "%08x" % zlib.crc32(b"0123456789" * 4) is a6463c49
//          "%08X" % zlib.crc32(b"ATBB0123456789abcdefghijklmn") is 48AEADD4
//          zlib.crc32(b"glsa_0123456789ABCDEFGHIJKLMNOPQRSTUV").to_bytes(4, "little").hex() is
//          85298802
TEST(Crc32Tail, HexForms) {
  std::string body = "0123456789012345678901234567890123456789";
  EXPECT_EQ(expected_of(ChecksumKind::Crc32Hex, "cfut_" + body + "00000000"), "a6463c49");
  EXPECT_EQ(expected_of(ChecksumKind::Crc32HexWhole, "ATBB0123456789abcdefghijklmn00000000"),
            "48AEADD4");
  EXPECT_EQ(expected_of(ChecksumKind::Crc32HexLittleEndian,
                        "glsa_0123456789ABCDEFGHIJKLMNOPQRSTUV_00000000"),
            "85298802");
}

// The token of Grafana's own test of its service account tokens: it ends in fcaaf58a.
TEST(Crc32Tail, GrafanasSample) {
  std::string front = std::string("glsa") + "_yscW25imSKJIuav8zF37RZmnbiDvB05G_";
  EXPECT_EQ(expected_of(ChecksumKind::Crc32HexLittleEndian, front + "00000000"), "fcaaf58a");
}

// python3: zlib.crc32() of the fronts, in base 62 and hex; a "_" before the tail is not summed.
TEST(Crc32Tail, OthersWhole) {
  EXPECT_EQ(expected_of(ChecksumKind::Crc32Base62Whole, "syt_YWxpY2U_abcdefghijKLMNOPQRST_000000"),
            "1gMEYn");
  EXPECT_EQ(expected_of(ChecksumKind::Crc32HexWholeLower,
                        "ysc2_0123456789abcdefghijABCDEFGHIJ012345678900000000"),
            "a239188f");
  EXPECT_EQ(expected_of(ChecksumKind::Crc32Hex, "zpka_0123456789abcdefghijklmnopqrstuv_00000000"),
            "782bbe53");
}

// base64 of zlib.crc32(…).to_bytes(4, "little").
TEST(Crc32Tail, Confluent) {
  std::string body = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr";
  EXPECT_EQ(expected_of(ChecksumKind::Crc32Base64, "cflt" + body + "000000"), "+OjB9Q");
}

// The catalogue value of CRC-32/ISCSI; the key by a bitwise version of it in Python.
TEST(Crc32Tail, Castagnoli) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(expected_of(ChecksumKind::Crc32cBase58,
                        "unkey_12345678unkeyv1ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkm111111"),
            "2bbFzK");
}

TEST(Crc32Tail, TooShortOrAnotherKind) {
  EXPECT_FALSE(crc32_tail(ChecksumKind::Crc32Base62, "123456").has_value());
  EXPECT_FALSE(crc32_tail(ChecksumKind::Luhn, "a value that is long enough").has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
