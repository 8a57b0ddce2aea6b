#pragma once

// Bytes to texts that can be matched. A reader is chosen by content, never by path: one blob has
// several paths, and a path says nothing that its author did not want it to say.
//
//   std::vector<DecodedText> texts = read_texts(bytes);
//   texts[0]              the bytes themselves, always; text among NUL bytes is found there
//   texts[1] …            what readers made of them: "utf16"
//
// Every reader is bounded by the size of its input (UTF-16 grows to at most one and a half times)
// and total: any bytes in, no errors. What a reader finds is placed in the bytes it came from.
//
// Ownership: texts[0] and source positions refer to `bytes`, which must outlive them. Thread rules:
// plain values.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// Where a decoded byte came from: the map holds a point now and then; between two points each
// reader knows how its bytes advance.
struct SourcePoint {
  std::uint64_t decoded = 0;
  std::uint64_t source = 0;
};

class DecodedText {
 public:
  static DecodedText raw(std::string_view bytes);
  static DecodedText decoded(std::string reader, std::string text, std::vector<SourcePoint> points);

  std::string_view text() const { return reader_.empty() ? bytes_ : std::string_view(decoded_); }
  // "" for the bytes themselves; else what stands in Finding::decoded. Its verdicts are not local.
  const std::string& reader() const { return reader_; }

  // The offset in the bytes of the character that holds text()[offset]; the end for the end.
  std::uint64_t source_offset(std::uint64_t offset) const;

  // `range` is where [begin, end) stands in text(): the same lines, columns counted in the bytes
  // (a line of UTF-16 has two for each letter).
  TextRange source_range(std::uint64_t begin, std::uint64_t end, const TextRange& range) const;

 private:
  std::string reader_;
  std::string_view bytes_;
  std::string decoded_;
  std::vector<SourcePoint> points_;  // ascending; the first is of decoded offset 0
};

// Whether a reader makes more of `bytes` than they are themselves. All readers are of object
// locality: what they say depends on the whole object, so nothing of it may be inherited. Costs
// next to nothing for ordinary text; looks at no more than the beginning and the end.
bool needs_reader(std::string_view bytes);

std::vector<DecodedText> read_texts(std::string_view bytes);

}  // namespace leakwarden::scanner
