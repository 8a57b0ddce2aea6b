#include "scanner/match/block_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "scanner/match/encoded_stretches.h"
#include "scanner/rules/pivot.h"

namespace leakwarden::scanner {
namespace {

// Long runs and short ones, anywhere.
std::uint64_t block_of(std::mt19937_64& random) {
  switch (random() % 5) {
    case 0:
      return random() & random();
    case 1:
      return random() | random() | random() | random();
    case 2:
      return ~std::uint64_t{0};
    case 3:
      return ~std::uint64_t{0} << (random() % 64);
    default:
      return ~std::uint64_t{0} >> (random() % 64);
  }
}

ClassRow row_of(std::size_t blocks, std::mt19937_64& random) {
  ClassRow row{};
  for (std::size_t block = 0; block <= blocks; ++block) {
    row.encoded[block] = block_of(random);
    row.run[block] = block_of(random);
    row.pivot[block] = block_of(random);
  }
  return row;
}

bool has_run(const ClassRow::OfBlocks& of, std::size_t begin, std::size_t length) {
  for (std::size_t at = begin; at < begin + length; ++at) {
    if (at / 64 >= of.size() || (of[at / 64] >> at % 64 & 1) == 0) return false;
  }
  return true;
}

// The definition, byte by byte.
void expect_definition(const ClassRow& row, std::size_t blocks, const BlockRuns& runs) {
  for (std::size_t block = 0; block < blocks; ++block) {
    std::uint64_t stretch = 0;
    std::uint64_t pivot = 0;
    for (std::size_t bit = 0; bit < 64; ++bit) {
      const std::size_t at = block * 64 + bit;
      const bool is_pivot =
          (row.pivot[block] >> bit & 1) != 0 &&
          (has_run(row.run, at + 1, kPivotRun) || has_run(row.run, at + 2, kPivotRun));
      stretch |= std::uint64_t{has_run(row.encoded, at, kShortestStretch)} << bit;
      pivot |= std::uint64_t{is_pivot} << bit;
    }
    ASSERT_EQ(runs.stretch[block], stretch) << block;
    ASSERT_EQ(runs.pivot[block], pivot) << block;
    ASSERT_EQ(runs.has_stretch >> block & 1, stretch != 0 ? 1u : 0u);
    ASSERT_EQ(runs.has_pivot >> block & 1, pivot != 0 ? 1u : 0u);
  }
  const std::uint64_t beyond = ~std::uint64_t{0} << blocks;
  EXPECT_EQ((runs.has_stretch | runs.has_pivot) & beyond, 0u);
}

TEST(BlockRuns, AreThoseOfTheDefinitionOnEitherKindOfProcessor) {
  const bool is_wide = __builtin_cpu_supports("avx512f");
  std::mt19937_64 random(9);
  for (int round = 0; round < 400; ++round) {
    const std::size_t blocks = 1 + random() % kRowBlocks;
    const ClassRow row = row_of(blocks, random);
    BlockRuns runs;
    find_runs_by_1(row, blocks, runs);
    expect_definition(row, blocks, runs);
    if (!is_wide) continue;
    find_runs_by_8(row, blocks, runs);
    expect_definition(row, blocks, runs);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
