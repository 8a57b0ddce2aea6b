#include "scanner/windows.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "scanner/base/file.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

Limits small_windows(std::uint64_t window, std::uint64_t overlap) {
  Limits limits;
  limits.window_bytes = window;
  limits.window_overlap_bytes = overlap;
  return limits;
}

Result<WindowedContent> windows_of(const ReadBytes& read, const Limits& limits,
                                   const OnWindow& on_window) {
  WindowMemory memory;
  return each_window(read, limits, on_window, memory);
}

// Delivers `content` in pieces of at most `piece` bytes, as a pipe may.
ReadBytes pieces_of(const std::string& content, std::size_t piece) {
  std::shared_ptr<std::size_t> at = std::make_shared<std::size_t>(0);
  return [&content, piece, at](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    const std::size_t count = std::min({piece, capacity, content.size() - *at});
    content.copy(buffer, count, *at);
    *at += count;
    return count;
  };
}

std::string random_lines(std::uint32_t seed, std::size_t size) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < size)
    text.push_back(random() % 7 == 0 ? '\n' : static_cast<char>('a' + random() % 26));
  return text;
}

struct Position {
  std::int64_t line;
  std::int64_t column;
  friend bool operator==(const Position&, const Position&) = default;
};

// By hand: count line ends before `offset`.
Position position_of(const std::string& content, std::size_t offset) {
  const std::string before = content.substr(0, offset);
  const std::size_t last = before.rfind('\n');
  const std::size_t line_begin = last == std::string::npos ? 0 : last + 1;
  return {1 + std::count(before.begin(), before.end(), '\n'),
          static_cast<std::int64_t>(offset - line_begin + 1)};
}

TEST(Windows, EveryByteIsOwnedOnceAtItsRightLineAndColumn) {
  for (std::size_t size : {0u, 1u, 41u, 42u, 43u, 100u, 999u}) {
    for (std::size_t piece : {1u, 7u, 1000u}) {
      const std::string content = random_lines(static_cast<std::uint32_t>(size), size);
      std::vector<Position> seen(size, Position{0, 0});
      std::uint64_t next = 0;
      const Result<WindowedContent> result =
          windows_of(pieces_of(content, piece), small_windows(42, 20), [&](const Window& window) {
            EXPECT_EQ(window.text, content.substr(window.begin, window.text.size()));
            for (std::size_t at = 0; at < window.text.size(); ++at) {
              if (!window.owns(at)) continue;
              EXPECT_EQ(window.begin + at, next++);
              const Position inside = position_of(std::string(window.text), at);
              const TextRange range =
                  window.in_content({inside.line, inside.line, inside.column, inside.column});
              EXPECT_EQ(range.start_line, range.end_line);
              EXPECT_EQ(range.start_column, range.end_column);
              seen[window.begin + at] = {range.start_line, range.start_column};
            }
            return Flow::Continue;
          });
      ASSERT_TRUE(result.ok());
      EXPECT_EQ(next, size);
      EXPECT_EQ(result->bytes, size);
      EXPECT_FALSE(result->limit_reached);
      for (std::size_t at = 0; at < size; ++at) EXPECT_EQ(seen[at], position_of(content, at)) << at;
    }
  }
}

TEST(Windows, AnOwnedByteHasHalfAnOverlapOnBothSides) {
  const std::string content = random_lines(3, 5000);
  const Result<WindowedContent> result =
      windows_of(pieces_of(content, 64), small_windows(100, 20), [&](const Window& window) {
        const bool first = window.begin == 0;
        const bool last = window.begin + window.text.size() == content.size();
        EXPECT_TRUE(first || window.owned_begin >= 10);
        EXPECT_TRUE(last || window.text.size() - window.owned_end >= 10);
        EXPECT_LE(window.text.size(), 101u);
        return Flow::Continue;
      });
  EXPECT_TRUE(result.ok());
}

// What begins like an archive comes in one piece as long as an object may be; then as always.
TEST(Windows, WhatAReaderReadsIsNotCutBefore) {
  const std::string content = "PK\x03\x04" + random_lines(6, 996);
  Limits limits = small_windows(100, 20);
  for (std::uint64_t most : {50u, 600u, 5000u}) {
    limits.max_object_bytes = most;
    std::vector<std::size_t> sizes;
    std::uint64_t owned = 0;
    const Result<WindowedContent> result =
        windows_of(pieces_of(content, 64), limits, [&](const Window& window) {
          EXPECT_EQ(window.text, content.substr(window.begin, window.text.size()));
          sizes.push_back(window.text.size());
          owned += window.owned_end - window.owned_begin;
          return Flow::Continue;
        });
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->bytes, content.size());
    EXPECT_EQ(owned, content.size());
    // One byte more than the window is looked at, to see whether it is the last.
    const std::size_t first =
        std::min<std::size_t>(std::max<std::uint64_t>(most, 100) + 1, content.size());
    EXPECT_EQ(sizes.front(), first);
    if (sizes.size() > 1) {
      EXPECT_LE(sizes[1], 101u);
    }
  }
}

