#include "scanner/rules/word_grams.h"

#include <algorithm>
#include <utility>

#include "scanner/rules/byte_pairs.h"

namespace leakwarden::scanner {
namespace {

constexpr int kGramBytes = 3;
// A later anchor would be worth little: what is compared at once begins with the word.
constexpr int kMostPlaces = 13;

constexpr std::size_t kCase = 0x20;

ByteSet make_folded() {
  ByteSet bytes;
  for (std::size_t byte = 0; byte < bytes.size(); ++byte) bytes[byte] = (byte & kCase) != 0;
  return bytes;
}

// Each byte with the bit that tells the cases of a letter apart.
ByteSet folded(const ByteSet& bytes) {
  static const ByteSet kFolded = make_folded();
  return (bytes | bytes << kCase) & kFolded;
}

std::vector<ByteSet> sets_from(const std::vector<ByteSet>& word, int at) {
  return {set_at(word, at), set_at(word, at + 1), set_at(word, at + 2)};
}

std::size_t count_at(const std::vector<ByteSet>& word, int at) {
  std::size_t grams = 1;
  for (const ByteSet& set : sets_from(word, at)) grams *= folded(set).count();
  return grams;
}

struct Place {
  std::size_t grams = 0;
  double hits = 0;  // a byte of text; every gram's bit makes others' look like it
};

Place place_at(const std::vector<ByteSet>& word, int at) {
  constexpr double kHitsOfBit = 1.0 / (1u << kGramBits);
  const std::size_t grams = count_at(word, at);
  if (grams > kMostGrams) return {grams, 0};
  return {grams, frequency_of(sets_from(word, at)) + kHitsOfBit * static_cast<double>(grams)};
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
    const ByteSet bytes = folded(set_at(word, at + i));
    for (std::uint32_t byte = 0; byte < bytes.size(); ++byte) {
      if (!bytes[byte]) continue;
      for (std::uint32_t gram : grams) longer.push_back(gram << 8 | byte);
    }
    grams = std::move(longer);
  }
  std::sort(grams.begin(), grams.end());
  return grams;
}

std::optional<Anchor> best_anchor(const std::vector<ByteSet>& word) {
  std::optional<Anchor> best;
  const int places = std::min(static_cast<int>(word.size()), kMostPlaces);
  Place next = place_at(word, -1);
  for (int at = -1; at + 2 <= places; ++at) {
    const Place here = std::exchange(next, place_at(word, at + 1));
    if (std::max(here.grams, next.grams) > kMostGrams) continue;
    const double hits = (here.hits + next.hits) / 2;
    if (!best || hits < best->hits) best = Anchor{at, hits};
  }
  return best;
}

}  // namespace leakwarden::scanner
