#include "scanner/rules/word_build.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kHeads = std::size_t{1} << WordTable::kHeadBits;
constexpr std::uint8_t kAny = 0xff;
constexpr std::uint8_t kCase = 0x20;

// The bit that makes its two bytes one, 0 of a single byte; nothing of other sets.
std::optional<std::uint8_t> fold_of(const ByteSet& set) {
  if (set.count() == 1) return std::uint8_t{0};
  if (set.count() != 2) return std::nullopt;
  for (std::size_t byte = 'a'; byte <= 'z'; ++byte)
    if (set[byte] && set[byte - kCase]) return kCase;
  return std::nullopt;
}

// The larger of two letters that are one but for their case.
std::uint8_t last_of(const ByteSet& set) {
  std::size_t byte = 255;
  while (!set[byte]) --byte;
  return static_cast<std::uint8_t>(byte);
}

std::uint32_t lower_bits(const ByteSet& bytes) {
  std::uint32_t bits = 0;
  for (std::size_t byte = 0; byte < 256; ++byte)
    if (bytes[byte]) bits |= 1u << (byte & 31);
  return bits;
}

std::string key_of(const std::vector<ByteSet>& bytes) {
  std::string key;
  for (const ByteSet& one : bytes) key += one.to_string();
  return key;
}

template <typename Item>
void append(std::string& bytes, const std::vector<Item>& items) {
  bytes.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(Item));
}

}  // namespace

void WordBuilder::add_stem(std::string_view lower_case, std::uint32_t number, std::uint32_t right) {
  Wanted wanted;
  for (const char letter : lower_case) {
    ByteSet set;
    set.set(static_cast<unsigned char>(letter));
    if (letter >= 'a' && letter <= 'z') set.set(static_cast<unsigned char>(letter) - kCase);
    wanted.bytes.push_back(set);
  }
  wanted.stem = number;
  wanted.right = right;
  wanted_.push_back(std::move(wanted));
}

void WordBuilder::add(const Spelling& spelling) {
  const auto [known, is_new] = spelled_.emplace(key_of(spelling.bytes), wanted_.size());
  if (is_new) {
    wanted_.push_back({spelling.bytes, kNoStem, spelling.left, spelling.right});
    return;
  }
  Wanted& same = wanted_[known->second];
  same.left = std::max(same.left, spelling.left);
  same.right = std::max(same.right, spelling.right);
}

WordTable::Word WordBuilder::word_of(const Wanted& wanted) {
  WordTable::Word word;
  word.fold.fill(kAny);
  word.value.fill(kAny);
  word.stem = wanted.stem;
  word.length = static_cast<std::uint32_t>(wanted.bytes.size());
  word.left = wanted.left;
  word.right = wanted.right;
  word.first_place = static_cast<std::uint32_t>(places_.size());
  for (std::size_t at = 0; at < wanted.bytes.size(); ++at) {
    const std::optional<std::uint8_t> fold = fold_of(wanted.bytes[at]);
    if (fold && at < WordTable::kComparedBytes) {
      word.fold[at] = *fold;
      word.value[at] = last_of(wanted.bytes[at]);
    } else {
      const std::size_t set = number_of(wanted.bytes[at]);
      places_.push_back({static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(set)});
    }
  }
  word.places = static_cast<std::uint32_t>(places_.size()) - word.first_place;
  return word;
}

std::size_t WordBuilder::number_of(const ByteSet& set) {
  const auto known = std::find(sets_.begin(), sets_.end(), set);
  const std::size_t number = static_cast<std::size_t>(known - sets_.begin());
  if (known == sets_.end()) sets_.push_back(set);
  return number;
}

void WordBuilder::add_grams(const Wanted& wanted, std::uint16_t word) {
  const std::optional<Anchor> anchor = best_anchor(wanted.bytes);
  for (const int at : {anchor->at, anchor->at + 1}) {
    const WordTable::Neighbours beside{lower_bits(set_at(wanted.bytes, at - 1)),
                                       lower_bits(set_at(wanted.bytes, at + 3))};
    const std::optional<std::vector<std::uint32_t>> grams = grams_at(wanted.bytes, at);
    for (const std::uint32_t gram : *grams) {
      const std::uint32_t mixed = mixed_gram(gram);
      const std::uint32_t rest = mixed & ((1u << (24 - WordTable::kHeadBits)) - 1);
      const std::uint32_t place = static_cast<std::uint32_t>(at + 1);
      WordTable::Neighbours& known = neighbours_[mixed >> (24 - WordTable::kHeadBits)];
      known.before |= beside.before;
      known.behind |= beside.behind;
      grams_.push_back({mixed, {static_cast<std::uint16_t>(rest << 4 | place), word}});
    }
  }
}

std::string WordBuilder::bits() const {
  std::string bits((std::size_t{1} << kGramBits) / 8, '\0');
  for (const auto& [mixed, gram] : grams_) {
    const std::uint32_t bit = mixed >> (24 - kGramBits);
    bits[bit >> 3] = static_cast<char>(bits[bit >> 3] | 1 << (bit & 7));
  }
  return bits;
}

std::vector<WordTable::Set> WordBuilder::sets() const {
  std::vector<WordTable::Set> sets;
  for (const ByteSet& bytes : sets_) {
    WordTable::Set& set = sets.emplace_back();
    for (std::size_t byte = 0; byte < 256; ++byte)
      if (bytes[byte])
        set[byte >> 3] = static_cast<std::uint8_t>(set[byte >> 3] | 1u << (byte & 7));
  }
  return sets;
}

std::string WordBuilder::take() {
  finds_all_ = finds_all_ && wanted_.size() <= WordTable::kMostWords;
  // Where Hyperscan reads everything anyway, nobody asks for spellings.
  neighbours_.assign(kHeads, {});
  if (!finds_all_)
    std::erase_if(wanted_, [](const Wanted& wanted) { return wanted.stem == kNoStem; });
  std::vector<WordTable::Word> words;
  for (const Wanted& wanted : wanted_) {
    add_grams(wanted, static_cast<std::uint16_t>(words.size()));
    words.push_back(word_of(wanted));
  }
  std::stable_sort(grams_.begin(), grams_.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  std::vector<std::uint32_t> first_of(kHeads + 2, 0);
  std::vector<WordTable::GramOfWord> grams;
  for (const auto& [mixed, gram] : grams_) {
    ++first_of[(mixed >> (24 - WordTable::kHeadBits)) + 1];
    grams.push_back(gram);
  }
  for (std::size_t head = 0; head <= kHeads; ++head) first_of[head + 1] += first_of[head];
  const WordTable::Header header{static_cast<std::uint32_t>(words.size()),
                                 static_cast<std::uint32_t>(grams.size()),
                                 static_cast<std::uint32_t>(places_.size()),
                                 static_cast<std::uint32_t>(sets_.size()), finds_all_ ? 1u : 0u};
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes += bits();
  append(bytes, neighbours_);
  append(bytes, first_of);
  append(bytes, grams);
  append(bytes, words);
  append(bytes, places_);
  append(bytes, sets());
  return bytes;
}

}  // namespace leakwarden::scanner
