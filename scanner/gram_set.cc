#include "scanner/gram_set.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kFactor = 0x9e3779b1;
constexpr std::size_t kMostSpelled = 32;  // of one gram of a word

std::uint32_t gram_at(const char* at) {
  std::uint32_t gram = 0;
  std::memcpy(&gram, at, sizeof gram);
  return gram;
}

// All that the sets spell; nothing where they are too many.
std::optional<std::vector<std::uint32_t>> spelled(std::span<const ByteSet> sets) {
  std::vector<std::uint32_t> grams{0};
  for (unsigned place = 0; place < sets.size(); ++place) {
    const ByteSet& bytes = sets[place];
    if (bytes.count() * grams.size() > kMostSpelled) return std::nullopt;
    std::vector<std::uint32_t> longer;
    for (const std::uint32_t gram : grams)
      for (std::size_t byte = bytes._Find_first(); byte < 256; byte = bytes._Find_next(byte))
        longer.push_back(gram | static_cast<std::uint32_t>(byte) << (8 * place));
    grams = std::move(longer);
  }
  return grams;
}

}  // namespace

GramSet::GramSet(unsigned bits) : bits_(bits), words_((std::size_t{1} << bits) / 32, 0) {}

// Sixteen at once, with AVX-512, took as long: what takes the time is the table.
void GramSet::add(std::string_view text) {
  const unsigned shift = 32 - bits_;
  std::uint32_t* const words = words_.data();
  for (std::size_t at = 0; at + kGramBytes <= text.size(); ++at) {
    const std::uint32_t hash = gram_at(text.data() + at) * kFactor >> shift;
    const std::uint32_t bit = 1u << (hash & 31);
    // Mostly set, and a write is waited for by the next look at the same bits.
    if ((words[hash >> 5] & bit) == 0) words[hash >> 5] |= bit;
  }
}

void GramSet::add_version(std::string_view text, std::span<const CopiedRange> copied) {
  constexpr std::uint64_t kBeside = kGramBytes - 1;
  std::uint64_t begin = 0;  // of what no copy covers
  const auto add_until = [&](std::uint64_t end) {
    const std::uint64_t from = begin - std::min(begin, kBeside);
    add(text.substr(from, std::min<std::uint64_t>(end + kBeside, text.size()) - from));
  };
  for (const CopiedRange& copy : copied) {
    add_until(copy.target_begin);
    begin = copy.target_begin + copy.length;
  }
  add_until(text.size());
}

void GramSet::add(const GramSet& other) {
  holds_anything_ = holds_anything_ || other.holds_anything_;
  for (std::size_t word = 0; word < words_.size(); ++word) words_[word] |= other.words_[word];
}

void GramSet::clear() {
  std::fill(words_.begin(), words_.end(), 0);
  holds_anything_ = false;
}

bool GramSet::has(std::uint32_t gram) const {
  const std::uint32_t hash = gram * kFactor >> (32 - bits_);
  return (words_[hash >> 5] >> (hash & 31) & 1) != 0;
}

bool GramSet::may_hold_gram(std::span<const ByteSet> gram) const {
  const std::optional<std::vector<std::uint32_t>> grams = spelled(gram);
  return !grams ||
         std::any_of(grams->begin(), grams->end(), [this](std::uint32_t one) { return has(one); });
}

bool GramSet::may_hold(std::span<const ByteSet> word) const {
  if (holds_anything_) return true;
  for (std::size_t at = 0; at + kGramBytes <= word.size(); ++at)
    if (!may_hold_gram(word.subspan(at, kGramBytes))) return false;
  return true;
}

std::string GramSet::encode() const {
  std::string bytes(1, holds_anything_ ? '\1' : '\0');
  bytes.append(reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof words_[0]);
  return bytes;
}

std::optional<GramSet> GramSet::decode(std::string_view bytes, unsigned bits) {
  GramSet set(bits);
  const std::size_t size = set.words_.size() * sizeof set.words_[0];
  if (bytes.size() != 1 + size || static_cast<unsigned char>(bytes.front()) > 1)
    return std::nullopt;
  set.holds_anything_ = bytes.front() != '\0';
  std::memcpy(set.words_.data(), bytes.data() + 1, size);
  return set;
}

}  // namespace leakwarden::scanner
