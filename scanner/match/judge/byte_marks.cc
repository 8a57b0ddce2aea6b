#include "scanner/match/judge/byte_marks.h"

#include <emmintrin.h>

#include <cstring>

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kTogether = 16;

// Bytes from `first` on, `count` of them: taken from each, they are the smallest.
__m128i in_range(__m128i bytes, char first, char count) {
  const __m128i from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
  const __m128i last = _mm_set1_epi8(static_cast<char>(count - 1));
  return _mm_cmpeq_epi8(_mm_min_epu8(from_first, last), from_first);
}

__m128i either(__m128i bytes, char one, char other, char third) {
  return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(one)),
                                   _mm_cmpeq_epi8(bytes, _mm_set1_epi8(other))),
                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8(third)));
}

void note(__m128i found, std::size_t at, Marks& marks) {
  marks.word(at / 64) |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found)))
                         << at % 64;
}

}  // namespace

ByteMarks::ByteMarks(std::string_view text) {
  std::array<char, kReach> bytes;
  std::memcpy(bytes.data(), text.data(), text.size());
  const std::size_t end = std::min((text.size() / kTogether + 1) * kTogether, kReach);
  std::memset(bytes.data() + text.size(), 0, end - text.size());
  for (std::size_t at = 0; at < end; at += kTogether) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + at));
    const __m128i is_letter = in_range(_mm_or_si128(here, _mm_set1_epi8(0x20)), 'a', 26);
    const __m128i is_digit = in_range(here, '0', 10);
    const __m128i is_word = _mm_or_si128(is_letter, is_digit);
    note(is_letter, at, letters);
    note(is_digit, at, digits);
    note(is_word, at, words);
    note(_mm_or_si128(is_word, _mm_cmpeq_epi8(here, _mm_set1_epi8('_'))), at, names);
    note(_mm_cmpeq_epi8(here, _mm_set1_epi8('\n')), at, newlines);
    note(either(here, ' ', '\t', '\r'), at, blanks);
    note(either(here, '"', '\'', '`'), at, quotes);
    note(either(here, ',', ';', '|'), at, commas);
  }
}

}  // namespace leakwarden::scanner::judging
