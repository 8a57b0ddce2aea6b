#pragma once

// log2 in fixed point, 1/256 bits, made of integers only, so that every machine gets the same.

#include <array>
#include <cstddef>
#include <cstdint>

namespace leakwarden::scanner::judging {

constexpr std::int32_t kLogUnit = 256;

// floor(log2(number) * 256); 0 for 0. The mantissa is squared eight times: each square that reaches
// two yields a binary digit of the logarithm.
constexpr std::int32_t log2_fixed(std::uint32_t number) {
  if (number == 0) return 0;
  std::int32_t whole = 31;
  while ((number >> whole) == 0) --whole;
  std::uint64_t mantissa = (static_cast<std::uint64_t>(number) << 31) >> whole;  // 1 is 1 << 31
  std::int32_t result = whole;
  for (int digit = 0; digit < 8; ++digit) {
    mantissa = (mantissa * mantissa) >> 31;
    result <<= 1;
    if (mantissa >> 32) {
      mantissa >>= 1;
      result |= 1;
    }
  }
  return result;
}

constexpr std::size_t kLogTableSize = 513;
inline constexpr std::array<std::int32_t, kLogTableSize> kLogTable = [] {
  std::array<std::int32_t, kLogTableSize> table{};
  for (std::size_t i = 0; i < kLogTableSize; ++i)
    table[i] = log2_fixed(static_cast<std::uint32_t>(i));
  return table;
}();

}  // namespace leakwarden::scanner::judging
