#include "scanner/git/delta.h"

#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::DeltaBuilder;
using leakwarden::testing::Dice;

struct Applied {
  std::string result;
  std::vector<CopiedRange> copied;
};

Result<Applied> applied_to(std::string_view base, std::string_view delta) {
  LEAKWARDEN_TRY(DeltaSizes sizes, parse_delta_sizes(delta));
  Applied applied;
  applied.result.resize(sizes.result);
  LEAKWARDEN_CHECK(apply_delta(base, delta, sizes, applied.result.data(), &applied.copied));
  return applied;
}

TEST(Delta, WorksAsTheExampleInTheHeader) {
  std::string delta("\x0b\x0c\x90\x06\x06there!", 11);
  Result<Applied> applied = applied_to("hello world", delta);
  ASSERT_TRUE(applied.ok());
  EXPECT_EQ(applied->result, "hello there!");
  ASSERT_EQ(applied->copied.size(), 1u);
  EXPECT_EQ(applied->copied[0].length, 6u);
}

// Random edits, and the model that made them.
TEST(Delta, RebuildsRandomEdits) {
  Dice dice(1);
  for (int round = 0; round < 200; ++round) {
    std::string base = dice.bytes(1 + dice.below(70'000));
    std::string expected;
    DeltaBuilder instructions(0, 0);
    std::string body;
    for (unsigned long long i = dice.below(20); i > 0; --i) {
      DeltaBuilder one(0, 0);
      if (dice.below(2) == 0) {
        std::uint64_t offset = dice.below(base.size());
        std::uint32_t size = static_cast<std::uint32_t>(
            1 + dice.below(std::min<std::uint64_t>(base.size() - offset, 70'000)));
        one.copy(offset, size);
        expected += base.substr(offset, size);
      } else {
        std::string text = dice.bytes(1 + dice.below(300));
        one.insert(text);
        expected += text;
      }
      body += one.bytes().substr(2);
    }
    std::string delta = DeltaBuilder(base.size(), expected.size()).raw(body).bytes();
    Result<Applied> applied = applied_to(base, delta);
    ASSERT_TRUE(applied.ok()) << applied.error().message();
    EXPECT_TRUE(applied->result == expected);
    std::uint64_t end = 0;
    for (const CopiedRange& range : applied->copied) {
      EXPECT_GE(range.target_begin, end);
      end = range.target_begin + range.length;
      EXPECT_TRUE(expected.substr(range.target_begin, range.length) ==
                  base.substr(range.base_begin, range.length));
    }
  }
}

TEST(Delta, CopiesOf65536BytesHaveNoSizeBytes) {
  std::string base(70'000, 'x');
  std::string delta = DeltaBuilder(base.size(), 65'536).copy(100, 65'536).bytes();
  EXPECT_EQ(applied_to(base, delta)->result.size(), 65'536u);
}

TEST(Delta, MergesContiguousCopies) {
  std::string base = "0123456789";
  std::string delta = DeltaBuilder(10, 13)
                          .copy(0, 4)
                          .copy(4, 2)
                          .copy(7, 2)
                          .insert("x")
                          .copy(9, 1)
                          .copy(6, 3)
                          .bytes();
  Result<Applied> applied = applied_to(base, delta);
  ASSERT_TRUE(applied.ok());
  EXPECT_EQ(applied->result, "01234578x9678");
  ASSERT_EQ(applied->copied.size(), 4u);
  EXPECT_EQ(applied->copied[0].length, 6u) << "0–3 and 4–5 are one";
  EXPECT_EQ(applied->copied[1].base_begin, 7u);
  EXPECT_EQ(applied->copied[2].base_begin, 9u);
}

TEST(Delta, NeedsTheWholeHeader) {
  EXPECT_FALSE(parse_delta_sizes("").ok());
  EXPECT_FALSE(parse_delta_sizes("\x05").ok());
  EXPECT_FALSE(parse_delta_sizes("\x05\x80").ok());
  EXPECT_FALSE(parse_delta_sizes(std::string(12, '\x80')).ok());
  Result<DeltaSizes> large = parse_delta_sizes(DeltaBuilder(1ull << 40, 1ull << 62).bytes());
  ASSERT_TRUE(large.ok());
  EXPECT_EQ(large->base, 1ull << 40);
  EXPECT_EQ(large->result, 1ull << 62);
  EXPECT_EQ(large->header_bytes, 6u + 9u);
}

}  // namespace
}  // namespace leakwarden::scanner
