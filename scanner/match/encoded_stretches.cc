#include "scanner/match/encoded_stretches.h"

#include <algorithm>
#include <bit>

#include "scanner/match/byte_classes.h"

namespace leakwarden::scanner {
namespace {

// Zeros no more than two bytes apart, and the bytes beside them.
void add_of_zeros(std::string_view whole, const Span& part, std::vector<Span>& stretches) {
  const std::string_view text = whole.substr(part.begin, part.size());
  for (std::size_t zero = text.find('\0'); zero != std::string_view::npos;) {
    const std::size_t begin = zero - std::min<std::size_t>(zero, 1);
    std::size_t last = zero;
    while (last + 1 < text.size() &&
           (text[last + 1] == '\0' || (last + 2 < text.size() && text[last + 2] == '\0'))) {
      last += text[last + 1] == '\0' ? 1 : 2;
    }
    const std::size_t end = std::min(last + 2, text.size());
    if (end - begin >= kShortestStretch)
      stretches.push_back({part.begin + begin, part.begin + end});
    zero = text.find('\0', last + 1);
  }
}

}  // namespace

// Mostly no block has any.
void StretchFinder::add(const BlockRuns& runs, std::size_t blocks) {
  for (std::size_t block = 0; block < blocks; ++block) {
    if (!is_in_one_) {
      const std::uint32_t rest = runs.has_stretch >> block;
      if (rest == 0) break;
      block += static_cast<std::size_t>(std::countr_zero(rest));
    }
    add_block(runs.stretch[block], at_ + block * kBlock);
  }
  at_ += blocks * kBlock;
}

void StretchFinder::add_block(std::uint64_t bits, std::uint64_t at) {
  unsigned next = 0;
  while (next < kBlock) {
    if (!is_in_one_) {
      if (bits >> next == 0) return;
      next += static_cast<unsigned>(std::countr_zero(bits >> next));
      begin_ = at + next;
      is_in_one_ = true;
    }
    next += static_cast<unsigned>(std::countr_one(bits >> next));
    if (next < kBlock) end_stretch(at + next);
  }
}

// A run of n bytes has kShortestStretch − 1 bits less.
void StretchFinder::end_stretch(std::uint64_t last_bit_end) {
  stretches_.push_back({begin_, last_bit_end + kShortestStretch - 1});
  is_in_one_ = false;
}

void StretchFinder::finish() {
  if (is_finished_) return;
  is_finished_ = true;
  if (is_in_one_) end_stretch(at_);  // not where what is behind the end is of no class
  add_of_zeros(text_, part_, stretches_);
}

}  // namespace leakwarden::scanner
