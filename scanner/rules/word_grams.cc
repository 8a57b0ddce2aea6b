#include "scanner/rules/word_grams.h"

#include <algorithm>

#include "scanner/rules/byte_pairs.h"

namespace leakwarden::scanner {
namespace {

constexpr int kGramBytes = 3;
// A later anchor would be worth little: what is compared at once begins with the word.
constexpr int kMostPlaces = 13;

std::vector<std::uint32_t> folded(const ByteSet& bytes) {
  std::vector<std::uint32_t> all;
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    if ((byte & 0x20) != 0 && (bytes[byte] || bytes[byte & ~0x20u])) all.push_back(byte);
  }
  return all;
}

std::vector<ByteSet> sets_from(const std::vector<ByteSet>& word, int at) {
  return {set_at(word, at), set_at(word, at + 1), set_at(word, at + 2)};
}

std::size_t count_at(const std::vector<ByteSet>& word, int at) {
  std::size_t grams = 1;
  for (const ByteSet& set : sets_from(word, at)) grams *= folded(set).size();
  return grams;
}

// Every gram's bit makes others' look like it.
double hits_of(const std::vector<ByteSet>& word, int at) {
  constexpr double kHitsOfBit = 1.0 / (1u << kGramBits);
  return frequency_of(sets_from(word, at)) + kHitsOfBit * static_cast<double>(count_at(word, at));
}

}  // namespace

ByteSet set_at(const std::vector<ByteSet>& word, int at) {
  if (at < 0 || at >= static_cast<int>(word.size())) return ByteSet().set();
  return word[static_cast<std::size_t>(at)];
}

std::optional<std::vector<std::uint32_t>> grams_at(const std::vector<ByteSet>& word, int at) {
  if (count_at(word, at) > kMostGrams) return std::nullopt;
  std::vector<std::uint32_t> grams{0};
  for (int i = kGramBytes - 1; i >= 0; --i) {
    std::vector<std::uint32_t> longer;
    for (std::uint32_t byte : folded(set_at(word, at + i)))
      for (std::uint32_t gram : grams) longer.push_back(gram << 8 | byte);
    grams = std::move(longer);
  }
  std::sort(grams.begin(), grams.end());
  return grams;
}

std::optional<Anchor> best_anchor(const std::vector<ByteSet>& word) {
  std::optional<Anchor> best;
  const int places = std::min(static_cast<int>(word.size()), kMostPlaces);
  for (int at = -1; at + 2 <= places; ++at) {
    if (std::max(count_at(word, at), count_at(word, at + 1)) > kMostGrams) continue;
    const double hits = (hits_of(word, at) + hits_of(word, at + 1)) / 2;
    if (!best || hits < best->hits) best = Anchor{at, hits};
  }
  return best;
}

}  // namespace leakwarden::scanner
