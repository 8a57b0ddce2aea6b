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

constexpr std::size_t kBlock = 64;  // bytes looked at together

struct BlockClasses {
  std::uint64_t encoded = 0;  // letters, digits, % * + , - . / _
  std::uint64_t run = 0;      // letters, digits, - . _
  std::uint64_t pivot = 0;    // " ' - . : =
};

// Of whole blocks. The second is for processors that have AVX2, the third for those that have
// AVX-512BW; BlockReader takes the best.
void classify_by_16(const char* at, std::size_t blocks, BlockClasses* classes);
void classify_by_32(const char* at, std::size_t blocks, BlockClasses* classes);
void classify_by_64(const char* at, std::size_t blocks, BlockClasses* classes);

// A text's blocks, one after the other; what the last one lacks is of no class.
class BlockReader {
 public:
  explicit BlockReader(std::string_view text) : text_(text) {}

  bool at_end() const { return next_ >= text_.size(); }
  // The next block; of no class behind the end.
  BlockClasses next() {
    if (at_end()) return {};
    if (next_ == filled_) fill();
    next_ += kBlock;
    return classes_[(next_ / kBlock - 1) % kTogether];
  }

 private:
  static constexpr std::size_t kTogether = 32;
  void fill();

  std::string_view text_;
  std::size_t next_ = 0;    // where the next block begins
  std::size_t filled_ = 0;  // up to where classes are known
  std::array<BlockClasses, kTogether> classes_;
};

}  // namespace leakwarden::scanner
