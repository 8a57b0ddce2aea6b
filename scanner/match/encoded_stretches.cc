#include "scanner/match/encoded_stretches.h"

#include <algorithm>
#include <bit>

#include "scanner/match/byte_classes.h"

namespace leakwarden::scanner {
namespace {

// A block with the bytes before it that a stretch which reaches into it may have.
__extension__ using Bits = unsigned __int128;
constexpr std::size_t kBefore = kShortestStretch - 1;

// Bits with kBefore more behind them.
Bits begins_of(Bits members) {
  static_assert(kShortestStretch == 2 + 2 + 4 + 8 + 11);
  Bits runs = members & members >> 1;
  runs &= runs >> 2;
  runs &= runs >> 4;
  runs &= runs >> 8;
  return runs & runs >> 11;
}

// Those behind byte `end` of the block.
Bits without_first(Bits begins, std::size_t end) {
  return begins >> (end + kBefore) << (end + kBefore);
}

std::size_t lowest(Bits bits) {
  const std::uint64_t low = static_cast<std::uint64_t>(bits);
  if (low != 0) return static_cast<std::size_t>(std::countr_zero(low));
  return 64 + static_cast<std::size_t>(std::countr_zero(static_cast<std::uint64_t>(bits >> 64)));
}

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

void StretchFinder::add(std::uint64_t members) {
  Bits begins = begins_of(static_cast<Bits>(members) << kBefore | before_);
  before_ = members >> (kBlock - kBefore);
  if (is_open_) begins = without_first(begins, go_on_from(0, members));
  while (begins != 0 && !is_open_) {
    const std::size_t known = lowest(begins) + 1;  // where its first kShortestStretch end
    begin_ = at_ + known - kShortestStretch;
    begins = without_first(begins, go_on_from(known, members));
  }
  at_ += kBlock;
}

// Where in the block the stretch at hand ends; it may go on behind.
std::size_t StretchFinder::go_on_from(std::size_t known, std::uint64_t members) {
  if (known < kBlock) known += static_cast<std::size_t>(std::countr_one(members >> known));
  is_open_ = known == kBlock;
  if (!is_open_) stretches_.push_back({begin_, at_ + known});
  return known;
}

void StretchFinder::finish() {
  if (is_finished_) return;
  is_finished_ = true;
  if (is_open_) stretches_.push_back({begin_, part_.end});
  add_of_zeros(text_, part_, stretches_);
}

}  // namespace leakwarden::scanner
