#include "scanner/match/bip39.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "scanner/base/sha256.h"
#include "scanner/match/bip39_words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kWordBits = 11;
constexpr std::size_t kFewestWords = 12;
constexpr std::size_t kMostWords = 24;

std::vector<std::string_view> split(std::string_view text, std::size_t most) {
  std::vector<std::string_view> words;
  while (!text.empty() && words.size() <= most) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

const std::vector<std::string_view>& all_words() {
  static const std::vector<std::string_view>* const kAll =
      new std::vector<std::string_view>(split(kBip39Words, std::size_t{1} << kWordBits));
  return *kAll;
}

bool may_be_phrase(std::size_t words) {
  return words >= kFewestWords && words <= kMostWords && words % 3 == 0;
}

std::optional<std::vector<bool>> bits_of(const std::vector<std::string_view>& phrase) {
  std::vector<bool> bits;
  for (const std::string_view word : phrase) {
    const auto at = std::lower_bound(all_words().begin(), all_words().end(), word);
    if (at == all_words().end() || *at != word) return std::nullopt;
    const auto number = static_cast<std::size_t>(at - all_words().begin());
    for (std::size_t bit = kWordBits; bit > 0; --bit) bits.push_back(number >> (bit - 1) & 1);
  }
  return bits;
}

std::string bytes_of(const std::vector<bool>& bits, std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < 8 * count; ++i)
    if (bits[i]) bytes[i / 8] = static_cast<char>(bytes[i / 8] | 0x80 >> (i % 8));
  return bytes;
}

// The last bits, as they have to be.
void put_checksum(std::vector<bool>& bits) {
  const std::size_t entropy = bits.size() / 33 * 32;
  const Sha256Digest digest = sha256(bytes_of(bits, entropy / 8));
  for (std::size_t i = entropy; i < bits.size(); ++i)
    bits[i] = (digest[0] >> (7 - (i - entropy)) & 1) != 0;
}

}  // namespace

bool bip39_valid(std::string_view phrase) {
  const std::vector<std::string_view> words = split(phrase, kMostWords);
  if (!may_be_phrase(words.size()) || phrase.back() == ' ') return false;
  const std::optional<std::vector<bool>> bits = bits_of(words);
  if (!bits) return false;
  std::vector<bool> right = *bits;
  put_checksum(right);
  return right == *bits;
}

std::string bip39_completed(std::string_view phrase) {
  const std::size_t words = split(phrase, kMostWords).size();
  if (!may_be_phrase(words)) return std::string(phrase);
  const Sha256Digest drawn = sha256(phrase);
  std::vector<bool> bits;
  for (std::size_t i = 0; i < words * kWordBits; ++i)
    bits.push_back((drawn[i / 8 % drawn.size()] >> (i % 8) & 1) != 0);
  put_checksum(bits);
  std::string completed;
  for (std::size_t word = 0; word < words; ++word) {
    std::size_t number = 0;
    for (std::size_t bit = 0; bit < kWordBits; ++bit)
      number = number << 1 | static_cast<std::size_t>(bits[word * kWordBits + bit]);
    if (word > 0) completed += ' ';
    completed += all_words()[number];
  }
  return completed;
}

}  // namespace leakwarden::scanner
