#include "scanner/match/find_text.h"

#include <emmintrin.h>

#include <bit>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kTogether = 16;

// Of sixteen places, those where the two bytes stand; reads a byte more.
unsigned places_of(const char* at, __m128i first, __m128i second) {
  const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 1));
  return static_cast<unsigned>(
      _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(here, first), _mm_cmpeq_epi8(next, second))));
}

}  // namespace

std::size_t find_text(std::string_view text, std::string_view wanted) {
  if (wanted.size() < 2 || text.size() < wanted.size()) return text.find(wanted);
  const __m128i first = _mm_set1_epi8(wanted[0]);
  const __m128i second = _mm_set1_epi8(wanted[1]);
  std::size_t begin = 0;
  for (; begin + kTogether < text.size(); begin += kTogether) {
    for (unsigned places = places_of(text.data() + begin, first, second); places != 0;
         places &= places - 1) {
      const std::size_t at = begin + static_cast<std::size_t>(std::countr_zero(places));
      if (text.substr(at, wanted.size()) == wanted) return at;
    }
  }
  return text.find(wanted, begin);
}

}  // namespace leakwarden::scanner
