#include "scanner/windows.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

#include "scanner/read/reader.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kFirstReadBytes = 64 << 10;

// The bytes of the current window; grows only as far as the content needs.
class Buffer {
 public:
  Buffer(const ReadBytes& read, std::size_t window_bytes)
      : read_(read), window_bytes_(window_bytes) {}

  // Reads until the window is full, holds `most` bytes, or the content ends.
  Status fill(std::uint64_t most) {
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(window_bytes_, most));
    while (!ended_ && bytes_.size() < wanted) {
      const std::size_t filled = bytes_.size();
      bytes_.resize(std::min(wanted, std::max(kFirstReadBytes, filled * 2)));
      Result<std::size_t> count = read_(bytes_.data() + filled, bytes_.size() - filled);
      bytes_.resize(filled + (count.ok() ? *count : 0));
      if (!count.ok()) return std::move(count).error();
      ended_ = *count == 0;
    }
    return done();
  }

  // A full window may be the last one: look one byte ahead before calling it so.
  Result<bool> at_end() {
    if (ended_) return true;
    char next = 0;
    LEAKWARDEN_TRY(std::size_t count, read_(&next, 1));
    ended_ = count == 0;
    if (!ended_) bytes_.push_back(next);
    return ended_;
  }

  void set_window_bytes(std::size_t window_bytes) { window_bytes_ = window_bytes; }
  void keep_last(std::size_t count) { bytes_.erase(0, bytes_.size() - count); }
  std::string_view bytes() const { return bytes_; }

 private:
  const ReadBytes& read_;
  std::size_t window_bytes_;
  std::string bytes_;
  bool ended_ = false;
};

// Moves the window's line and column base over `passed`, the bytes that leave it.
void advance_lines(Window& window, std::string_view passed) {
  window.lines_before += std::count(passed.begin(), passed.end(), '\n');
  const std::size_t last_end = passed.rfind('\n');
  if (last_end == std::string_view::npos) {
    window.columns_before += static_cast<std::int64_t>(passed.size());
  } else {
    window.columns_before = static_cast<std::int64_t>(passed.size() - last_end - 1);
  }
}

}  // namespace

TextRange Window::in_content(TextRange range) const {
  if (range.start_line == 1) range.start_column += columns_before;
  if (range.end_line == 1) range.end_column += columns_before;
  range.start_line += lines_before;
  range.end_line += lines_before;
  return range;
}

Window WindowSequence::next(std::string_view text, bool is_last) {
  Window window = upcoming_;
  window.text = text;
  window.owned_end = is_last ? text.size() : text.size() - overlap_ / 2;
  const std::size_t passed = text.size() - std::min<std::size_t>(text.size(), overlap_);
  advance_lines(upcoming_, text.substr(0, passed));
  upcoming_.begin += passed;
  upcoming_.owned_begin = overlap_ - overlap_ / 2;
  return window;
}

Result<WindowedContent> each_window(const ReadBytes& read, const Limits& limits,
                                    const OnWindow& on_window) {
  const std::uint64_t overlap = limits.window_overlap_bytes;
  const std::uint64_t usual = std::max(limits.window_bytes, 2 * overlap + 2);
  Buffer buffer(read, usual);
  WindowSequence sequence(overlap);
  WindowedContent content;
  std::uint64_t begin = 0;
  while (true) {
    LEAKWARDEN_CHECK(
        buffer.fill(limits.max_stream_bytes - std::min(begin, limits.max_stream_bytes)));
    if (begin == 0 && needs_reader(buffer.bytes())) {
      buffer.set_window_bytes(std::max(usual, limits.max_object_bytes));
      LEAKWARDEN_CHECK(buffer.fill(limits.max_stream_bytes));
      buffer.set_window_bytes(usual);
    }
    LEAKWARDEN_TRY(const bool last, buffer.at_end());
    content.bytes = begin + buffer.bytes().size();
    content.limit_reached = !last && content.bytes >= limits.max_stream_bytes;
    const Window window = sequence.next(buffer.bytes(), last || content.limit_reached);
    content.stopped = on_window(window) == Flow::Stop;
    if (last || content.stopped || content.limit_reached) return content;
    begin = content.bytes - overlap;
    buffer.keep_last(overlap);
  }
}

ReadBytes read_from(int descriptor, std::string name) {
  return [descriptor, name = std::move(name)](char* buffer,
                                              std::size_t capacity) -> Result<std::size_t> {
    while (true) {
      const ssize_t count = ::read(descriptor, buffer, capacity);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return Error::from_errno("read", name, errno);
    }
  };
}

}  // namespace leakwarden::scanner
