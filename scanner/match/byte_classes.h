#pragma once

// Which bytes of a text are of a few classes, sixty-four at once as bits.
//
// A byte's class is read from two tables of sixteen, by its upper and its lower half; the processor
// looks up sixteen bytes (SSSE3, which Hyperscan needs as well), thirty-two (AVX2) or sixty-four
// (AVX-512) together.
//
// Thread rules: pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leakwarden::scanner {

constexpr std::size_t kBlock = 64;      // bytes looked at together
constexpr std::size_t kRowBlocks = 32;  // blocks

// Of a row of blocks, the one behind them, and some that are of no class.
struct ClassRow {
  using OfBlocks = std::array<std::uint64_t, kRowBlocks + 8>;
  OfBlocks encoded;  // letters, digits, % * + , - . / _
  OfBlocks run;      // letters, digits, - . _
  OfBlocks pivot;    // all but letters, digits, _
};

// Of whole blocks; the first one's classes become those of block `first` of the row. The second is
// for processors that have AVX2, the third for those that have AVX-512BW; RowReader takes the best.
void classify_by_16(const char* at, std::size_t blocks, ClassRow& row, std::size_t first);
void classify_by_32(const char* at, std::size_t blocks, ClassRow& row, std::size_t first);
void classify_by_64(const char* at, std::size_t blocks, ClassRow& row, std::size_t first);

// A text's blocks, row by row; what the last one lacks is of no class.
class RowReader {
 public:
  explicit RowReader(std::string_view text) : text_(text) {}

  // How many blocks the next row has: kRowBlocks, or what is left; 0 behind the end.
  std::size_t next();
  const ClassRow& row() const { return row_; }

 private:
  void classify(std::size_t first, std::size_t end);

  std::string_view text_;
  std::size_t begin_ = 0;         // of the next row
  bool knows_its_first_ = false;  // it stood behind the last row
  ClassRow row_;
};

}  // namespace leakwarden::scanner
