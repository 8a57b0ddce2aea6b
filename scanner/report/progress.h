#pragma once

// One line on a terminal's standard error while a scan runs: how far, how much, how long still.
//
//   scanning 849,014 objects  ━━━━━━────  62 %  5.1 GB  about 2.0 s left  3 found
//
// It fits 80 columns, as terminals are wide at least.
//
// Thread rules: show() from any thread; clear() when the scan has ended.

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <string>

namespace leakwarden::scanner {

struct ProgressFigures {
  std::uint64_t done = 0;
  std::uint64_t total = 0;  // 0: not known
  std::uint64_t bytes = 0;
  std::uint64_t findings = 0;
};

// The line's text, at most `width` columns.
std::string progress_line(const ProgressFigures& figures, std::chrono::milliseconds elapsed,
                          std::size_t width);

class ProgressLine {
 public:
  ProgressLine(std::ostream& terminal, std::size_t width);
  ~ProgressLine() { clear(); }

  void show(const ProgressFigures& figures);  // at most 10 times a second
  void clear();

 private:
  std::ostream& terminal_;
  std::size_t width_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

}  // namespace leakwarden::scanner
