#include "scanner/match/checksum.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/names.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kNow = 1764115200;  // 2025-11-26T00:00:00Z

// Values are put together at run time, so that no scanner finds one in this file.
std::string joined(std::string_view prefix, std::string_view rest) {
  return std::string(prefix) + std::string(rest);
}

TEST(Checksum, NamesAreThoseOfRuleFiles) {
  for (std::string_view name : checksum_names()) {
    ASSERT_TRUE(checksum_kind(name).has_value()) << name;
    EXPECT_EQ(checksum_name(*checksum_kind(name)), name);
  }
  // Every kind but None has a name there: as many names as kinds.
  EXPECT_EQ(checksum_names().size(), static_cast<std::size_t>(ChecksumKind::PrivateKey));
  EXPECT_EQ(checksum_kind("none"), ChecksumKind::None);
  EXPECT_EQ(checksum_kind(""), ChecksumKind::None);
  EXPECT_FALSE(checksum_kind("crc32").has_value());
  EXPECT_EQ(checksum_nature(ChecksumKind::Crc32Base62), ChecksumNature::Checksum);
  EXPECT_EQ(checksum_nature(ChecksumKind::ObjectIdTime), ChecksumNature::Structure);
  EXPECT_TRUE(checksum_valid(ChecksumKind::None, "anything", kNow));
}

// python3: zlib.crc32(b"0123456789ABCDEFGHIJKLMNOPQRST") is 4039328943
//        = 4·62⁵ + 25·62⁴ + 22·62³ + 37·62² + 60·62 + 51, in 0-9A-Za-z "4PMbyp".
TEST(Checksum, GitHubFormByHand) {
  std::string body = "0123456789ABCDEFGHIJKLMNOPQRST";
  EXPECT_TRUE(checksum_valid(ChecksumKind::Crc32Base62,
                             joined("ghp"
                                    "_",
                                    body + "4PMbyp"),
                             kNow));
  EXPECT_TRUE(checksum_valid(ChecksumKind::Crc32Base62,
                             joined("npm"
                                    "_",
                                    body + "4PMbyp"),
                             kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::Crc32Base62,
                              joined("ghp"
                                     "_",
                                     body + "4PMbyq"),
                              kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::Crc32Base62, "4PMbyp", kNow));
}

// MongoDB's manual: ObjectId("507f1f77bcf86cd799439011") is of 2012-10-17T21:13:27Z.
TEST(Checksum, ObjectIdTimesAreBounded) {
  std::string rest = "bcf86cd799439011-0123456789abcdef0123456789abcdef01";
  EXPECT_TRUE(checksum_valid(ChecksumKind::ObjectIdTime,
                             joined("PMAK"
                                    "-507f1f77",
                                    rest),
                             kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::ObjectIdTime,
                              joined("PMAK"
                                     "-4eff9fff",
                                     rest),
                              kNow));
  EXPECT_TRUE(checksum_valid(ChecksumKind::ObjectIdTime,
                             joined("PMAK"
                                    "-4f000000",
                                    rest),
                             kNow));
  // printf %x $((kNow + 86400)): 69279480
  EXPECT_TRUE(checksum_valid(ChecksumKind::ObjectIdTime,
                             joined("PMAK"
                                    "-69279480",
                                    rest),
                             kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::ObjectIdTime,
                              joined("PMAK"
                                     "-69279481",
                                     rest),
                              kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::ObjectIdTime, "PMAK-", kNow));
}

