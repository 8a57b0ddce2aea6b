#pragma once

// The words that are looked for in every text before Hyperscan is: stems of families
// (stem_trigger.h), and of every other trigger a spelling (spelling.h). Hyperscan then reads only
// around the spellings, which few texts have.
//
// A word is a few byte sets one after the other. A place of a text is asked thrice, and most places
// only once:
//
//   grams        may one of a word's two grams stand here? one bit of 2^17   every second place
//   neighbours   may the bytes beside it stand beside such a gram?           1 in 20 places
//   words        which have just this gram, and do they stand here?          1 in 40
//
// All of it lies in the rule image and is used in place: 16 KB of bits, and of the rest what is
// asked for.
//
// Thread rules: immutable.

#include <emmintrin.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/rules/word_grams.h"

namespace leakwarden::scanner {

constexpr std::uint32_t kNoStem = UINT32_MAX;

class WordTable {
 public:
  static constexpr std::size_t kComparedBytes = 16;
  static constexpr std::size_t kHeadBits = 15;  // of a mixed gram, the upper ones
  static constexpr std::size_t kMostWords = 1u << 16;

  // Where a byte must be of a set.
  struct Place {
    std::uint16_t at = 0;
    std::uint16_t set = 0;
  };
  // A byte with the bits of `fold` set must be that of `value`; 0xff in both: any.
  struct Word {
    std::array<std::uint8_t, kComparedBytes> fold{};
    std::array<std::uint8_t, kComparedBytes> value{};
    std::uint32_t stem = kNoStem;
    std::uint32_t length = 0;
    std::uint32_t left = 0;   // of a spelling: as in Spelling
    std::uint32_t right = 0;  // no trigger that it stands in ends farther behind its begin
    std::uint32_t first_place = 0;
    std::uint32_t places = 0;
  };
  using Set = std::array<std::uint8_t, 32>;  // a bit for each byte
  // Which word has a gram, and where.
  struct GramOfWord {
    std::uint16_t rest_and_place = 0;  // the gram's lower 9 bits; 4 bits: 1 + its place in the word
    std::uint16_t word = 0;
  };
  // Which bytes, by their lower five bits, may stand before and behind the grams of a head.
  struct Neighbours {
    std::uint32_t before = 0;
    std::uint32_t behind = 0;
  };
  struct Header {
    std::uint32_t words = 0;
    std::uint32_t grams = 0;
    std::uint32_t places = 0;
    std::uint32_t sets = 0;
    std::uint32_t finds_all = 0;
  };

  // Nothing when the bytes, which start at a multiple of 8 and outlive it, are damaged.
  static std::optional<WordTable> open(std::string_view bytes, std::size_t stems);

  // Does every trigger that is not run from a stem or a pivot have spellings here?
  bool finds_all() const { return finds_all_; }

  // A gram may stand in a word where bit bit_of() % 32 of bits_around() is set.
  static std::uint32_t bit_of(std::uint32_t mixed) { return mixed >> (24 - kGramBits); }
  std::uint32_t bits_around(std::uint32_t bit) const { return bits_[bit / 32]; }

  // The same for whoever asks of many grams at once: all bits, and neighbours by head.
  const std::uint32_t* bits() const { return bits_; }
  const Neighbours* neighbours() const { return neighbours_; }

  // Of such a gram. `before` and `behind`: the bytes beside the gram, 0 outside of the text.
  bool may_stand_between(std::uint32_t mixed, char before, char behind) const {
    const Neighbours& beside = neighbours_[mixed >> (24 - kHeadBits)];
    return (beside.before >> (before & 31) & beside.behind >> (behind & 31) & 1) != 0;
  }

  // Calls found(word, begin) for every word that stands where a gram of its does. `place`: of the
  // gram in the text.
  template <typename Found>
  void words_at(std::uint32_t mixed, std::string_view text, std::size_t place, Found found) const;

 private:
  bool is_sound(std::size_t stems) const;
  bool stands(const Word& word, std::string_view text, std::size_t begin) const;

  bool finds_all_ = false;
  Header header_;
  const std::uint32_t* bits_ = nullptr;
  const Neighbours* neighbours_ = nullptr;   // by head
  const std::uint32_t* first_of_ = nullptr;  // by head, and one more
  const GramOfWord* grams_ = nullptr;
  const Word* words_ = nullptr;
  const Place* places_ = nullptr;
  const Set* sets_ = nullptr;
};

template <typename Found>
void WordTable::words_at(std::uint32_t mixed, std::string_view text, std::size_t place,
                         Found found) const {
  const std::uint32_t head = mixed >> (24 - kHeadBits);
  const std::uint32_t rest = mixed & ((1u << (24 - kHeadBits)) - 1);
  for (std::uint32_t i = first_of_[head]; i < first_of_[head + 1]; ++i) {
    const GramOfWord& gram = grams_[i];
    if (gram.rest_and_place >> 4 != rest) continue;
    // Where the word would begin before the text, this is a large number.
    const std::size_t begin = place + 1 - (gram.rest_and_place & 0xfu);
    if (begin >= text.size()) continue;
    if (stands(words_[gram.word], text, begin)) found(words_[gram.word], begin);
  }
}

inline bool WordTable::stands(const Word& word, std::string_view text, std::size_t begin) const {
  if (word.length > text.size() - begin) return false;
  std::array<char, kComparedBytes> copy{};
  const char* at = text.data() + begin;
  if (text.size() - begin < kComparedBytes) {
    std::memcpy(copy.data(), at, text.size() - begin);
    at = copy.data();
  }
  const auto load = [](const void* bytes) {
    return _mm_loadu_si128(static_cast<const __m128i*>(bytes));
  };
  const __m128i folded = _mm_or_si128(load(at), load(word.fold.data()));
  if (_mm_movemask_epi8(_mm_cmpeq_epi8(folded, load(word.value.data()))) != 0xffff) return false;
  for (std::uint32_t i = word.first_place; i < word.first_place + word.places; ++i) {
    const std::uint8_t byte = static_cast<std::uint8_t>(text[begin + places_[i].at]);
    if ((sets_[places_[i].set][byte >> 3] >> (byte & 7) & 1) == 0) return false;
  }
  return true;
}

}  // namespace leakwarden::scanner