TEST(Windows, StopAndLimitAreTold) {
  const std::string content = random_lines(4, 1000);
  Limits limits = small_windows(100, 20);
  int windows = 0;
  const OnWindow count = [&](const Window&) {
    return ++windows == 2 ? Flow::Stop : Flow::Continue;
  };
  Result<WindowedContent> result = windows_of(pieces_of(content, 64), limits, count);
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result->stopped);
  EXPECT_EQ(windows, 2);
  limits.max_stream_bytes = 300;
  result = windows_of(pieces_of(content, 64), limits, [](const Window&) { return Flow::Continue; });
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result->limit_reached);
  EXPECT_LT(result->bytes, 500u);
}

// A limit below one window used to be read past, and the rest called clean.
TEST(Windows, ALimitBelowOneWindowHolds) {
  const std::string content = random_lines(5, 1000);
  for (std::uint64_t limit : {1u, 10u, 50u, 99u}) {
    Limits limits = small_windows(100, 20);
    limits.max_stream_bytes = limit;
    std::size_t seen = 0;
    Result<WindowedContent> result =
        windows_of(pieces_of(content, 64), limits, [&](const Window& window) {
          EXPECT_LE(window.owned_end, window.text.size());
          seen += window.text.size();
          return Flow::Continue;
        });
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result->limit_reached) << limit;
    EXPECT_LE(seen, limit + 1);
  }
}

TEST(Windows, AReadErrorIsHandedOn) {
  const Result<WindowedContent> result = windows_of(
      [](char*, std::size_t) -> Result<std::size_t> { return Error::io("read", "x", "broken"); },
      Limits{}, [](const Window&) { return Flow::Continue; });
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().why, "broken");
}

TEST(Windows, ReadsDescriptors) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  Descriptor reader(ends[0]);
  Descriptor writer(ends[1]);
  ASSERT_EQ(::write(writer.get(), "hello", 5), 5);
  writer.reset();
  std::string got;
  const Result<WindowedContent> result =
      windows_of(read_from(reader.get(), "pipe"), Limits{}, [&](const Window& window) {
        got += window.text;
        return Flow::Continue;
      });
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(got, "hello");
  EXPECT_FALSE(read_from(-1, "none")(got.data(), 1).ok());
}

TEST(Windows, ReadsFilesOfAllLengthsWhole) {
  for (const std::size_t size : {0u, 1u, 65'535u, 65'536u, 65'537u, 131'072u, 300'000u}) {
    std::string content(size, ' ');
    for (std::size_t at = 0; at < size; ++at) content[at] = static_cast<char>('a' + at * at % 23);
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("file", content);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string got;
    const Result<WindowedContent> result =
        windows_of(read_from_file(file.get(), "file"), Limits{}, [&](const Window& window) {
          got += window.text;
          return Flow::Continue;
        });
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->bytes, size);
    EXPECT_EQ(got, content) << size;
  }
}

// A short content after a long one, in the memory of both, is the short one.
TEST(Windows, WhatStoodInTheMemoryBeforeIsNotReadAgain) {
  WindowMemory memory;
  const std::string secret = random_lines(1, 300);
  for (const std::string& content : {secret, std::string("short\n"), std::string(), secret}) {
    std::string seen;
    const Result<WindowedContent> result = each_window(
        pieces_of(content, 64), Limits{},
        [&](const Window& window) {
          seen += window.text;
          return Flow::Continue;
        },
        memory);
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(seen, content);
  }
}

TEST(Windows, MemoryOfALongContentIsGivenBack) {
  WindowMemory memory;
  const std::string content = random_lines(2, 3 << 20);
  ASSERT_TRUE(each_window(
                  pieces_of(content, 1 << 20), Limits{},
                  [](const Window&) { return Flow::Continue; }, memory)
                  .ok());
  EXPECT_LT(memory.capacity(), content.size());
}

// Plain is said of what was looked at whole, never of an archive or of a later window.
TEST(Windows, PlainIsSaidOfTextThatNoReaderReads) {
  const auto plain_windows = [](const std::string& content, const Limits& limits) {
    std::string said;
    EXPECT_TRUE(windows_of(pieces_of(content, 4096), limits, [&](const Window& window) {
                  said += window.is_plain ? 'p' : '?';
                  return Flow::Continue;
                }).ok());
    return said;
  };
  using std::string_literals::operator""s;
  EXPECT_EQ(plain_windows("int main() {}\n", Limits{}), "p");
  EXPECT_EQ(plain_windows("PK\x03\x04 and more"s, Limits{}), "?");
  EXPECT_EQ(plain_windows(random_lines(3, 150), small_windows(100, 20)).find('p', 1),
            std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
