#include "scanner/match/marvin32.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(at, 2)), nullptr, 16)));
  }
  return bytes;
}

struct Vector {
  std::uint64_t seed;
  const char* bytes;
  std::uint64_t hash;
};

// The vectors of .NET's own test of System.Marvin.
constexpr std::uint64_t kSeed1 = 0x4FB61A001BDBCC;
constexpr std::uint64_t kSeed3 = 0x804FB61A801BDBCC;
constexpr Vector kVectors[] = {
    {kSeed1, "", 0x30ED35C100CD3C7D},
    {kSeed1, "af", 0x48E73FC77D75DDC1},
    {kSeed1, "e70f", 0xB5F6E1FC485DBFF8},
    {kSeed1, "37f495", 0xF0B07C789B8CF7E8},
    {kSeed1, "8642dc59", 0x7008F2E87E9CF556},
    {kSeed1, "153fb79826", 0xE6C08C6DA2AFA997},
    {kSeed1, "0932e6246c47", 0x6F04BF1A5EA24060},
    {kSeed1, "ab427ea8d10fc7", 0xE11847E4F0678C41},
    {kSeed3, "00ff00ff00", 0x1D7DDF9DFDF3C1BF},
    {kSeed3, "ff00ff00ff00ff", 0xFDFD187B1D3CE784},
};

TEST(Marvin32, VectorsOfDotNet) {
  for (const Vector& vector : kVectors) {
    std::string bytes = from_hex(vector.bytes);
    EXPECT_EQ(marvin64(bytes, vector.seed), vector.hash) << vector.bytes;
    EXPECT_EQ(marvin32(bytes, vector.seed),
              static_cast<std::uint32_t>(vector.hash >> 32 ^ vector.hash));
  }
}

// The bytes 0 to 56, the mark, and the checksum under "Default0" that a Python version of the
// algorithm (checked with the vectors above) gives: 63 97 a9 e0.
TEST(Marvin32, StorageKey) {
  std::string random;
  for (int byte = 0; byte < 57; ++byte) random.push_back(static_cast<char>(byte));
  std::string front = base64_encode(random) +
                      "+A"
                      "St";
  EXPECT_TRUE(azure_key_valid(front + "Y5ep4A=="));
  EXPECT_FALSE(azure_key_valid(front + "Y5ep5A=="));
  EXPECT_EQ(azure_key_completed(front + "AAAAAA=="), front + "Y5ep4A==");
}

// Any label of a mark will do: this one is Cosmos DB's "MastRO00", of the same computation.
TEST(Marvin32, EveryLabelOfAMark) {
  std::string random;
  for (int byte = 0; byte < 57; ++byte) random.push_back(static_cast<char>(byte));
  EXPECT_TRUE(azure_key_valid(base64_encode(random) + "AC"
                                                      "DbsQCcPg=="));
}

// API Management's mark with "Tenant00" and with "IoTHub00"; by the same Python version.
TEST(Marvin32, SubscriptionKeys) {
  std::string random;
  for (int byte = 0; byte < 57; ++byte) random.push_back(static_cast<char>(byte));
  std::string front = base64_encode(random) + "AP" + "IM";
  EXPECT_TRUE(azure_key_valid(front + "td9Xxg=="));
  EXPECT_TRUE(azure_key_valid(front + "nWSKig=="));
  EXPECT_FALSE(azure_key_valid(front + "nWSKiw=="));
}

TEST(Marvin32, UnknownMark) {
  EXPECT_FALSE(azure_key_valid(""));
  EXPECT_FALSE(azure_key_valid("=="));
  EXPECT_FALSE(azure_key_valid("+AStAAAAAA=="));
  EXPECT_EQ(azure_key_completed("0123456789012345XXXX012345=="), "0123456789012345XXXX012345==");
}

}  // namespace
}  // namespace leakwarden::scanner
