#include "scanner/match/word_places.h"

#include <immintrin.h>

#include <algorithm>
#include <bit>

// GCC 12 takes the "undefined" third operand of its own intrinsics for a mistake (its bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

namespace leakwarden::scanner {
namespace {

// Bit i: a gram may stand at at[2 i]. Reads two bytes behind the block. The processor has an
// instruction for a bit at a place and one that takes it in; compilers find neither and take half
// as long again.
std::uint32_t hits_at(const WordTable& words, const char* at) {
  static_assert(kWordBlock == 64);
  std::uint32_t hits = 0;
#pragma GCC unroll 8
  for (std::size_t place = 64; place > 0; place -= 2) {
    const std::uint32_t bit = words.bit_of(gram_at(at + place - 2));
    const std::uint32_t bits = words.bits_around(bit);
    asm("bt %2, %1\n\tadc %0, %0" : "+r"(hits) : "r"(bits), "r"(bit) : "cc");
  }
  return hits;
}

}  // namespace

void add_places_by_1(const WordTable& words, const char* at, std::size_t blocks, std::uint32_t from,
                     WordPlaces& places) {
  for (std::size_t block = 0; block < blocks; ++block, at += kWordBlock, from += kWordBlock) {
    for (std::uint32_t hits = hits_at(words, at); hits != 0; hits &= hits - 1) {
      const std::uint32_t place = 2 * static_cast<std::uint32_t>(std::countr_zero(hits));
      const std::uint32_t gram = gram_at(at + place);
      places.at[places.count] = from + place;
      places.gram[places.count] = gram;
      places.count += words.may_stand_between(gram, *(at + place - 1), at[place + 3]) ? 1 : 0;
    }
  }
}

namespace {

#define LEAKWARDEN_WIDE __attribute__((target("avx512f,avx512bw,popcnt")))

// mixed_gram() of the first three of four bytes each, its upper bits uppermost.
LEAKWARDEN_WIDE inline __m512i mixed_high(__m512i bytes) {
  const __m512i folded = _mm512_or_si512(bytes, _mm512_set1_epi32(kGramFold));
  return _mm512_mullo_epi32(_mm512_slli_epi32(folded, 8),
                            _mm512_set1_epi32(static_cast<int>(kGramFactor)));
}

LEAKWARDEN_WIDE inline __m512i pairs_of(const char* at) {
  return _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)));
}

// Four bytes from each second byte on, of thirty-two.
LEAKWARDEN_WIDE inline __m512i bytes_at_each_second(const char* at) {
  return _mm512_or_si512(pairs_of(at), _mm512_slli_epi32(pairs_of(at + 2), 16));
}

LEAKWARDEN_WIDE inline void store_some(__mmask16 which, __m512i lanes, std::uint32_t* to) {
  _mm512_storeu_si512(to, _mm512_maskz_compress_epi32(which, lanes));
}

// Where the table of bits hits: places from `at` on, and the four bytes there. How many.
LEAKWARDEN_WIDE std::size_t hits_of(const std::uint32_t* bits, const char* at, std::size_t blocks,
                                    std::uint32_t* places, std::uint32_t* bytes) {
  __m512i place = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  std::size_t count = 0;
  for (std::size_t half = 0; half < 2 * blocks; ++half) {
    const __m512i here = bytes_at_each_second(at + half * kWordBlock / 2);
    const __m512i mixed = mixed_high(here);
    const __m512i around =
        _mm512_i32gather_epi32(_mm512_srli_epi32(mixed, 37 - kGramBits), bits, 4);
    const __m512i bit =
        _mm512_rolv_epi32(_mm512_set1_epi32(1), _mm512_srli_epi32(mixed, 32 - kGramBits));
    const __mmask16 hits = _mm512_test_epi32_mask(around, bit);
    store_some(hits, place, places + count);
    store_some(hits, here, bytes + count);
    count += static_cast<std::size_t>(__builtin_popcount(hits));
    place = _mm512_add_epi32(place, _mm512_set1_epi32(kWordBlock / 2));
  }
  return count;
}

