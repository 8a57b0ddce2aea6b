#include "scanner/match/literal_search.h"

#include <string.h>

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kFree = 1 << 20;  // bytes of comparison that any text may cost
constexpr std::size_t kGlance = 8;        // bytes compared first
constexpr std::size_t kMostSkip = UINT8_MAX - 1;

std::size_t pair_at(std::string_view text, std::size_t at) {
  return static_cast<std::size_t>(static_cast<unsigned char>(text[at])) << 8 |
         static_cast<unsigned char>(text[at + 1]);
}

std::string_view bytes_of(const Secret& literal) {
  return literal.reveal(RevealFor::Matching);
}

bool stands_at(std::string_view text, std::size_t at, std::string_view literal,
               std::uint64_t& cost) {
  if (text.size() - at < literal.size()) return false;
  const std::size_t glance = std::min(kGlance, literal.size());
  if (std::memcmp(text.data() + at, literal.data(), glance) != 0) return false;
  cost += literal.size();
  return std::memcmp(text.data() + at, literal.data(), literal.size()) == 0;
}

}  // namespace

LiteralSearch::LiteralSearch(std::vector<Secret> literals)
    : literals_(std::move(literals)), skips_(std::make_unique<Table>()) {
  window_ = kMostSkip + 1;
  for (const Secret& literal : literals_) window_ = std::min(window_, literal.size());
  skips_->fill(static_cast<std::uint8_t>(window_ - 1));
  for (const Secret& literal : literals_) add_to_table(bytes_of(literal));
}

LiteralSearch::~LiteralSearch() {
  if (skips_) wipe_memory(skips_->data(), skips_->size());
}

// How far the window may move when it ends with a pair that stands in the literal's first bytes.
void LiteralSearch::add_to_table(std::string_view literal) {
  for (std::size_t at = 0; at + kShortest <= window_; ++at) {
    std::uint8_t& skip = (*skips_)[pair_at(literal, at)];
    skip = std::min(skip, static_cast<std::uint8_t>(window_ - kShortest - at));
  }
}

std::vector<LiteralSearch::Hit> LiteralSearch::find(std::string_view text, std::size_t most) const {
  std::vector<Hit> hits;
  const std::uint64_t dearest = kFree + kDearest * text.size();
  std::uint64_t cost = 0;
  std::size_t begin = 0;
  while (begin + window_ <= text.size()) {
    const std::size_t skip = (*skips_)[pair_at(text, begin + window_ - kShortest)];
    if (skip > 0) {
      begin += skip;
      continue;
    }
    for (std::size_t number = 0; number < literals_.size(); ++number) {
      if (!stands_at(text, begin, bytes_of(literals_[number]), cost)) continue;
      hits.push_back({begin, number});
      if (hits.size() == most) return hits;
    }
    if (cost > dearest) return find_one_by_one(text, most);
    ++begin;
  }
  return hits;
}

std::vector<LiteralSearch::Hit> LiteralSearch::find_one_by_one(std::string_view text,
                                                               std::size_t most) const {
  std::vector<Hit> hits;
  for (std::size_t number = 0; number < literals_.size(); ++number) {
    const std::string_view literal = bytes_of(literals_[number]);
    std::size_t found = 0;
    for (std::size_t at = 0; at < text.size() && found < most; ++found) {
      const void* there =
          ::memmem(text.data() + at, text.size() - at, literal.data(), literal.size());
      if (there == nullptr) break;
      at = static_cast<std::size_t>(static_cast<const char*>(there) - text.data());
      hits.push_back({at, number});
      ++at;
    }
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& left, const Hit& right) {
    return std::tie(left.begin, left.literal) < std::tie(right.begin, right.literal);
  });
  if (hits.size() > most) hits.resize(most);
  return hits;
}

}  // namespace leakwarden::scanner
