#include "scanner/match/byte_classes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kWord =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";

// Each byte but letters, digits and '_'.
std::string pivots() {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    if (c == '-' || c == '.' || kWord.find(c) == std::string_view::npos) bytes += c;
  }
  return bytes;
}

std::uint64_t bits_of(std::string_view block, std::string_view members) {
  std::uint64_t bits = 0;
  for (std::size_t at = 0; at < block.size(); ++at) {
    const bool is_in = members.find(block[at]) != std::string_view::npos;
    bits |= std::uint64_t{is_in} << at;
  }
  return bits;
}

bool are_classes_of(const ClassRow& row, std::size_t number, std::string_view block) {
  return row.run[number] == bits_of(block, kWord) &&
         row.pivot[number] == bits_of(block, pivots()) &&
         row.encoded[number] == bits_of(block, std::string(kWord) + "%*+,/");
}

std::string every_byte() {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  return bytes;
}

TEST(ByteClasses, OfEveryByteOnEveryKindOfProcessor) {
  const std::string bytes = every_byte();
  ClassRow row;
  const auto are_all = [&](std::size_t first) {
    for (std::size_t i = 0; i < 4; ++i)
      if (!are_classes_of(row, first + i, bytes.substr(64 * i, 64))) return false;
    return true;
  };
  classify_by_16(bytes.data(), 4, row, 0);
  EXPECT_TRUE(are_all(0));
  if (!__builtin_cpu_supports("avx2")) GTEST_SKIP() << "this processor has no AVX2";
  classify_by_32(bytes.data(), 4, row, 3);
  EXPECT_TRUE(are_all(3));
  if (!__builtin_cpu_supports("avx512bw")) GTEST_SKIP() << "this processor has no AVX-512";
  classify_by_64(bytes.data(), 4, row, 29);
  EXPECT_TRUE(are_all(29));
}

// Each row with the block behind it; what is behind the text is of no class.
TEST(RowReader, ReadsTextsOfEveryLength) {
  std::mt19937 random(3);
  for (std::size_t size = 0; size < 9000; size += 1 + size / 16) {
    std::string text;
    while (text.size() < size) text += static_cast<char>(random());
    const auto block_at = [&](std::size_t at) {
      return at < size ? std::string_view(text).substr(at, kBlock) : std::string_view();
    };
    RowReader reader(text);
    std::size_t at = 0;
    while (const std::size_t blocks = reader.next()) {
      ASSERT_EQ(blocks, std::min((size - at + kBlock - 1) / kBlock, kRowBlocks));
      for (std::size_t i = 0; i <= blocks; ++i)
        ASSERT_TRUE(are_classes_of(reader.row(), i, block_at(at + i * kBlock))) << size;
      at += blocks * kBlock;
    }
    EXPECT_GE(at, size);
    EXPECT_EQ(reader.next(), 0u);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
