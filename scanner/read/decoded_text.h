#pragma once

// A text that a reader made of bytes, and where in the bytes it came from.
//
// Three kinds of places, by what a person would open to look:
//
//   OwnLines      a member of an archive, the text of a document: its lines are its own
//   SameLines     UTF-16: the lines of the bytes, columns counted in the bytes
//   SourceLines   strings of an export: line and column where they stand in the bytes
//
// Ownership: owns its text. Thread rules: plain values.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

enum class Placing { OwnLines, SameLines, SourceLines };

// How the source advances behind a SourcePoint, up to the next one.
enum class Stride {
  Bytes,  // a byte for a byte
  Utf16,  // two or four bytes for a character of UTF-8
  Utf32,  // four
  Whole,  // all of it came from all of [source, source_end): base64
};

struct SourcePoint {
  std::uint64_t decoded = 0;
  std::uint64_t source = 0;
  Stride stride = Stride::Bytes;
  std::uint64_t source_end = 0;  // of Whole
};

// A value that is a secret by where it stands, whatever it looks like: of the rule named, unless
// another knows it better.
struct Mark {
  std::uint64_t begin = 0;  // offsets in the text
  std::uint64_t end = 0;
  std::string_view rule_id;  // of static storage
};

struct SourceSpan {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

class DecodedText {
 public:
  // `places` is what Finding::decoded says of it, outermost first: {"gzip", "tar:inner/conf.ini"}.
  static DecodedText own(std::vector<std::string> places, std::string text);
  // `points` ascend in the text, the first is of offset 0.
  static DecodedText placed(Placing placing, std::vector<std::string> places, std::string text,
                            std::vector<SourcePoint> points, std::vector<Mark> marks = {});

  const std::string& text() const { return text_; }
  const std::vector<std::string>& places() const { return places_; }
  const std::vector<Mark>& marks() const { return marks_; }
  Placing placing() const { return placing_; }

  // Where the character that holds text()[offset] begins in the bytes; the end for the end. Not for
  // OwnLines.
  std::uint64_t source_offset(std::uint64_t offset) const;
  // Where text()[begin, end) stands in the bytes; never empty. {0, 0} for OwnLines.
  SourceSpan source_span(std::uint64_t begin, std::uint64_t end) const;

  // Of SameLines: `range` is where [begin, end) stands in text(); the same lines, columns counted
  // in the bytes (a line of UTF-16 has two for each letter).
  TextRange source_range(std::uint64_t begin, std::uint64_t end, const TextRange& range) const;

 private:
  const SourcePoint& point_of(std::uint64_t offset) const;

  Placing placing_ = Placing::OwnLines;
  std::vector<std::string> places_;
  std::string text_;
  std::vector<SourcePoint> points_;
  std::vector<Mark> marks_;
};

}  // namespace leakwarden::scanner
