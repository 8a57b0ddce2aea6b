#pragma once

// One pass over a text before its triggers are looked for elsewhere than in Hyperscan: where a
// pivot stands before a run of its kind or one byte before that (rules/pivot.h), and where encoded
// values can stand (encoded_stretches.h).
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

#include "scanner/match/byte_classes.h"
#include "scanner/match/encoded_stretches.h"

namespace leakwarden::scanner {

class FirstPass {
 public:
  // Of text[part]; both must outlive it. Pivots and stretches are told by their places in `text`.
  FirstPass(std::string_view text, const Span& part, std::vector<Span>& stretches);
  std::optional<std::uint64_t> next_pivot();

 private:
  bool read_to_pivots();

  BlockReader blocks_;
  StretchFinder stretches_;
  BlockClasses ahead_;        // of the block behind the one at hand
  std::uint64_t at_ = 0;      // where the block at hand begins, in the part
  std::uint64_t pivots_ = 0;  // of it, not yet told
  Span part_;
};

}  // namespace leakwarden::scanner