// Of sixteen hits, those that WordTable::may_stand_between() lets stand.
LEAKWARDEN_WIDE inline __mmask16 fitting(const WordTable::Neighbours* neighbours, const char* at,
                                         __m512i place, __m512i bytes, __m512i mixed) {
  const __m512i head = _mm512_srli_epi32(mixed, 32 - WordTable::kHeadBits);
  const __m512i low = _mm512_set1_epi32(31);
  const __m512i before = _mm512_and_si512(_mm512_i32gather_epi32(place, at - 1, 1), low);
  const __m512i behind = _mm512_and_si512(_mm512_srli_epi32(bytes, 24), low);
  const __m512i may_before =
      _mm512_srlv_epi32(_mm512_i32gather_epi32(head, &neighbours->before, 8), before);
  const __m512i may_behind =
      _mm512_srlv_epi32(_mm512_i32gather_epi32(head, &neighbours->behind, 8), behind);
  return _mm512_test_epi32_mask(_mm512_and_si512(may_before, may_behind), _mm512_set1_epi32(1));
}

}  // namespace

LEAKWARDEN_WIDE void add_places_by_16(const WordTable& words, const char* at, std::size_t blocks,
                                      std::uint32_t from, WordPlaces& places) {
  static_assert(sizeof(WordTable::Neighbours) == 8);
  // The hits are put where those of them that stay will be.
  std::uint32_t* const place_of = places.at.data() + places.count;
  std::uint32_t* const gram_of = places.gram.data() + places.count;
  const std::size_t hits = hits_of(words.bits(), at, blocks, place_of, gram_of);
  std::size_t kept = 0;
  for (std::size_t hit = 0; hit < hits; hit += 16) {
    const __mmask16 are_hits = hits - hit >= 16 ? 0xffff : (1u << (hits - hit)) - 1;
    const __m512i place = _mm512_maskz_loadu_epi32(are_hits, place_of + hit);
    const __m512i bytes = _mm512_loadu_si512(gram_of + hit);
    const __m512i mixed = mixed_high(bytes);
    const __mmask16 fit = are_hits & fitting(words.neighbours(), at, place, bytes, mixed);
    store_some(fit, _mm512_add_epi32(place, _mm512_set1_epi32(static_cast<int>(from))),
               place_of + kept);
    store_some(fit, _mm512_srli_epi32(mixed, 8), gram_of + kept);
    kept += static_cast<std::size_t>(__builtin_popcount(fit));
  }
  places.count += kept;
}

#undef LEAKWARDEN_WIDE

namespace {

using AddPlaces = void (*)(const WordTable& words, const char* at, std::size_t blocks,
                           std::uint32_t from, WordPlaces& places);

AddPlaces best_of_this_cpu() {
  const bool is_wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
  return is_wide ? add_places_by_16 : add_places_by_1;
}

void add_places(const WordTable& words, const char* at, std::size_t blocks, std::uint32_t from,
                WordPlaces& places) {
  static const AddPlaces add = best_of_this_cpu();
  add(words, at, blocks, from, places);
}

}  // namespace

void WordPlaces::find(const WordTable& words, std::string_view text, const Span& part) {
  count = 0;
  std::uint64_t begin = part.begin;
  const auto add_one = [&] {
    add_padded(words, text, begin, static_cast<std::uint32_t>(begin - part.begin));
    begin += kWordBlock;
  };
  if (begin < kBesideWords && begin < part.end) add_one();
  if (begin >= part.end) return;
  const std::uint64_t wanted = (part.end - begin + kWordBlock - 1) / kWordBlock;
  const std::uint64_t room = text.size() - begin;
  const std::uint64_t whole =
      std::min(wanted, room < kBesideWords ? 0 : (room - kBesideWords) / kWordBlock);
  add_places(words, text.data() + begin, whole, static_cast<std::uint32_t>(begin - part.begin),
             *this);
  begin += whole * kWordBlock;
  while (begin < part.end) add_one();
}

void WordPlaces::add_padded(const WordTable& words, std::string_view text, std::uint64_t begin,
                            std::uint32_t from) {
  std::array<char, kBesideWords + kWordBlock + kBesideWords> padded{};
  const std::size_t before = std::min<std::size_t>(begin, kBesideWords);
  text.copy(padded.data() + kBesideWords - before, before + kWordBlock + kBesideWords,
            begin - before);
  add_places(words, padded.data() + kBesideWords, 1, from, *this);
}

}  // namespace leakwarden::scanner
