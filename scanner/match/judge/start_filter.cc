#include "scanner/match/judge/start_filter.h"

#include <immintrin.h>

#define LEAKWARDEN_SSSE3 __attribute__((target("ssse3"), always_inline)) inline

namespace leakwarden::scanner::judging {
namespace {

LEAKWARDEN_SSSE3 __m128i loaded(const void* at) {
  return _mm_loadu_si128(static_cast<const __m128i*>(at));
}

// The buckets that allow each byte.
LEAKWARDEN_SSSE3 __m128i buckets_of(__m128i bytes, const std::array<std::uint8_t, 16>& low,
                                    const std::array<std::uint8_t, 16>& high) {
  const __m128i half = _mm_set1_epi8(0x0f);
  const __m128i lower = _mm_and_si128(bytes, half);
  const __m128i upper = _mm_and_si128(_mm_srli_epi16(bytes, 4), half);
  return _mm_and_si128(_mm_shuffle_epi8(loaded(low.data()), lower),
                       _mm_shuffle_epi8(loaded(high.data()), upper));
}

}  // namespace

// SSSE3, which Hyperscan needs as well.
__attribute__((target("ssse3"))) std::uint32_t StartFilter::places(const char* at) const {
  __m128i passed = _mm_set1_epi8(-1);
  for (std::size_t i = 0; i < kBytes; ++i)
    passed = _mm_and_si128(passed, buckets_of(loaded(at + i), low_[i], high_[i]));
  const __m128i none = _mm_cmpeq_epi8(passed, _mm_setzero_si128());
  return 0xffffu & ~static_cast<std::uint32_t>(_mm_movemask_epi8(none));
}

}  // namespace leakwarden::scanner::judging
