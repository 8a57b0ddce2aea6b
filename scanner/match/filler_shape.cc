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

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <iterator>
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

// The key to the right in its row; behind a row's last key the next row begins. AZERTY and QWERTZ
// differ in a few keys only.
bool is_next_key(char from, char to) {
  constexpr std::string_view kRows = "qwertyuiopasdfghjklzxcvbnmq";
  const std::size_t at = kRows.find(ascii_lower(from));
  return at != std::string_view::npos && kRows[at + 1] == ascii_lower(to);
}

enum class Step { Down, Same, Up, NextKey };

bool follows(char from, char to, Step step) {
  switch (step) {
    case Step::Down:
      return steps_up(to, from);
    case Step::Same:
      return ascii_lower(from) == ascii_lower(to) && is_alphanumeric(to);
    case Step::Up:
      return steps_up(from, to);
    case Step::NextKey:
      return is_next_key(from, to);
  }
  return false;
}

// Marks stretches of at least `shortest` bytes in which each byte follows the one `distance`
// before.
void mark_stretches(std::string_view value, std::size_t distance, Step step, std::size_t shortest,
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

void mark_repeats(std::string_view value, Marks& marks) {
  for (std::size_t period = 3; period <= 16; ++period)
    mark_stretches(value, period, Step::Same, period + 12, marks);
}

Marks regular_parts(std::string_view value) {
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
  mark_repeats(letters, marks);
  return is_half(marks, letters);
}

}  // namespace

bool is_filler(std::string_view value) {
  if (is_one_character(value)) return true;
  if (value.size() < kShortValue || value.size() > kMaxBytes) return false;
  if (value.size() <= kRunValueBytes && longest_run(value) >= kLongRun) return true;
  return counts_on(value) || is_half(regular_parts(value), value) || repeats_in_groups(value);
}

}  // namespace leakwarden::scanner
