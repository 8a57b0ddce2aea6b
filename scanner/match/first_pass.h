#pragma once

// One pass over a text before its triggers are looked for elsewhere than in Hyperscan: where a
// pivot may stand (any byte but a letter, a digit or '_') before a run or one byte before that
// (rules/pivot.h), and where encoded values can stand (encoded_stretches.h).
//
//   FirstPass pass(text, 0, stretches);
//   while (const std::optional<std::uint64_t> at = pass.next_pivot()) …    // ascending
//   now `stretches` has them all
//
// Thread rules: one per thread.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/match/block_runs.h"
#include "scanner/match/byte_classes.h"
#include "scanner/match/encoded_stretches.h"

namespace leakwarden::scanner {

class FirstPass {
 public:
  // Of text[part]; both must outlive it. Pivots and stretches are told by their places in `text`.
  FirstPass(std::string_view text, const Span& part, std::vector<Span>& stretches);
  std::optional<std::uint64_t> next_pivot();

 private:
  bool read_row();

  RowReader rows_;
  StretchFinder stretches_;
  BlockRuns runs_;            // of the row at hand
  std::uint64_t at_ = 0;      // where the row behind it begins, in the text
  std::uint64_t row_at_ = 0;  // where it begins
  std::uint64_t block_at_ = 0;
  std::uint64_t pivots_ = 0;  // of the block at hand, still to be told
};

}  // namespace leakwarden::scanner
