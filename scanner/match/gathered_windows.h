#pragma once

// Where Hyperscan has to read: stretches of a text, made one where they touch or lie near one
// another, since to start it costs as much as to read a few hundred bytes.
//
// Thread rules: one per thread.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

class GatheredWindows {
 public:
  // Words are added by the gram they were found by, so a window may begin a little before the last.
  void add(std::uint64_t begin, std::uint64_t end) {
    if (!windows_.empty() && touches(windows_.back(), begin, end))
      extend(windows_.back(), begin, end);
    else
      windows_.push_back({begin, end});
  }
  bool empty() const { return windows_.empty(); }
  void clear() { windows_.clear(); }
  // Ascending, none touching another.
  const std::vector<Span>& in_order();

 private:
  static constexpr std::uint64_t kNear = 128;
  static bool touches(const Span& window, std::uint64_t begin, std::uint64_t end) {
    return begin <= window.end + kNear && window.begin <= end + kNear;
  }
  static void extend(Span& window, std::uint64_t begin, std::uint64_t end) {
    window.begin = std::min(window.begin, begin);
    window.end = std::max(window.end, end);
  }

  std::vector<Span> windows_;
};

}  // namespace leakwarden::scanner
