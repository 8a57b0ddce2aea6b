#include "scanner/git/inflate.h"

#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Dice;
using leakwarden::testing::zlib_compressed;

Result<std::string> inflate_all(std::string_view compressed, std::size_t size) {
  Inflater inflater;
  std::string output(size, '?');
  Result<std::size_t> used = inflater.inflate(compressed, output.data(), size);
  if (!used.ok()) return std::move(used).error();
  return output;
}

TEST(Inflater, GivesBackWhatZlibCompressed) {
  Dice dice(1);
  for (std::size_t size : {0u, 1u, 100u, 70'000u}) {
    for (int level : {0, 1, 9}) {
      std::string text = dice.text(size / 20).substr(0, size);
      std::string compressed = zlib_compressed(text, level);
      Result<std::string> inflated = inflate_all(compressed + "what follows", text.size());
      ASSERT_TRUE(inflated.ok());
      EXPECT_EQ(*inflated, text);
      Inflater inflater;
      std::string output(text.size(), '?');
      EXPECT_EQ(*inflater.inflate(compressed + "what follows", output.data(), output.size()),
                compressed.size())
          << "the number of bytes used";
    }
  }
}

TEST(Inflater, RefusesEveryOtherSizeAndTruncation) {
  std::string text = Dice(2).text(50);
  std::string compressed = zlib_compressed(text);
  EXPECT_EQ(inflate_all(compressed, text.size() - 1).error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(inflate_all(compressed, text.size() + 1).error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(inflate_all(compressed, 0).error().kind, ErrorKind::Corrupt);
  for (std::size_t size = 0; size < compressed.size(); size += 7)
    EXPECT_FALSE(inflate_all(compressed.substr(0, size), text.size()).ok());
  compressed.back() = static_cast<char>(compressed.back() ^ 1);
  EXPECT_FALSE(inflate_all(compressed, text.size()).ok()) << "the Adler-32 is checked";
}

TEST(InflateStream, ReadsInPiecesOfAnySize) {
  std::string text = Dice(3).text(500);
  std::string compressed = zlib_compressed(text);
  for (std::size_t piece : {1u, 10u, 1000u}) {
    std::size_t at = 0;
    InflateStream stream([&]() -> Result<std::string_view> {
      std::string_view next = std::string_view(compressed).substr(at, piece);
      at += next.size();
      return next;
    });
    std::string output;
    char buffer[77];
    while (true) {
      Result<std::size_t> got = stream.read(buffer, sizeof buffer);
      ASSERT_TRUE(got.ok());
      output.append(buffer, *got);
      if (*got < sizeof buffer) break;
    }
    EXPECT_EQ(output, text);
    EXPECT_TRUE(stream.at_end());
    EXPECT_EQ(stream.bytes_used(), compressed.size());
    EXPECT_EQ(stream.unused_bytes(), 0u);
  }
}

TEST(InflateStream, EndsOnTruncationDamageAndInputErrors) {
  std::string compressed = zlib_compressed(Dice(4).text(100));
  std::string output(100'000, '?');
  InflateStream truncated(std::string_view(compressed).substr(0, compressed.size() / 2));
  EXPECT_EQ(truncated.read(output.data(), output.size()).error().kind, ErrorKind::Corrupt);
  std::string damaged = compressed;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  InflateStream wrong(damaged);
  EXPECT_EQ(wrong.read(output.data(), output.size()).error().kind, ErrorKind::Corrupt);
  InflateStream failing([]() -> Result<std::string_view> { return Error::io("read", "", "no"); });
  EXPECT_EQ(failing.read(output.data(), 1).error().kind, ErrorKind::Io);
}

TEST(InflatePrefix, GivesTheBeginningOnly) {
  std::string compressed = zlib_compressed("0123456789");
  EXPECT_EQ(*inflate_prefix(compressed, 4), "0123");
  EXPECT_EQ(*inflate_prefix(compressed, 40), "0123456789");
  EXPECT_FALSE(inflate_prefix("", 4).ok());
}

TEST(CanInflateTo, KnowsTheLimitOfDeflate) {
  EXPECT_TRUE(can_inflate_to(0, 1000));
  EXPECT_TRUE(can_inflate_to(1100, 1 << 20));
  EXPECT_FALSE(can_inflate_to(3, 50'000'000));
  EXPECT_FALSE(can_inflate_to(1000, UINT64_MAX));
  // zlib at its best on zeros.
  std::string zeros = leakwarden::testing::zlib_compressed_zeros("", 100 << 20);
  EXPECT_TRUE(can_inflate_to(zeros.size(), 100 << 20));
}

}  // namespace
}  // namespace leakwarden::scanner
