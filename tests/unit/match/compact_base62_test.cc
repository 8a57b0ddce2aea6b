#include "scanner/match/compact_base62.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

// The known key of xataio/xata's own test (internal/api/key), in parts.
TEST(CompactBase62, KnownKey) {
  std::string body = std::string("xoWnROvXetYNTeVz") + "fIyA10QcC8UNZufs2";
  EXPECT_TRUE(xata_key_valid("xau_" + body));
  EXPECT_TRUE(xata_key_valid("xao_" + body));
  std::string changed = "f" + body.substr(1);
  EXPECT_FALSE(xata_key_valid("xau_" + changed));
  EXPECT_FALSE(xata_key_valid("xau_" + body + "yz3x"));
  EXPECT_FALSE(xata_key_valid("xau_234s"));
  EXPECT_FALSE(xata_key_valid(body));
  std::optional<std::string> bytes = compact_base62_decode(body);
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(bytes->size(), 24u);
  EXPECT_EQ(compact_base62_encode(*bytes), body);
}

TEST(CompactBase62, EveryByteComesBack) {
  for (int first = 1; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      std::string bytes{static_cast<char>(first), static_cast<char>(second), '\x7d'};
      EXPECT_EQ(compact_base62_decode(compact_base62_encode(bytes)), bytes);
    }
  }
  EXPECT_FALSE(compact_base62_decode("a-b").has_value());
}

TEST(CompactBase62, CompletedKeysAreValid) {
  std::string drawn = "xau_" + std::string(33, 'q');
  EXPECT_FALSE(xata_key_valid(drawn));
  EXPECT_TRUE(xata_key_valid(xata_key_completed(drawn)));
  EXPECT_EQ(xata_key_completed("xau_q"), "xau_q");
}

}  // namespace
}  // namespace leakwarden::scanner
