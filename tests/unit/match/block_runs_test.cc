#include "scanner/match/block_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

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

// The definition, byte by byte; of blocks that are not the row's nothing.
BlockRuns by_definition(const ClassRow& row, std::size_t blocks) {
  BlockRuns runs{};
  for (std::size_t at = 0; at < blocks * 64; ++at) {
    const std::size_t block = at / 64;
    const std::uint64_t bit = std::uint64_t{1} << at % 64;
    const bool is_pivot = (row.pivot[block] & bit) != 0 && (has_run(row.run, at + 1, kPivotRun) ||
                                                            has_run(row.run, at + 2, kPivotRun));
    if (has_run(row.encoded, at, kShortestStretch)) runs.stretch[block] |= bit;
    if (is_pivot) runs.pivot[block] |= bit;
    runs.has_stretch |= std::uint32_t{runs.stretch[block] != 0} << block;
    runs.has_pivot |= std::uint32_t{runs.pivot[block] != 0} << block;
  }
  return runs;
}

BlockRuns found_by(decltype(find_runs)* find, const ClassRow& row, std::size_t blocks) {
  BlockRuns runs{};
  find(row, blocks, runs);
  std::fill(runs.stretch.begin() + static_cast<std::ptrdiff_t>(blocks), runs.stretch.end(), 0);
  std::fill(runs.pivot.begin() + static_cast<std::ptrdiff_t>(blocks), runs.pivot.end(), 0);
  return runs;
}

TEST(BlockRuns, AreThoseOfTheDefinitionOnEitherKindOfProcessor) {
  std::vector<decltype(find_runs)*> ways = {find_runs_by_1};
  if (__builtin_cpu_supports("avx512f")) ways.push_back(find_runs_by_8);
  std::mt19937_64 random(9);
  for (int round = 0; round < 400; ++round) {
    const std::size_t blocks = 1 + random() % kRowBlocks;
    const ClassRow row = row_of(blocks, random);
    const BlockRuns expected = by_definition(row, blocks);
    for (decltype(find_runs)* const find : ways) {
      const BlockRuns runs = found_by(find, row, blocks);
      EXPECT_EQ(runs.stretch, expected.stretch);
      EXPECT_EQ(runs.pivot, expected.pivot);
      EXPECT_EQ(runs.has_stretch, expected.has_stretch);
      EXPECT_EQ(runs.has_pivot, expected.has_pivot);
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
