#include "scanner/git/sha1_blocks.h"

#include <bit>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace leakwarden::scanner {
namespace {

std::uint32_t load_big_endian(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
}

// One round: `mixed` is the round function of b, c and d; the five words move one place on.
void step(std::uint32_t (&word)[5], std::uint32_t mixed, std::uint32_t constant,
          std::uint32_t schedule) {
  std::uint32_t next = std::rotl(word[0], 5) + mixed + word[4] + constant + schedule;
  word[4] = word[3];
  word[3] = word[2];
  word[2] = std::rotl(word[1], 30);
  word[1] = word[0];
  word[0] = next;
}

void expand(const std::uint8_t* block, std::uint32_t (&schedule)[80]) {
  for (int i = 0; i < 16; ++i) schedule[i] = load_big_endian(block + 4 * i);
  for (int i = 16; i < 80; ++i) {
    schedule[i] =
        std::rotl(schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16], 1);
  }
}

void compress(Sha1State& state, const std::uint8_t* block) {
  std::uint32_t schedule[80];
  expand(block, schedule);
  std::uint32_t word[5] = {state[0], state[1], state[2], state[3], state[4]};
  for (int i = 0; i < 20; ++i)
    step(word, (word[1] & word[2]) | (~word[1] & word[3]), 0x5a827999, schedule[i]);
  for (int i = 20; i < 40; ++i) step(word, word[1] ^ word[2] ^ word[3], 0x6ed9eba1, schedule[i]);
  for (int i = 40; i < 60; ++i)
    step(word, (word[1] & word[2]) | (word[1] & word[3]) | (word[2] & word[3]), 0x8f1bbcdc,
         schedule[i]);
  for (int i = 60; i < 80; ++i) step(word, word[1] ^ word[2] ^ word[3], 0xca62c1d6, schedule[i]);
  for (int i = 0; i < 5; ++i) state[i] += word[i];
}

}  // namespace

void sha1_blocks_plain(Sha1State& state, const std::uint8_t* blocks, std::size_t count) {
  for (std::size_t block = 0; block < count; ++block) compress(state, blocks + 64 * block);
}

#if defined(__x86_64__)

namespace {

#define LEAKWARDEN_SHA __attribute__((target("sha,sse4.1,ssse3"), always_inline)) inline

// Four vectors of four words: the schedule's last sixteen, the newest being made.
struct Schedule {
  __m128i words[4];
};

template <int kGroup>
LEAKWARDEN_SHA __m128i next_words(Schedule& schedule, const std::uint8_t* block) {
  const __m128i big_endian = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  __m128i& slot = schedule.words[kGroup % 4];
  if constexpr (kGroup < 4) {
    const __m128i* from = reinterpret_cast<const __m128i*>(block) + kGroup;
    slot = _mm_shuffle_epi8(_mm_loadu_si128(from), big_endian);
  } else {
    const __m128i older = _mm_sha1msg1_epu32(slot, schedule.words[(kGroup + 1) % 4]);
    slot = _mm_sha1msg2_epu32(_mm_xor_si128(older, schedule.words[(kGroup + 2) % 4]),
                              schedule.words[(kGroup + 3) % 4]);
  }
  return slot;
}

// Four rounds, and the groups after them. `before` are the words a to d of four rounds ago, from
// which e follows.
template <int kGroup>
LEAKWARDEN_SHA void rounds(__m128i& abcd, __m128i& before, Schedule& schedule,
                           const std::uint8_t* block) {
  if constexpr (kGroup < 20) {
    const __m128i words = next_words<kGroup>(schedule, block);
    const __m128i e =
        kGroup == 0 ? _mm_add_epi32(before, words) : _mm_sha1nexte_epu32(before, words);
    before = abcd;
    abcd = _mm_sha1rnds4_epu32(abcd, e, kGroup / 5);
    rounds<kGroup + 1>(abcd, before, schedule, block);
  }
}

__attribute__((target("sha,sse4.1,ssse3"))) void fast(Sha1State& state, const std::uint8_t* blocks,
                                                      std::size_t count) {
  constexpr int kReversed = 0x1b;
  __m128i abcd = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state.data()));
  abcd = _mm_shuffle_epi32(abcd, kReversed);
  __m128i e = _mm_set_epi32(static_cast<int>(state[4]), 0, 0, 0);
  for (; count > 0; --count, blocks += 64) {
    const __m128i first_abcd = abcd;
    const __m128i first_e = e;
    Schedule schedule;
    rounds<0>(abcd, e, schedule, blocks);
    e = _mm_sha1nexte_epu32(e, first_e);
    abcd = _mm_add_epi32(abcd, first_abcd);
  }
  abcd = _mm_shuffle_epi32(abcd, kReversed);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state.data()), abcd);
  state[4] = static_cast<std::uint32_t>(_mm_extract_epi32(e, 3));
}

bool ask_processor() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSE4_1) == 0 || (c & bit_SSSE3) == 0) {
    return false;
  }
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

}  // namespace

bool has_sha1_instructions() {
  static const bool kHas = ask_processor();
  return kHas;
}

void sha1_blocks_fast(Sha1State& state, const std::uint8_t* blocks, std::size_t count) {
  fast(state, blocks, count);
}

#else

bool has_sha1_instructions() {
  return false;
}

void sha1_blocks_fast(Sha1State& state, const std::uint8_t* blocks, std::size_t count) {
  sha1_blocks_plain(state, blocks, count);
}

#endif

void sha1_blocks(Sha1State& state, const std::uint8_t* blocks, std::size_t count) {
  if (has_sha1_instructions()) {
    sha1_blocks_fast(state, blocks, count);
  } else {
    sha1_blocks_plain(state, blocks, count);
  }
}

}  // namespace leakwarden::scanner
