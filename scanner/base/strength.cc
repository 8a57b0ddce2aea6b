#include "scanner/base/strength.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace leakwarden {
namespace {

constexpr std::size_t kMostBytes = 4096;
constexpr std::size_t kShortest = 16;
constexpr std::int64_t kUnit = 256;           // one bit, in the fixed point of L()
constexpr std::int64_t kEnough = 56 * kUnit;  // 56 bits
constexpr std::int64_t kWordCost = 8 * kUnit;
constexpr std::int64_t kSyllableCost = 6 * kUnit;
constexpr std::size_t kShortestWord = 4;

// L(k) = floor(256 × log2 k), by repeated squaring: the integer part is the highest set bit, then
// each squaring of the mantissa yields one more bit. The mantissa keeps 31 fraction bits.
std::int64_t log2_fixed(std::uint64_t k) {
  int highest = 63 - __builtin_clzll(k);
  std::int64_t result = highest;
  std::uint64_t mantissa = highest <= 31 ? k << (31 - highest) : k >> (highest - 31);
  for (int bit = 0; bit < 8; ++bit) {
    mantissa = (mantissa * mantissa) >> 31;
    result <<= 1;
    if (mantissa >= (1ull << 32)) {
      mantissa >>= 1;
      result |= 1;
    }
  }
  return result;
}

std::int64_t histogram_bits(std::string_view value) {
  std::array<std::uint64_t, 256> counts{};
  for (char c : value) ++counts[static_cast<unsigned char>(c)];
  std::int64_t n = static_cast<std::int64_t>(value.size());
  std::int64_t bits = n * log2_fixed(value.size());
  for (std::uint64_t count : counts) {
    if (count != 0) bits -= static_cast<std::int64_t>(count) * log2_fixed(count);
  }
  return bits;
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_vowel(char c) {
  return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos;
}

std::size_t run_of(std::string_view text, bool (*belongs)(char)) {
  std::size_t length = 0;
  while (length < text.size() && belongs(text[length])) ++length;
  return length;
}

// Length of the letters of one case pattern at the start of `text`.
std::size_t case_run(std::string_view text) {
  if (text.empty()) return 0;
  if (is_lower(text[0])) return run_of(text, is_lower);
  if (!is_upper(text[0])) return 0;
  std::size_t upper = run_of(text, is_upper);
  std::size_t capitalised = 1 + run_of(text.substr(1), is_lower);
  return std::max(upper, capitalised);
}

bool reads_like_a_word(std::string_view run) {
  if (run.size() < kShortestWord) return false;
  for (std::size_t i = 0; i + kShortestWord <= run.size(); ++i) {
    std::string_view window = run.substr(i, kShortestWord);
    if (std::none_of(window.begin(), window.end(), is_vowel)) return false;
  }
  return true;
}

bool reads_like_a_syllable(std::string_view run) {
  return run.size() >= 2 && run.size() < kShortestWord &&
         std::any_of(run.begin(), run.end(), is_vowel);
}

bool is_separator(char c) {
  return std::string_view("-_. /:").find(c) != std::string_view::npos;
}

std::int64_t byte_cost(char c) {
  if (is_digit(c)) return log2_fixed(10);
  if (is_lower(c) || is_upper(c)) return log2_fixed(26);
  if (is_separator(c)) return kUnit;
  return log2_fixed(32);
}

std::int64_t run_cost(std::string_view run) {
  if (reads_like_a_word(run)) return kWordCost;
  if (reads_like_a_syllable(run)) return kSyllableCost;
  std::int64_t bits = 0;
  for (char c : run) bits += byte_cost(c);
  return bits;
}

std::int64_t word_bits(std::string_view value) {
  std::int64_t bits = 0;
  while (!value.empty()) {
    std::size_t run = std::max<std::size_t>(case_run(value), 1);
    bits += run_cost(value.substr(0, run));
    value.remove_prefix(run);
  }
  return bits;
}

}  // namespace

Strength strength_of(std::string_view value) {
  value = value.substr(0, kMostBytes);
  if (value.size() < kShortest) return Strength::Weak;
  if (histogram_bits(value) < kEnough) return Strength::Weak;
  if (word_bits(value) < kEnough) return Strength::Weak;
  return Strength::Strong;
}

}  // namespace leakwarden
