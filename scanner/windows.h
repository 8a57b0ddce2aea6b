#pragma once

// Content of any length, cut into windows that overlap, so that memory stays bounded.
//
//   content   0 ───────────────────────────────────────────────────────────────► end
//   window 1  [owned ──────────────────────┊half]
//   window 2                          [half┊owned ──────────────────────┊half]
//   window 3                                                       [half┊owned ────]
//
// Two neighbours share `overlap` bytes. Each place of the content is *owned* by exactly one window:
// the border lies in the middle of the overlap. A match counts in the window that owns the first
// byte of its secret; every rule is narrower than half an overlap, so the owner sees the match with
// all it depends on. Nothing is counted twice, nothing is lost.
//
// What a reader reads (an archive, an export) cannot be cut: there the first window is as large as
// an object may be, Limits::max_object_bytes.
//
// Worked example: window 100, overlap 20. Window 1 is bytes [0, 100) and owns [0, 90); window 2 is
// [80, 180) and owns [90, 170).

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "scanner/base/finding.h"
#include "scanner/base/limits.h"
#include "scanner/base/result.h"
#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

struct Window {
  std::string_view text;
  std::uint64_t begin = 0;        // where text[0] stands in the content
  std::uint64_t owned_begin = 0;  // offsets in `text`
  std::uint64_t owned_end = 0;
  std::int64_t lines_before = 0;    // line ends before text[0]
  std::int64_t columns_before = 0;  // bytes of text[0]'s line that stand before it
  bool is_plain = false;            // no reader makes more of `text`; false: nobody has asked

  bool owns(std::uint64_t offset) const { return offset >= owned_begin && offset < owned_end; }
  // A range inside the window, as a range of the content.
  TextRange in_content(TextRange range) const;
};

// Makes Windows of texts that come one after the other, each repeating the last `overlap` bytes of
// the one before it.
class WindowSequence {
 public:
  explicit WindowSequence(std::uint64_t overlap) : overlap_(overlap) {}
  // The next one; `text` must be longer than twice the overlap unless it is the last.
  Window next(std::string_view text, bool is_last);

 private:
  std::uint64_t overlap_;
  Window upcoming_;  // where the next text begins
};

struct WindowedContent {
  std::uint64_t bytes = 0;     // delivered
  bool limit_reached = false;  // stopped at Limits::max_stream_bytes with more to come
  bool stopped = false;        // `on_window` said so
};

// Memory for windows, kept from one content to the next: most are shorter than one of its pages
// would take to be had and cleared anew.
// Thread rules: one per thread.
class WindowMemory {
 public:
  // Room for `room` bytes, the first `filled` of which stay what they are.
  char* with_room(std::size_t room, std::size_t filled);
  char* bytes() const { return bytes_.get(); }
  std::size_t capacity() const { return capacity_; }
  // After a content: a long one was an exception, and its memory is given back.
  void end_content();

 private:
  static constexpr std::size_t kMostKept = 1 << 20;

  std::unique_ptr<char[]> bytes_;  // not zeroed
  std::size_t capacity_ = 0;
};

// Fills at most `capacity` bytes; 0 is the end.
using ReadBytes = std::function<Result<std::size_t>(char* buffer, std::size_t capacity)>;
using OnWindow = std::function<Flow(const Window&)>;

// Errors: what `read` returned; windows delivered before it stay delivered.
Result<WindowedContent> each_window(const ReadBytes& read, const Limits& limits,
                                    const OnWindow& on_window, WindowMemory& memory);

// Reads an open descriptor from where it stands.
ReadBytes read_from(int descriptor, std::string name);
// The same of a regular file, which ends where a read gives less than was asked for: one call less
// a file.
ReadBytes read_from_file(int descriptor, std::string name);

}  // namespace leakwarden::scanner
