// Fillers: values a person made by leaning on the keyboard, or counted up.
//
//   xxxxxxxxxxxxxxxx   0000-0000   1234567890abcdef   fedcba98   a1b2c3d4e5f6   deadbeefdeadbeef…
//   qwertyuiopasdfgh
//
// Idea: mark every stretch in which each byte follows from one a fixed distance before it (the
// same, one up, one down, or the next key of its row), and ask whether the marks cover at least
// half of the letters and digits. What repeats itself may do so in groups: deadbeef-dead-beef-….
//
//   ghp_abcdefghijklmnop0123456789ABCDEFGHIJ     36 of 39 marked: a filler
//   ghp_q7Rk2…                                   none: a random value of 16 characters or more is
//                                                marked to a half less than once in 10¹⁰
//
// A run of eight equal characters in a short value is enough by itself: "AIzaSyB-1xxxxxxxx…".

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>

#include "scanner/match/ascii.h"
#include "scanner/match/placeholder.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMaxBytes = 1024;  // longer values are blocks, not typed by hand
constexpr std::size_t kShortValue = 12;  // below, only one character repeated counts: "12345" is
                                         // what people do use
constexpr std::size_t kRunValueBytes = 128;  // long base64 has runs of A for zero bytes
constexpr std::size_t kLongRun = 8;

using Marks = std::bitset<kMaxBytes>;

// Where characters stand in "0…9a…z", in any case. Others stand nowhere.
constexpr std::uint8_t kNowhere = 0xff;
constexpr std::uint8_t kNine = 9;
constexpr std::uint8_t kA = 10;
constexpr std::uint8_t kF = 15;
constexpr std::uint8_t kZ = 35;

using ByteTable = std::array<std::uint8_t, 256>;
constexpr std::size_t place(char c) {
  return static_cast<unsigned char>(c);
}

constexpr ByteTable kRanks = [] {
  ByteTable ranks{};
  ranks.fill(kNowhere);
  for (std::uint8_t i = 0; i < 10; ++i) ranks['0' + i] = i;
  for (std::uint8_t i = 0; i < 26; ++i) ranks['a' + i] = ranks['A' + i] = kA + i;
  return ranks;
}();

// By rank, the key to the right in its row; behind a row's last key the next row begins. AZERTY and
// QWERTZ differ in a few keys only.
constexpr ByteTable kNextKeys = [] {
  constexpr std::string_view kRows = "qwertyuiopasdfghjklzxcvbnmq";
  ByteTable next{};
  next.fill(kNowhere);
  for (std::size_t i = 0; i + 1 < kRows.size(); ++i)
    next[kRanks[place(kRows[i])]] = kRanks[place(kRows[i + 1])];
  return next;
}();

// 9 → 0, f → 0 and z → a are steps up in 1234567890, 0…f0…f and a…za…z.
bool steps_up(std::uint8_t from, std::uint8_t to) {
  if (from == kNowhere || to == kNowhere) return false;
  if (to == 0) return from == kNine || from == kF;
  return to == from + 1 || (from == kZ && to == kA);
}

enum class Step { Down, Same, Up, NextKey };

bool follows(std::uint8_t from, std::uint8_t to, Step step) {
  switch (step) {
    case Step::Down:
      return steps_up(to, from);
    case Step::Same:
      return from == to && to != kNowhere;
    case Step::Up:
      return steps_up(from, to);
    case Step::NextKey:
      return to != kNowhere && kNextKeys[from] == to;
  }
  return false;
}

using Ranks = std::span<const std::uint8_t>;

// Of a value of at most kMaxBytes, with room for blocks that begin before it or end behind it.
class RanksOf {
 public:
  explicit RanksOf(std::string_view value) : size_(value.size()) {
    std::fill_n(bytes_.begin(), kBlock, kNowhere);
    for (std::size_t i = 0; i < size_; ++i) bytes_[kBlock + i] = kRanks[place(value[i])];
    std::fill_n(bytes_.begin() + kBlock + size_, kBlock, kNowhere);
  }
  Ranks view() const { return {bytes_.data() + kBlock, size_}; }
  __m128i block(std::size_t at, std::size_t distance) const {
    return _mm_loadu_si128(
        reinterpret_cast<const __m128i*>(bytes_.data() + kBlock + at - distance));
  }

  static constexpr std::size_t kBlock = 16;  // no distance is longer

 private:
  std::array<std::uint8_t, kMaxBytes + 2 * kBlock> bytes_;
  std::size_t size_;
};

__m128i equal(__m128i bytes, std::uint8_t byte) {
  return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(static_cast<char>(byte)));
}

// steps_up(), of sixteen.
__m128i all_that_step_up(__m128i from, __m128i to) {
  const __m128i next = _mm_cmpeq_epi8(_mm_add_epi8(from, _mm_set1_epi8(1)), to);
  const __m128i to_zero =
      _mm_and_si128(equal(to, 0), _mm_or_si128(equal(from, kNine), equal(from, kF)));
  const __m128i to_a = _mm_and_si128(equal(to, kA), equal(from, kZ));
  const __m128i known = _mm_or_si128(next, _mm_or_si128(to_zero, to_a));
  return _mm_andnot_si128(_mm_or_si128(equal(from, kNowhere), equal(to, kNowhere)), known);
}

