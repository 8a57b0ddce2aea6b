#include "scanner/match/judge/trigrams.h"

#include <algorithm>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kMostBytes = 512;
constexpr std::size_t kSymbols = 32;
constexpr std::int32_t kLikely = 4 * kBitUnit;  // below, a character is what one would expect

}  // namespace

std::uint32_t trigram_symbol(char c) {
  if (is_letter(c)) return static_cast<std::uint32_t>(ascii_lower(c) - 'a' + 1);
  if (is_digit(c)) return 27;
  if (c == '_' || c == '-') return 28;
  if (c == '.' || c == '/') return 29;
  return is_blank(c) ? 30 : 31;
}

namespace {

struct Surprise {
  std::int32_t total = 0;
  std::int32_t expected_run = 0;  // longest stretch of expected characters
};

Surprise measure(const Table& table, std::string_view text) {
  Surprise found;
  std::string_view trigrams = table.trigrams();
  if (trigrams.size() != kSymbols * kSymbols * kSymbols) return found;
  std::uint32_t context = 0;
  std::int32_t run = 0;
  for (char c : text.substr(0, kMostBytes)) {
    std::uint32_t symbol = trigram_symbol(c);
    std::int32_t bits = static_cast<unsigned char>(trigrams[context * kSymbols + symbol]);
    found.total += bits;
    run = bits < kLikely ? run + 1 : 0;
    found.expected_run = std::max(found.expected_run, run);
    context = (context * kSymbols + symbol) % (kSymbols * kSymbols);
  }
  return found;
}

}  // namespace

std::int32_t surprise(const Table& table, std::string_view text) {
  return measure(table, text).total;
}

void add_trigrams(const Table& table, std::string_view value, Features& features) {
  Surprise found = measure(table, value);
  features.set(Feature::trigram_bits, found.total / kBitUnit);
  std::int32_t size = static_cast<std::int32_t>(std::min(value.size(), kMostBytes));
  features.set(Feature::trigram_mean, size == 0 ? 0 : found.total * 8 / size);
  features.set(Feature::trigram_low_run, found.expected_run);
}

}  // namespace leakwarden::scanner::judging
