#include "scanner/match/byte_classes.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kWord =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";

std::uint64_t bits_of(std::string_view block, std::string_view members) {
  std::uint64_t bits = 0;
  for (std::size_t at = 0; at < block.size(); ++at) {
    const bool is_in = members.find(block[at]) != std::string_view::npos;
    bits |= std::uint64_t{is_in} << at;
  }
  return bits;
}

void expect_classes(const BlockClasses& classes, std::string_view block) {
  EXPECT_EQ(classes.run, bits_of(block, kWord));
  EXPECT_EQ(classes.pivot, bits_of(block, "\"'-.:="));
  EXPECT_EQ(classes.encoded, bits_of(block, std::string(kWord) + "%*+,/"));
}

std::string every_byte() {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  return bytes;
}

TEST(ByteClasses, OfEveryByteOnEveryKindOfProcessor) {
  const std::string bytes = every_byte();
  std::vector<BlockClasses> classes(4);
  classify_by_16(bytes.data(), 4, classes.data());
  for (std::size_t i = 0; i < 4; ++i) expect_classes(classes[i], bytes.substr(64 * i, 64));
  if (!__builtin_cpu_supports("avx2")) GTEST_SKIP() << "this processor has no AVX2";
  classify_by_32(bytes.data(), 4, classes.data());
  for (std::size_t i = 0; i < 4; ++i) expect_classes(classes[i], bytes.substr(64 * i, 64));
  if (!__builtin_cpu_supports("avx512bw")) GTEST_SKIP() << "this processor has no AVX-512";
  classify_by_64(bytes.data(), 4, classes.data());
  for (std::size_t i = 0; i < 4; ++i) expect_classes(classes[i], bytes.substr(64 * i, 64));
}

TEST(BlockReader, ReadsTextsOfEveryLength) {
  std::mt19937 random(3);
  for (std::size_t size = 0; size < 4500; size += 1 + size / 8) {
    std::string text;
    while (text.size() < size) text += static_cast<char>(random());
    BlockReader reader(text);
    for (std::size_t at = 0; at < size; at += kBlock) {
      ASSERT_FALSE(reader.at_end());
      expect_classes(reader.next(), std::string_view(text).substr(at, kBlock));
    }
    EXPECT_TRUE(reader.at_end());
    EXPECT_EQ(reader.next().encoded, 0u);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
