#include "scanner/match/gathered_stretches.h"

#include <algorithm>

namespace leakwarden::scanner {

void GatheredStretches::clear() {
  bytes_.clear();
  pieces_.clear();
}

// No encoded form holds a line end: encoded_trigger.h takes printable letters only.
void GatheredStretches::add(std::string_view text, const Span& stretch) {
  pieces_.push_back({bytes_.size(), stretch.begin});
  bytes_.append(text, stretch.begin, stretch.size());
  bytes_ += '\n';
}

std::uint64_t GatheredStretches::end_in_text(std::uint64_t end) const {
  const auto behind =
      std::lower_bound(pieces_.begin(), pieces_.end(), end,
                       [](const Piece& piece, std::uint64_t at) { return piece.begin < at; });
  const Piece& piece = *(behind - 1);
  return piece.in_text + (end - piece.begin);
}

}  // namespace leakwarden::scanner
