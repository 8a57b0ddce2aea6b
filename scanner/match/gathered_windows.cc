#include "scanner/match/gathered_windows.h"

#include <cstddef>

namespace leakwarden::scanner {

const std::vector<Span>& GatheredWindows::in_order() {
  std::sort(windows_.begin(), windows_.end(),
            [](const Span& left, const Span& right) { return left.begin < right.begin; });
  std::size_t kept = 0;
  for (const Span& window : windows_) {
    if (kept > 0 && touches(windows_[kept - 1], window.begin, window.end))
      extend(windows_[kept - 1], window.begin, window.end);
    else
      windows_[kept++] = window;
  }
  windows_.resize(kept);
  return windows_;
}

}  // namespace leakwarden::scanner
