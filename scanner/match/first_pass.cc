#include "scanner/match/first_pass.h"

#include <bit>

#include "scanner/rules/pivot.h"

namespace leakwarden::scanner {
namespace {

__extension__ using Bits = unsigned __int128;

// Bits of the lower half with kPivotRun of them behind them, or behind the bit that follows.
std::uint64_t before_runs(Bits run) {
  static_assert(kPivotRun == 1 + 1 + 2 + 4 + 8 + 1);
  Bits runs = run & run >> 1;
  runs &= runs >> 2;
  runs &= runs >> 4;
  runs &= runs >> 8;
  runs &= run >> 16;
  return static_cast<std::uint64_t>(runs >> 1 | runs >> 2);
}

}  // namespace

FirstPass::FirstPass(std::string_view text, const Span& part, std::vector<Span>& stretches)
    : blocks_(text.substr(part.begin, part.size())),
      stretches_(text, part, stretches),
      at_(0 - std::uint64_t{kBlock}),
      part_(part) {
  ahead_ = blocks_.next();
}

// False behind the last one.
bool FirstPass::read_block() {
  at_ += kBlock;
  if (at_ >= part_.size()) return false;
  const BlockClasses block = ahead_;
  ahead_ = blocks_.next();
  stretches_.add(block.encoded);
  if (block.pivot != 0)
    pivots_ = block.pivot & before_runs(static_cast<Bits>(ahead_.run) << kBlock | block.run);
  return true;
}

std::optional<std::uint64_t> FirstPass::next_pivot() {
  while (pivots_ == 0) {
    if (read_block()) continue;
    at_ -= kBlock;  // asked again, it says so again
    stretches_.finish();
    return std::nullopt;
  }
  const std::uint64_t found = part_.begin + at_ + static_cast<unsigned>(std::countr_zero(pivots_));
  pivots_ &= pivots_ - 1;
  return found;
}

}  // namespace leakwarden::scanner
