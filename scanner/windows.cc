#include "scanner/windows.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "scanner/match/lines.h"
#include "scanner/read/reader.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kFirstReadBytes = 64 << 10;

// The bytes of the current window; grows only as far as the content needs.
class Buffer {
 public:
  Buffer(const ReadBytes& read, std::size_t window_bytes, WindowMemory& memory)
      : read_(read), window_bytes_(window_bytes), memory_(memory) {}
  ~Buffer() { memory_.end_content(); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  // Reads until the window is full, holds `most` bytes, or the content ends.
  Status fill(std::uint64_t most) {
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(window_bytes_, most));
    while (!ended_ && filled_ < wanted) {
      const std::size_t room =
          std::min(wanted, std::max({kFirstReadBytes, filled_ * 2, memory_.capacity()}));
      char* const bytes = memory_.with_room(room, filled_);
      LEAKWARDEN_TRY(const std::size_t count, read_(bytes + filled_, room - filled_));
      filled_ += count;
      ended_ = count == 0;
    }
    return done();
  }

  // A full window may be the last one: look one byte ahead before calling it so.
  Result<bool> at_end() {
    if (ended_) return true;
    char next = 0;
    LEAKWARDEN_TRY(std::size_t count, read_(&next, 1));
    ended_ = count == 0;
    if (ended_) return true;
    memory_.with_room(filled_ + 1, filled_)[filled_] = next;
    ++filled_;
    return false;
  }

  void set_window_bytes(std::size_t window_bytes) { window_bytes_ = window_bytes; }
  void keep_last(std::size_t count) {
    std::memmove(memory_.bytes(), memory_.bytes() + filled_ - count, count);
    filled_ = count;
  }
  std::string_view bytes() const { return {memory_.bytes(), filled_}; }

 private:
  const ReadBytes& read_;
  std::size_t window_bytes_;
  WindowMemory& memory_;
  std::size_t filled_ = 0;
  bool ended_ = false;
};

// Moves the window's line and column base over `passed`, the bytes that leave it.
void advance_lines(Window& window, std::string_view passed) {
  window.lines_before += count_line_ends(passed);
  const std::size_t last_end = passed.rfind('\n');
  if (last_end == std::string_view::npos) {
    window.columns_before += static_cast<std::int64_t>(passed.size());
  } else {
    window.columns_before = static_cast<std::int64_t>(passed.size() - last_end - 1);
  }
}

}  // namespace

char* WindowMemory::with_room(std::size_t room, std::size_t filled) {
  if (room <= capacity_) return bytes_.get();
  std::unique_ptr<char[]> larger(new char[room]);
  if (filled > 0) std::memcpy(larger.get(), bytes_.get(), filled);
  bytes_ = std::move(larger);
  capacity_ = room;
  return bytes_.get();
}

void WindowMemory::end_content() {
  if (capacity_ <= kMostKept) return;
  bytes_.reset();
  capacity_ = 0;
}

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
  if (is_last) return window;
  const std::size_t passed = text.size() - std::min<std::size_t>(text.size(), overlap_);
  advance_lines(upcoming_, text.substr(0, passed));
  upcoming_.begin += passed;
  upcoming_.owned_begin = overlap_ - overlap_ / 2;
  return window;
}

Result<WindowedContent> each_window(const ReadBytes& read, const Limits& limits,
                                    const OnWindow& on_window, WindowMemory& memory) {
  const std::uint64_t overlap = limits.window_overlap_bytes;
  const std::uint64_t usual = std::max(limits.window_bytes, 2 * overlap + 2);
  Buffer buffer(read, usual, memory);
  WindowSequence sequence(overlap);
  WindowedContent content;
  std::uint64_t begin = 0;
  while (true) {
    LEAKWARDEN_CHECK(
        buffer.fill(limits.max_stream_bytes - std::min(begin, limits.max_stream_bytes)));
    const std::size_t asked_about = begin == 0 ? buffer.bytes().size() : 0;
    const bool needs = begin == 0 && needs_reader(buffer.bytes());
    if (needs) {
      buffer.set_window_bytes(std::max(usual, limits.max_object_bytes));
      LEAKWARDEN_CHECK(buffer.fill(limits.max_stream_bytes));
      buffer.set_window_bytes(usual);
    }
    LEAKWARDEN_TRY(const bool last, buffer.at_end());
    content.bytes = begin + buffer.bytes().size();
    content.limit_reached = !last && content.bytes >= limits.max_stream_bytes;
    Window window = sequence.next(buffer.bytes(), last || content.limit_reached);
    window.is_plain = begin == 0 && !needs && asked_about == window.text.size();
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

ReadBytes read_from_file(int descriptor, std::string name) {
  return [read = read_from(descriptor, std::move(name)), ended = false](
             char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
    if (ended) return std::size_t{0};
    LEAKWARDEN_TRY(const std::size_t count, read(buffer, capacity));
    ended = count < capacity;
    return count;
  };
}

}  // namespace leakwarden::scanner
