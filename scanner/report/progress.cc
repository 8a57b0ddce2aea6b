#include "scanner/report/progress.h"

#include <algorithm>
#include <cmath>
#include <ostream>

#include <fmt/core.h>

#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::chrono::milliseconds kShortestInterval{100};
// A scan that ends sooner shows nothing.
constexpr std::chrono::milliseconds kFirstShownAfter{300};
constexpr std::size_t kBarColumns = 10;

std::string bar(double part) {
  const std::size_t filled = static_cast<std::size_t>(part * kBarColumns);
  std::string text;
  for (std::size_t i = 0; i < kBarColumns; ++i) text += i < filled ? "━" : "─";
  return text;
}

std::string time_left(double part, std::chrono::milliseconds elapsed) {
  if (part < 0.02 || part >= 1) return "";
  const double seconds = static_cast<double>(elapsed.count()) / 1000;
  return "  about " + human_seconds(std::max(1.0, std::round(seconds * (1 - part) / part))) +
         " left";
}

}  // namespace

std::string progress_line(const ProgressFigures& figures, std::chrono::milliseconds elapsed,
                          std::size_t width) {
  std::string line = "scanning ";
  if (figures.total == 0) {
    line += counted(figures.done, "object", "objects") + ", " + human_bytes(figures.bytes);
  } else {
    const double part =
        std::min(1.0, static_cast<double>(figures.done) / static_cast<double>(figures.total));
    line += fmt::format("{}  {}  {:.0f} %", counted(figures.total, "object", "objects"), bar(part),
                        std::floor(part * 100));
    if (figures.bytes > 0) line += "  " + human_bytes(figures.bytes);
    line += time_left(part, elapsed);
  }
  if (figures.findings > 0) line += fmt::format("  {} found", with_separators(figures.findings));
  return cut_in_middle(line, width);
}

ProgressLine::ProgressLine(std::ostream& terminal, std::size_t width)
    : terminal_(terminal),
      width_(width),
      start_(std::chrono::steady_clock::now()),
      next_(start_ + kFirstShownAfter) {}

void ProgressLine::show(const ProgressFigures& figures) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kShortestInterval;
  const std::chrono::milliseconds elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(now - start_);
  terminal_ << "\r\x1b[K" << progress_line(figures, elapsed, width_) << std::flush;
  shown_ = true;
}

void ProgressLine::clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (shown_) terminal_ << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace leakwarden::scanner