// follows(), of sixteen; the next key, which is seldom asked for, is read one by one.
__m128i all_that_follow(__m128i from, __m128i to, Step step) {
  if (step == Step::Up) return all_that_step_up(from, to);
  if (step == Step::Down) return all_that_step_up(to, from);
  if (step == Step::Same) return _mm_andnot_si128(equal(to, kNowhere), _mm_cmpeq_epi8(from, to));
  alignas(16) std::array<std::uint8_t, 16> keys;
  _mm_store_si128(reinterpret_cast<__m128i*>(keys.data()), from);
  for (std::uint8_t& key : keys) key = kNextKeys[key];
  const __m128i next = _mm_load_si128(reinterpret_cast<const __m128i*>(keys.data()));
  return _mm_andnot_si128(equal(to, kNowhere), _mm_cmpeq_epi8(next, to));
}

// Are so many set bits side by side?
bool has_run(std::uint64_t bits, std::size_t wanted) {
  for (std::size_t known = 1; known < wanted && bits != 0;) {
    const std::size_t more = std::min(known, wanted - known);
    bits &= bits >> more;
    known += more;
  }
  return bits != 0;
}

// False: no stretch would be marked. Nearly always so, and told from a few blocks.
bool may_hold_stretch(const RanksOf& ranks, std::size_t distance, Step step, std::size_t shortest) {
  constexpr std::size_t kMostBits = 64;
  const std::size_t size = ranks.view().size();
  if (size > kMostBits) return true;
  std::uint64_t bits = 0;
  for (std::size_t at = 0; at < size; at += RanksOf::kBlock) {
    const __m128i found = all_that_follow(ranks.block(at, distance), ranks.block(at, 0), step);
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << at;
  }
  return has_run(bits, std::max(shortest, distance + 1) - distance);
}

// Marks stretches of at least `shortest` bytes in which each byte follows the one `distance`
// before.
void mark_stretches(const RanksOf& ranks, std::size_t distance, Step step, std::size_t shortest,
                    Marks& marks) {
  if (!may_hold_stretch(ranks, distance, step, shortest)) return;
  const Ranks value = ranks.view();
  std::size_t begin = 0;
  for (std::size_t at = distance; at <= value.size(); ++at) {
    if (at < value.size() && follows(value[at - distance], value[at], step)) continue;
    if (at - begin >= shortest && at - begin > distance) {
      for (std::size_t i = begin; i < at; ++i) marks.set(i);
    }
    begin = at + 1 - distance;
  }
}

std::size_t longest_run(std::string_view value) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    run = i > 0 && value[i] == value[i - 1] ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  return longest;
}

void mark_repeats(const RanksOf& value, Marks& marks) {
  for (std::size_t period = 3; period <= 16; ++period)
    mark_stretches(value, period, Step::Same, period + 12, marks);
}

Marks regular_parts(const RanksOf& value) {
  Marks marks;
  for (Step step : {Step::Down, Step::Same, Step::Up}) {
    mark_stretches(value, 1, step, 4, marks);
    mark_stretches(value, 2, step, 8, marks);
  }
  mark_stretches(value, 1, Step::NextKey, 4, marks);
  mark_repeats(value, marks);
  return marks;
}

// abc123def456ghi789, 1a2b-3c4d-5e6f: letters and digits that each count on from the last of their
// kind. Of 20 random ones, 13 do less than once in 10⁶, hex digits included.
bool counts_on(Ranks value) {
  constexpr std::size_t kFewest = 20;
  std::uint8_t letter = kNowhere;
  std::uint8_t digit = kNowhere;
  std::size_t counted = 0;
  std::size_t all = 0;
  for (const std::uint8_t rank : value) {
    if (rank == kNowhere) continue;
    std::uint8_t& last = rank <= kNine ? digit : letter;
    counted += steps_up(last, rank);
    last = rank;
    ++all;
  }
  return all >= kFewest && counted * 8 >= all * 5;
}

bool is_one_character(std::string_view value) {
  return value.size() >= 3 && longest_run(value) == value.size();
}

bool is_half(const Marks& marks, std::string_view value) {
  std::size_t regular = 0;
  std::size_t all = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!is_alphanumeric(value[i])) continue;
    ++all;
    if (marks.test(i)) ++regular;
  }
  return all > 0 && regular * 2 >= all;
}

// deadbeef-dead-beef-…: repeats itself where the signs between groups are left out.
bool repeats_in_groups(std::string_view value) {
  std::string letters;
  std::copy_if(value.begin(), value.end(), std::back_inserter(letters), is_alphanumeric);
  if (letters.size() < kShortValue || letters.size() == value.size()) return false;
  Marks marks;
  mark_repeats(RanksOf(letters), marks);
  return is_half(marks, letters);
}

}  // namespace

bool is_filler(std::string_view value) {
  if (is_one_character(value)) return true;
  if (value.size() < kShortValue || value.size() > kMaxBytes) return false;
  if (value.size() <= kRunValueBytes && longest_run(value) >= kLongRun) return true;
  const RanksOf ranks(value);
  return counts_on(ranks.view()) || is_half(regular_parts(ranks), value) ||
         repeats_in_groups(value);
}

}  // namespace leakwarden::scanner
