#pragma once

// Which of a few words stand in a text? One pass over it for all of them: where no word begins with
// the two bytes at hand, as nearly everywhere, nothing is compared, and in longer texts such places
// are passed over sixteen at once (start_filter.h).

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/match/judge/start_filter.h"

namespace leakwarden::scanner::judging {

// Of at most 64 words of two bytes or more; made while compiling.
template <std::size_t kCount>
class WordSearch {
 public:
  explicit constexpr WordSearch(const std::array<std::string_view, kCount>& words) : words_(words) {
    static_assert(kCount <= 64);
    std::sort(words_.begin(), words_.end());
    for (std::size_t i = 0; i < kCount; ++i) {
      const std::size_t place = place_of(words_[i][0], words_[i][1]);
      starts_[place / 64] |= std::uint64_t{1} << place % 64;
      filter_.add(words_[i]);
    }
    for (std::size_t byte = 0, word = 0; byte <= 256; ++byte) {
      while (word < kCount && static_cast<unsigned char>(words_[word][0]) < byte) ++word;
      first_of_[byte] = static_cast<std::uint8_t>(word);
    }
  }

  // A bit for each that is there.
  std::uint64_t find(std::string_view text) const {
    std::uint64_t found = 0;
    std::size_t at = 0;
    constexpr std::size_t kRead = StartFilter::kTogether + StartFilter::kBytes - 1;
    for (; at + kRead <= text.size(); at += StartFilter::kTogether) {
      for (std::uint32_t places = filter_.places(text.data() + at); places != 0;
           places &= places - 1)
        found |= words_at(text.substr(at + static_cast<std::size_t>(std::countr_zero(places))));
    }
    for (; at + 1 < text.size(); ++at) {
      const std::size_t place = place_of(text[at], text[at + 1]);
      if (starts_[place / 64] >> place % 64 & 1) found |= words_at(text.substr(at));
    }
    return found;
  }
  std::int64_t count(std::string_view text) const { return __builtin_popcountll(find(text)); }

 private:
  static constexpr std::size_t kPlaces = 4096;

  static constexpr std::size_t place_of(char first, char second) {
    return (static_cast<unsigned char>(first) * 61u + static_cast<unsigned char>(second)) % kPlaces;
  }
  std::uint64_t words_at(std::string_view rest) const {
    std::uint64_t found = 0;
    const std::size_t first = static_cast<unsigned char>(rest[0]);
    for (std::size_t i = first_of_[first]; i < first_of_[first + 1]; ++i) {
      if (words_[i][1] == rest[1] && rest.substr(0, words_[i].size()) == words_[i])
        found |= std::uint64_t{1} << i;
    }
    return found;
  }

  std::array<std::string_view, kCount> words_;
  std::array<std::uint64_t, kPlaces / 64> starts_{};
  StartFilter filter_;
  std::array<std::uint8_t, 257>
      first_of_{};  // by first byte: the first word with it or a later one
};

}  // namespace leakwarden::scanner::judging
