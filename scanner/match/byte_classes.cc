// Every class is a union of products "these upper halves × these lower halves", of which six have
// a bit of their own:
//
//   upper  2      3      4, 6    5, 7    5     2
//   lower  D E    0–9    1–F     0–A     F     5 A B C F
//          - .    0–9    A…O a…o P…Z p…z _     % * + , /
//   bit    0      1      2       3       4     7
//
// A byte beyond ASCII finds nothing in the table of lower halves.

#include "scanner/match/byte_classes.h"

#include <immintrin.h>

#include <algorithm>
#include <cstring>
#include <initializer_list>

// GCC 12 takes the "undefined" operand of its own intrinsics for a mistake (its bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"

namespace leakwarden::scanner {
namespace {

constexpr char kRunBits = 0x1f;
constexpr char kNoPivotBits = 0x1e;
constexpr char kEncodedBits = static_cast<char>(0x9f);

using Table = std::array<char, 16>;

constexpr Table kOfUpper{0, 0, static_cast<char>(0x81), 0x02, 0x04, 0x18, 0x04, 0x08};

constexpr Table table_of_lower() {
  Table table{};
  const auto set = [&table](std::initializer_list<std::size_t> halves, unsigned bit) {
    for (std::size_t half : halves) table[half] = static_cast<char>(table[half] | 1u << bit);
  };
  set({0xd, 0xe}, 0);
  set({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1);
  set({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, 2);
  set({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 3);
  set({15}, 4);
  set({5, 0xa, 0xb, 0xc, 0xf}, 7);
  return table;
}
constexpr Table kOfLower = table_of_lower();

}  // namespace

__attribute__((target("ssse3"))) void classify_by_16(const char* at, std::size_t blocks,
                                                     ClassRow& row, std::size_t first) {
  const __m128i upper = _mm_loadu_si128(reinterpret_cast<const __m128i*>(kOfUpper.data()));
  const __m128i lower = _mm_loadu_si128(reinterpret_cast<const __m128i*>(kOfLower.data()));
  for (std::size_t block = first; block < first + blocks; ++block) {
    row.encoded[block] = row.run[block] = 0;
    std::uint64_t no_pivots = 0;
    for (unsigned part = 0; part < kBlock; part += 16, at += 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const __m128i halves = _mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(0x0f));
      const __m128i bits =
          _mm_and_si128(_mm_shuffle_epi8(lower, bytes), _mm_shuffle_epi8(upper, halves));
      const auto of = [&](char wanted) __attribute__((target("ssse3"))) {
        const __m128i none =
            _mm_cmpeq_epi8(_mm_and_si128(bits, _mm_set1_epi8(wanted)), _mm_setzero_si128());
        return std::uint64_t{0xffffu & ~static_cast<unsigned>(_mm_movemask_epi8(none))} << part;
      };
      row.encoded[block] |= of(kEncodedBits);
      row.run[block] |= of(kRunBits);
      no_pivots |= of(kNoPivotBits);
    }
    row.pivot[block] = ~no_pivots;
  }
}

__attribute__((target("avx2"))) void classify_by_32(const char* at, std::size_t blocks,
                                                    ClassRow& row, std::size_t first) {
  const __m256i upper = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kOfUpper.data())));
  const __m256i lower = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kOfLower.data())));
  for (std::size_t block = first; block < first + blocks; ++block) {
    row.encoded[block] = row.run[block] = 0;
    std::uint64_t no_pivots = 0;
    for (unsigned part = 0; part < kBlock; part += 32, at += 32) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
      const __m256i halves = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0f));
      const __m256i bits =
          _mm256_and_si256(_mm256_shuffle_epi8(lower, bytes), _mm256_shuffle_epi8(upper, halves));
      const auto of = [&](char wanted) __attribute__((target("avx2"))) {
        const __m256i none = _mm256_cmpeq_epi8(_mm256_and_si256(bits, _mm256_set1_epi8(wanted)),
                                               _mm256_setzero_si256());
        return std::uint64_t{~static_cast<std::uint32_t>(_mm256_movemask_epi8(none))} << part;
      };
      row.encoded[block] |= of(kEncodedBits);
      row.run[block] |= of(kRunBits);
      no_pivots |= of(kNoPivotBits);
    }
    row.pivot[block] = ~no_pivots;
  }
}

__attribute__((target("avx512bw"))) void classify_by_64(const char* at, std::size_t blocks,
                                                        ClassRow& row, std::size_t first) {
  const __m512i upper =
      _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(kOfUpper.data())));
  const __m512i lower =
      _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(kOfLower.data())));
  for (std::size_t block = first; block < first + blocks; ++block, at += kBlock) {
    const __m512i bytes = _mm512_loadu_si512(at);
    const __m512i halves = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), _mm512_set1_epi8(0x0f));
    const __m512i bits =
        _mm512_and_si512(_mm512_shuffle_epi8(lower, bytes), _mm512_shuffle_epi8(upper, halves));
    row.encoded[block] = _mm512_test_epi8_mask(bits, _mm512_set1_epi8(kEncodedBits));
    row.run[block] = _mm512_test_epi8_mask(bits, _mm512_set1_epi8(kRunBits));
    row.pivot[block] = _mm512_testn_epi8_mask(bits, _mm512_set1_epi8(kNoPivotBits));
  }
}

namespace {

using Classify = void (*)(const char* at, std::size_t blocks, ClassRow& row, std::size_t first);

Classify best_of_this_cpu() {
  if (__builtin_cpu_supports("avx512bw")) return classify_by_64;
  return __builtin_cpu_supports("avx2") ? classify_by_32 : classify_by_16;
}

}  // namespace

std::size_t RowReader::next() {
  if (begin_ >= text_.size()) return 0;
  const std::size_t left = (text_.size() - begin_ + kBlock - 1) / kBlock;
  const std::size_t blocks = std::min(left, kRowBlocks);
  std::size_t first = 0;
  if (knows_its_first_) {
    for (ClassRow::OfBlocks* of : {&row_.encoded, &row_.run, &row_.pivot})
      of->front() = (*of)[kRowBlocks];
    first = 1;
  }
  classify(first, std::min(left, kRowBlocks + 1));
  knows_its_first_ = left > kRowBlocks;
  begin_ += blocks * kBlock;
  return blocks;
}

// Blocks of the row; those behind them are of no class.
void RowReader::classify(std::size_t first, std::size_t end) {
  static const Classify best = best_of_this_cpu();
  const std::size_t whole = std::max(first, std::min(end, (text_.size() - begin_) / kBlock));
  best(text_.data() + begin_ + first * kBlock, whole - first, row_, first);
  if (whole < end) {
    const std::string_view last = text_.substr(begin_ + whole * kBlock);
    std::array<char, kBlock> rest{};
    std::memcpy(rest.data(), last.data(), last.size());
    best(rest.data(), 1, row_, whole);
    row_.pivot[whole] &= (std::uint64_t{1} << last.size()) - 1;
  }
  for (ClassRow::OfBlocks* of : {&row_.encoded, &row_.run, &row_.pivot})
    std::fill(of->begin() + static_cast<std::ptrdiff_t>(end), of->end(), 0);
}

}  // namespace leakwarden::scanner
