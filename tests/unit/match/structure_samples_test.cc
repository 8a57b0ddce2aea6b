#include "scanner/match/structure_samples.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/rules/names.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kNow = 1764115200;  // 2025-11-26T00:00:00Z
const std::string kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

struct Sample {
  const char* name;
  std::string value;
};

// What a pattern would draw: right letters, nothing behind them.
std::vector<Sample> samples() {
  return {
      {"jwe-structure", "eyJ" + kLetters + ".." + kLetters + "." + kLetters + "." + kLetters},
      {"base64-pair", kLetters + "ab=="},
      {"base64-pair", "essu_" + kLetters},
      {"base64-uuid", kLetters.substr(0, 48)},
      {"base64-numbered", "M" + kLetters.substr(0, 43)},
      {"base64-numbered", "BBDC-M" + kLetters.substr(0, 45)},
      {"base64-blocks", kLetters + "abcd"},
      {"base64-msgpack", "fm2_" + kLetters},
      {"base32-msgpack", "DDRCM_" + std::string(40, 'Q')},
      {"base32-text", "tgpak_" + std::string(48, 'q')},
      {"hex-letters", "shpk" + std::string(60, '0')},
      {"x25519", kLetters.substr(0, 43) + "="},
      {"macaroon", "pypi-" + kLetters + kLetters},
      {"macaroon", kLetters + kLetters},
      {"fernet-token", kLetters + kLetters.substr(0, 58) + "=="},
      {"jenkins-secret", "{" + kLetters.substr(0, 54) + "==}"},
      {"elastic-service-token", "AAEAAW" + kLetters},
      {"bcrypt", "$2b$99$" + kLetters.substr(0, 53)},
      {"presigned-url", "k8s-aws-v1." + kLetters + kLetters},
  };
}

TEST(StructureSamples, CompletedSamplesAreValidAndStable) {
  for (const Sample& sample : samples()) {
    ChecksumKind kind = *checksum_kind(sample.name);
    EXPECT_EQ(checksum_nature(kind), ChecksumNature::Structure) << sample.name;
    EXPECT_FALSE(checksum_valid(kind, sample.value, kNow)) << sample.name;
    std::string completed = structure_completed(kind, sample.value);
    EXPECT_TRUE(checksum_valid(kind, completed, kNow)) << sample.name << " " << completed;
    EXPECT_EQ(structure_completed(kind, sample.value), completed) << sample.name;
  }
}

TEST(StructureSamples, ChecksumsAreLeftAlone) {
  EXPECT_EQ(structure_completed(ChecksumKind::Crc32Base62, "ghp_x"), "ghp_x");
  EXPECT_EQ(structure_completed(ChecksumKind::None, "x"), "x");
}

}  // namespace
}  // namespace leakwarden::scanner
