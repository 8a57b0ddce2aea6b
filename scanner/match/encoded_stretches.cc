#include "scanner/match/encoded_stretches.h"

#include <algorithm>

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

// In the block: the run that reaches into it ends before `first`; `rest` are the members behind.
void StretchFinder::add_ended(unsigned first, std::uint64_t rest) {
  end_run(at_ + first);
  for (std::uint64_t begins = begins_of(rest); begins != 0;) {
    const unsigned begin = static_cast<unsigned>(std::countr_zero(begins));
    const unsigned end = begin + static_cast<unsigned>(std::countr_one(rest >> begin));
    if (end == kBlock) break;  // it goes on
    stretches_.push_back({at_ + begin, at_ + end});
    begins = begins >> end << end;
  }
}

// That began in an earlier block.
void StretchFinder::end_run(std::uint64_t end) {
  if (end - run_begin_ >= kShortestStretch) stretches_.push_back({run_begin_, end});
}

void StretchFinder::finish() {
  if (is_finished_) return;
  is_finished_ = true;
  if (part_.end > run_begin_) end_run(part_.end);
  add_of_zeros(text_, part_, stretches_);
}

}  // namespace leakwarden::scanner