// The ULID specification's example, of 2016-07-30T23:54:10.259Z.
TEST(Checksum, UlidTimesAreBounded) {
  EXPECT_TRUE(checksum_valid(ChecksumKind::Ulid,
                             joined("PMAT"
                                    "-",
                                    "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                             kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::Ulid,
                              joined("PMAT"
                                     "-",
                                     "01ARZ3NDEKTSV4RRFFQ69G5FAU"),
                              kNow));  // U is no Crockford letter
  EXPECT_FALSE(checksum_valid(ChecksumKind::Ulid,
                              joined("PMAT"
                                     "-",
                                     "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
                              kNow));  // the year 10889
  EXPECT_FALSE(checksum_valid(ChecksumKind::Ulid,
                              joined("PMAT"
                                     "-",
                                     "00000000000000000000000000"),
                              kNow));  // 1970
}

// The example of RFC 7519 section 3.1.
TEST(Checksum, JsonWebTokenStructure) {
  std::string header = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
  std::string payload =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
      "cnVlfQ";
  std::string signature = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  EXPECT_TRUE(
      checksum_valid(ChecksumKind::JwtStructure, header + "." + payload + "." + signature, kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::JwtStructure, header + "." + payload, kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::JwtStructure, payload + "." + payload + "." + signature,
                              kNow));  // no alg
  EXPECT_FALSE(checksum_valid(ChecksumKind::JwtStructure, header + ".AAAA." + signature, kNow));
}

// base64 -w0 <<< '{"iat":1690000000.1,"url":"https://sentry.io"}' (without the newline)
TEST(Checksum, Base64JsonReachesToItsEnd) {
  std::string json = "eyJpYXQiOjE2OTAwMDAwMDAuMSwidXJsIjoiaHR0cHM6Ly9zZW50cnkuaW8ifQ==";
  EXPECT_TRUE(checksum_valid(ChecksumKind::Base64Json,
                             joined("ops"
                                    "_",
                                    json),
                             kNow));
  EXPECT_TRUE(checksum_valid(ChecksumKind::Base64Json,
                             joined("sntrys"
                                    "_",
                                    json + "_" + std::string(43, 'x')),
                             kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::Base64Json,
                              joined("ops"
                                     "_",
                                     json.substr(0, 40)),
                              kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::Base64Json,
                              joined("ops"
                                     "_eyJ",
                                     std::string(80, 'q')),
                              kNow));
}

// printf 123456789012345678 | base64
TEST(Checksum, DiscordTokensBeginWithANumber) {
  EXPECT_TRUE(
      checksum_valid(ChecksumKind::DiscordId, "MTIzNDU2Nzg5MDEyMzQ1Njc4.Xabcde.rest", kNow));
  EXPECT_FALSE(
      checksum_valid(ChecksumKind::DiscordId, "MabcdefghijklmnopqrstuvW.Xabcde.rest", kNow));
  EXPECT_FALSE(checksum_valid(ChecksumKind::DiscordId, "", kNow));
}

struct Sample {
  const char* name;
  std::string value;
};

std::vector<Sample> samples() {
  std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string dashes = "-----";
  return {
      {"crc32-base62", "ghx_" + letters.substr(5, 36)},
      {"crc32-base36", "glx-" + letters.substr(0, 30) + ".01.0u0123456"},
      {"crc32-hex", "cfx_" + letters.substr(3, 40) + "01234567"},
      {"crc32-hex-whole", "ATXXT3" + letters + "=01234567"},
      {"crc32-hex-little-endian", "glx_" + letters.substr(0, 32) + "_01234567"},
      {"marvin32", letters + letters.substr(0, 14) + "+AStAAAAAA=="},
      {"marvin32", letters.substr(0, 33) + "AzCaAAAAAA="},
      {"bech32", "AGX-SECRET-KEY-1" + std::string(58, 'Q')},
      {"luhn", "4111-1111-1111-1112"},
      {"crc32-base62-whole",
       "syx_" + letters.substr(0, 8) + "_" + letters.substr(0, 20) + "_012345"},
      {"crc32-hex-whole-lower", "ysx_" + letters.substr(0, 40) + "01234567"},
      {"crc32-hex", "zpx_" + letters.substr(0, 32) + "_01234567"},
      {"crc32-base64", "cflx" + letters.substr(0, 54) + "012345"},
      {"crc32c-base58", "unkex_" + letters.substr(0, 40) + "111111"},
      {"crc32-compact-base62", "xax_" + letters.substr(0, 33)},
      {"crc32-azure-devops", std::string(26, 'q') + std::string(26, 'z')},
      {"crc16-base32", "S" + std::string(55, 'Q')},
      {"base58check", "5" + std::string(50, 'Q')},
      {"base58check-ripple", "s" + std::string(28, 'Q')},
      {"marvin32-annotated", letters.substr(0, 52) + "JQQJ99BC" + letters.substr(0, 24)},
      {"marvin32-entra", "abc8Q~" + letters.substr(0, 34)},
      {"bitlocker", "000001-000002-000003-000004-000005-000006-000007-000008"},
      {"objectid-time", "PMAX-ffffffff0123456789abcdef-0123"},
      {"ulid", "PMAX-7ZZZZZZZZZ0123456789ABCDEF"},
      {"jwt-structure", "ghx_1_eyJ" + letters + ".eyJ" + letters + "." + letters},
      {"base64-json", "opx_eyJ" + letters + letters},
      {"base64-json", "snx_eyJ" + letters + letters.substr(0, 17) + "==_" + letters.substr(0, 43)},
      {"discord", "M" + letters.substr(0, 24) + ".Xabcde." + letters.substr(0, 30)},
      {"pem", dashes + "BEGIN EC PRIVATE KEY" + dashes + letters + letters + dashes +
                  "END DSA PRIVATE KEY" + dashes},
      {"pem", dashes + "BEGIN OPENSSH PRIVATE KEY" + dashes + letters + dashes + "END x" + dashes},
      {"pem", dashes + "BEGIN ENCRYPTED PRIVATE KEY" + dashes + letters + dashes},
      {"pem", dashes + "BEGIN PGP PRIVATE KEY BLOCK" + dashes + letters + dashes},
  };
}

TEST(Checksum, CompletedSamplesAreValidAndStable) {
  for (const Sample& sample : samples()) {
    ChecksumKind kind = *checksum_kind(sample.name);
    EXPECT_FALSE(checksum_valid(kind, sample.value, kNow)) << sample.name;
    std::string completed = checksum_complete(kind, sample.value);
    EXPECT_TRUE(checksum_valid(kind, completed, kNow)) << sample.name << " " << completed;
    EXPECT_EQ(checksum_complete(kind, sample.value), completed) << sample.name;
    if (kind != ChecksumKind::PrivateKey && kind != ChecksumKind::JwtStructure &&
        kind != ChecksumKind::DiscordId && kind != ChecksumKind::Crc32CompactBase62) {
      EXPECT_EQ(completed.size(), sample.value.size()) << sample.name;
    }
  }
}

TEST(Checksum, TotalOnAnyBytes) {
  const std::string values[] = {"",
                                "_",
                                "=",
                                "eyJ",
                                ".",
                                std::string(3, '\0'),
                                "\xff\xfe\x80",
                                "-----BEGIN ",
                                "-----BEGIN x-----",
                                "{\"",
                                std::string(5000, '{'),
                                std::string(5000, 'a')};
  for (std::string_view name : checksum_names()) {
    for (const std::string& value : values) {
      ChecksumKind kind = *checksum_kind(name);
      std::string completed = checksum_complete(kind, value);
      EXPECT_LE(completed.size(), value.size() + 1000) << name;
      EXPECT_FALSE(checksum_valid(kind, value, kNow)) << name << " " << value.substr(0, 20);
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
