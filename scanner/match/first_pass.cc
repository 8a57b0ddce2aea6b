#include "scanner/match/first_pass.h"

#include <bit>

namespace leakwarden::scanner {

FirstPass::FirstPass(std::string_view text, const Span& part, std::vector<Span>& stretches)
    : rows_(text.substr(part.begin, part.size())),
      stretches_(text, part, stretches),
      at_(part.begin) {}

// False: there are no more.
bool FirstPass::read_row() {
  const std::size_t blocks = rows_.next();
  if (blocks == 0) return false;
  find_runs(rows_.row(), blocks, runs_);
  stretches_.add(runs_, blocks);
  row_at_ = at_;
  at_ += blocks * kBlock;
  return true;
}

std::optional<std::uint64_t> FirstPass::next_pivot() {
  while (pivots_ == 0) {
    while (runs_.has_pivot == 0) {
      if (read_row()) continue;
      stretches_.finish();
      return std::nullopt;
    }
    const std::size_t block = static_cast<std::size_t>(std::countr_zero(runs_.has_pivot));
    runs_.has_pivot &= runs_.has_pivot - 1;
    block_at_ = row_at_ + block * kBlock;
    pivots_ = runs_.pivot[block];
  }
  const std::uint64_t found = block_at_ + static_cast<unsigned>(std::countr_zero(pivots_));
  pivots_ &= pivots_ - 1;
  return found;
}

}  // namespace leakwarden::scanner
