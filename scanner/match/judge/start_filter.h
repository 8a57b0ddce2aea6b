#pragma once

// Where in a text may one of a few words begin? By its first bytes, sixteen places at once.
//
//   words  auth= Auth: http    allowed first  a A h    then  u t    then  t
//   text   the author          "aut" passes; "the" and "ho" do not
//
// Words are dealt out to eight buckets by their first byte; a place passes where each of its bytes
// is some word's of one bucket, looked up by its upper and its lower half (as Hyperscan's Teddy
// does it). It passes more than words begin at, never fewer.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leakwarden::scanner::judging {

class StartFilter {
 public:
  static constexpr std::size_t kBytes = 3;  // that are looked at
  static constexpr std::size_t kTogether = 16;

  constexpr StartFilter() = default;

  // What stands behind a shorter word may be anything.
  constexpr void add(std::string_view word) {
    const unsigned bucket = static_cast<unsigned char>(word[0]) * 5u >> 2 & 7u;
    for (std::size_t i = 0; i < kBytes; ++i) {
      for (std::size_t half = 0; half < 16; ++half) {
        const unsigned c = i < word.size() ? static_cast<unsigned char>(word[i]) : 0u;
        if (i >= word.size() || half == c % 16) allow(low_[i], half, bucket);
        if (i >= word.size() || half == c / 16) allow(high_[i], half, bucket);
      }
    }
  }

  // A bit for each of kTogether places from `at` on; kTogether + kBytes − 1 bytes are read.
  std::uint32_t places(const char* at) const;

 private:
  using Halves = std::array<std::uint8_t, 16>;  // of a half: a bit for each bucket that allows it

  static constexpr void allow(Halves& halves, std::size_t half, unsigned bucket) {
    halves[half] = static_cast<std::uint8_t>(halves[half] | 1u << bucket);
  }

  std::array<Halves, kBytes> low_{};
  std::array<Halves, kBytes> high_{};
};

}  // namespace leakwarden::scanner::judging
