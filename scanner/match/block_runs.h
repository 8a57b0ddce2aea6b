#pragma once

// Where in a row of blocks long runs begin: of characters that encoded values are made of
// (encoded_stretches.h), and of the bytes that stand behind a pivot (rules/pivot.h).
//
//   bits of a class   …0 1 1 1 1 1 1 0 1 1 0…
//   with three from   …0 1 1 1 1 0 0 0 0 0 0…     so a run of n gives n − 2 bits, from its begin on
//   there on
//
// A processor with AVX-512 asks of eight blocks at once.
//
// Thread rules: pure.

#include <array>
#include <cstddef>
#include <cstdint>

#include "scanner/match/byte_classes.h"

namespace leakwarden::scanner {

struct BlockRuns {
  using OfBlocks = std::array<std::uint64_t, kRowBlocks + 8>;  // of which the row's are meant
  OfBlocks stretch;  // bytes with kShortestStretch encoded ones from there on
  OfBlocks pivot;    // pivots with kPivotRun of their run behind them, or behind the next byte
  std::uint32_t has_stretch = 0;  // a bit for each block
  std::uint32_t has_pivot = 0;
};

// Of the first `blocks` of the row. The second is for processors that have AVX-512F; find_runs()
// takes the best.
void find_runs_by_1(const ClassRow& row, std::size_t blocks, BlockRuns& runs);
void find_runs_by_8(const ClassRow& row, std::size_t blocks, BlockRuns& runs);
void find_runs(const ClassRow& row, std::size_t blocks, BlockRuns& runs);

}  // namespace leakwarden::scanner
