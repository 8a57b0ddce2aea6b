// Fillers: values a person made by leaning on the keyboard, or counted up.
//
//   xxxxxxxxxxxxxxxx   0000-0000   1234567890abcdef   fedcba98   a1b2c3d4e5f6   deadbeefdeadbeef…
//
// Idea: mark every stretch in which each byte follows from one a fixed distance before it (the
// same, one up, or one down), and ask whether the marks cover at least half of the letters and
// digits.
//
//   ghp_abcdefghijklmnop0123456789ABCDEFGHIJ     36 of 39 marked: a filler
//   ghp_q7Rk2…                                   none: a random value of 16 characters or more is
//                                                marked to a half less than once in 10¹⁰
//
// A run of eight equal characters in a short value is enough by itself: "AIzaSyB-1xxxxxxxx…".

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>

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

// Where a character stands in "0…9a…z", or −1.
int rank(char c) {
  if (is_digit(c)) return c - '0';
  return is_letter(c) ? ascii_lower(c) - 'a' + 10 : -1;
}

// 9 → 0, f → 0 and z → a are steps up in 1234567890, 0…f0…f and a…za…z.
bool steps_up(char from, char to) {
  int left = rank(from);
  int right = rank(to);
  if (left < 0 || right < 0) return false;
  if (right == 0) return left == 9 || left == 15;
  return right == left + 1 || (left == 35 && right == 10);
}

bool follows(char from, char to, int step) {
  if (step == 0) return ascii_lower(from) == ascii_lower(to) && is_alphanumeric(to);
  return step > 0 ? steps_up(from, to) : steps_up(to, from);
}

// Marks stretches of at least `shortest` bytes in which each byte follows the one `distance`
// before.
void mark_stretches(std::string_view value, std::size_t distance, int step, std::size_t shortest,
                    Marks& marks) {
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

Marks regular_parts(std::string_view value) {
  Marks marks;
  for (int step : {-1, 0, 1}) {
    mark_stretches(value, 1, step, 4, marks);
    mark_stretches(value, 2, step, 8, marks);
  }
  for (std::size_t period = 3; period <= 16; ++period) {
    mark_stretches(value, period, 0, period + 12, marks);
  }
  return marks;
}

// abc123def456ghi789, 1a2b-3c4d-5e6f: letters and digits that each count on from the last of their
// kind. Of 20 random ones, 13 do less than once in 10⁶, hex digits included.
bool counts_on(std::string_view value) {
  constexpr std::size_t kFewest = 20;
  char letter = '\0';
  char digit = '\0';
  std::size_t counted = 0;
  std::size_t all = 0;
  for (char c : value) {
    if (!is_alphanumeric(c)) continue;
    char& last = is_digit(c) ? digit : letter;
    if (last != '\0' && steps_up(last, c)) ++counted;
    last = c;
    ++all;
  }
  return all >= kFewest && counted * 8 >= all * 5;
}

bool is_one_character(std::string_view value) {
  return value.size() >= 3 && longest_run(value) == value.size();
}

}  // namespace

bool is_filler(std::string_view value) {
  if (is_one_character(value)) return true;
  if (value.size() < kShortValue || value.size() > kMaxBytes) return false;
  if (value.size() <= kRunValueBytes && longest_run(value) >= kLongRun) return true;
  if (counts_on(value)) return true;
  Marks marks = regular_parts(value);
  std::size_t regular = 0;
  std::size_t all = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!is_alphanumeric(value[i])) continue;
    ++all;
    if (marks.test(i)) ++regular;
  }
  return all > 0 && regular * 2 >= all;
}

}  // namespace leakwarden::scanner
