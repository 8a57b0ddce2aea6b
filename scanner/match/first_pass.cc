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

// Whether before_runs() may be anything. A run of kPivotRun that begins in the block, or one or two
// bytes behind it, has 9 of its bytes there or these 8 in the next one.
bool may_have_runs(std::uint64_t run, std::uint64_t next) {
  constexpr std::uint64_t kInNext = 0x1fe;
  std::uint64_t runs = run & run >> 1;
  runs &= runs >> 2;
  runs &= runs >> 4;
  return (runs & run >> 8) != 0 || (next & kInNext) == kInNext;
}

}  // namespace

FirstPass::FirstPass(std::string_view text, const Span& part, std::vector<Span>& stretches)
    : blocks_(text.substr(part.begin, part.size())),
      stretches_(text, part, stretches),
      at_(0 - std::uint64_t{kBlock}),
      part_(part) {
  ahead_ = blocks_.next();
}

// Up to a block with pivots; false: there are no more.
bool FirstPass::read_to_pivots() {
  BlockClasses block = ahead_;
  while (pivots_ == 0) {
    at_ += kBlock;
    if (at_ >= part_.size()) break;
    const BlockClasses next = blocks_.next();
    stretches_.add(block.encoded);
    if (block.pivot != 0 && may_have_runs(block.run, next.run))
      pivots_ = block.pivot & before_runs(static_cast<Bits>(next.run) << kBlock | block.run);
    block = next;
  }
  ahead_ = block;
  return pivots_ != 0;
}

std::optional<std::uint64_t> FirstPass::next_pivot() {
  if (pivots_ == 0 && !read_to_pivots()) {
    at_ -= kBlock;  // asked again, it says so again
    stretches_.finish();
    return std::nullopt;
  }
  const std::uint64_t found = part_.begin + at_ + static_cast<unsigned>(std::countr_zero(pivots_));
  pivots_ &= pivots_ - 1;
  return found;
}

}  // namespace leakwarden::scanner
