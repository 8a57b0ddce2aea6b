#include "scanner/match/word_finder.h"

#include <algorithm>
#include <bit>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kBeside = 4;  // bytes on either side that are read with a block

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

WordPlaces::WordPlaces(const WordTable& words, std::string_view text, std::uint64_t begin) {
  std::array<char, kBeside + kWordBlock + kBeside> padded;
  const char* at = text.data() + begin;
  if (begin < kBeside || text.size() - begin < kWordBlock + kBeside) {
    padded.fill(0);
    const std::size_t before = std::min<std::size_t>(begin, kBeside);
    text.copy(padded.data() + kBeside - before, before + kWordBlock + kBeside, begin - before);
    at = padded.data() + kBeside;
  }
  // Most hits are none: without a branch, for it would be taken at random.
  for (std::uint32_t hits = hits_at(words, at); hits != 0; hits &= hits - 1) {
    const std::size_t place = 2 * static_cast<std::size_t>(std::countr_zero(hits));
    const std::uint32_t gram = gram_at(at + place);
    places_[count_] = {begin + place, gram};
    count_ += words.may_stand_between(gram, *(at + place - 1), at[place + 3]) ? 1 : 0;
  }
}

}  // namespace leakwarden::scanner
