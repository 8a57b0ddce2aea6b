#include "scanner/match/block_runs.h"

#include <immintrin.h>

#include "scanner/match/encoded_stretches.h"
#include "scanner/rules/pivot.h"

// GCC 12 takes the "undefined" operand of its own intrinsics for a mistake (its bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"

namespace leakwarden::scanner {
namespace {

static_assert(kShortestStretch == 1 + 1 + 2 + 4 + 8 + 11);
static_assert(kPivotRun == 1 + 1 + 2 + 4 + 8 + 1);
static_assert(kRowBlocks == 32);

__extension__ using TwoBlocks = unsigned __int128;

TwoBlocks with_next(const ClassRow::OfBlocks& of, std::size_t block) {
  return static_cast<TwoBlocks>(of[block + 1]) << kBlock | of[block];
}

TwoBlocks sixteen_from(TwoBlocks members) {
  TwoBlocks runs = members & members >> 1;
  runs &= runs >> 2;
  runs &= runs >> 4;
  return runs & runs >> 8;
}

// A run of sixteen that begins in the block, or one or two bytes behind it, has eight of its bytes
// there or these eight in the next one.
bool may_have_runs(std::uint64_t members, std::uint64_t next) {
  constexpr std::uint64_t kInNext = 0x1fe;
  std::uint64_t runs = members & members >> 1;
  runs &= runs >> 2;
  runs &= runs >> 4;
  return runs != 0 || (next & kInNext) == kInNext;
}

std::uint64_t stretches_in(const ClassRow& row, std::size_t block) {
  if (!may_have_runs(row.encoded[block], row.encoded[block + 1])) return 0;
  const TwoBlocks runs = sixteen_from(with_next(row.encoded, block));
  return static_cast<std::uint64_t>(runs & runs >> 11);
}

std::uint64_t pivots_in(const ClassRow& row, std::size_t block) {
  if (row.pivot[block] == 0 || !may_have_runs(row.run[block], row.run[block + 1])) return 0;
  TwoBlocks runs = sixteen_from(with_next(row.run, block));
  runs &= runs >> 1;
  return row.pivot[block] & static_cast<std::uint64_t>(runs >> 1 | runs >> 2);
}

}  // namespace

void find_runs_by_1(const ClassRow& row, std::size_t blocks, BlockRuns& runs) {
  runs.has_stretch = runs.has_pivot = 0;
  for (std::size_t block = 0; block < blocks; ++block) {
    runs.stretch[block] = stretches_in(row, block);
    runs.pivot[block] = pivots_in(row, block);
    runs.has_stretch |= std::uint32_t{runs.stretch[block] != 0} << block;
    runs.has_pivot |= std::uint32_t{runs.pivot[block] != 0} << block;
  }
}

namespace {

#define LEAKWARDEN_WIDE __attribute__((target("avx512f")))

// Eight blocks, and the eight behind them: their bits `count` places on.
template <unsigned count>
LEAKWARDEN_WIDE inline __m512i later(__m512i bits, __m512i behind) {
  const __m512i next = _mm512_alignr_epi64(behind, bits, 1);
  return _mm512_or_si512(_mm512_srli_epi64(bits, count), _mm512_slli_epi64(next, 64 - count));
}

// Of bits that have n members from there on, those that have n + count. `behind` becomes the bits.
template <unsigned count>
LEAKWARDEN_WIDE inline __m512i longer(__m512i bits, __m512i& behind) {
  const __m512i both = _mm512_and_si512(bits, later<count>(bits, behind));
  behind = bits;
  return both;
}

struct Behind {
  __m512i one, two, four, eight, sixteen;  // bits with so many from there on
};

LEAKWARDEN_WIDE inline __m512i sixteen_from(__m512i bits, Behind& behind) {
  bits = longer<1>(bits, behind.one);
  bits = longer<2>(bits, behind.two);
  bits = longer<4>(bits, behind.four);
  return longer<8>(bits, behind.eight);
}

LEAKWARDEN_WIDE inline __m512i eight_of(const ClassRow::OfBlocks& of, std::size_t first) {
  return _mm512_loadu_si512(&of[first]);
}

// Where some are; which of the eight blocks have any.
LEAKWARDEN_WIDE inline std::uint64_t put(__m512i bits, BlockRuns::OfBlocks& to, std::size_t first) {
  _mm512_storeu_si512(&to[first], bits);
  return std::uint64_t{_mm512_test_epi64_mask(bits, bits)} << first;
}

}  // namespace

// From the last eight to the first, so that what stands behind is known.
LEAKWARDEN_WIDE void find_runs_by_8(const ClassRow& row, std::size_t blocks, BlockRuns& runs) {
  const __m512i none = _mm512_setzero_si512();
  Behind encoded{none, none, none, none, none};
  Behind run = encoded;
  __m512i seventeen = none;
  std::uint64_t has_stretch = 0;
  std::uint64_t has_pivot = 0;
  const std::size_t with_next = blocks + 1;
  for (std::size_t end = (with_next + 7) / 8 * 8; end > 0; end -= 8) {
    const std::size_t first = end - 8;
    const __m512i of_encoded = sixteen_from(eight_of(row.encoded, first), encoded);
    has_stretch |= put(longer<11>(of_encoded, encoded.sixteen), runs.stretch, first);
    const __m512i of_run = longer<1>(sixteen_from(eight_of(row.run, first), run), run.sixteen);
    const __m512i before =
        _mm512_or_si512(later<1>(of_run, seventeen), later<2>(of_run, seventeen));
    seventeen = of_run;
    has_pivot |= put(_mm512_and_si512(eight_of(row.pivot, first), before), runs.pivot, first);
  }
  const std::uint64_t of_row = (std::uint64_t{1} << blocks) - 1;
  runs.has_stretch = static_cast<std::uint32_t>(has_stretch & of_row);
  runs.has_pivot = static_cast<std::uint32_t>(has_pivot & of_row);
}

#undef LEAKWARDEN_WIDE

void find_runs(const ClassRow& row, std::size_t blocks, BlockRuns& runs) {
  static const auto find = __builtin_cpu_supports("avx512f") ? find_runs_by_8 : find_runs_by_1;
  find(row, blocks, runs);
}

}  // namespace leakwarden::scanner
