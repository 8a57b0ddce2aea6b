#pragma once

// What is measured about a value: whole numbers, each with a name that the recipe
// (tests/accuracy) and the table share. The table names the list it was made for by
// feature_list_digest(); with another one it is not used.

#include <emmintrin.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/match/judge/feature_list.h"

namespace leakwarden::scanner::judging {

// What a feature speaks about, for explanations.
enum class Area : std::uint8_t {
  Length,
  Randomness,
  Characters,
  Words,
  Common,
  OwnKey,
  Name,
  Statement,
  Structure,
  Reference,
  Line,
  Near,
  Count,
};

enum class Feature : std::uint16_t {
#define LEAKWARDEN_FEATURE(name, area) name,
  LEAKWARDEN_FEATURES(LEAKWARDEN_FEATURE)
#undef LEAKWARDEN_FEATURE
      Count
};
constexpr std::size_t kFeatureCount = static_cast<std::size_t>(Feature::Count);

struct FeatureInfo {
  std::string_view name;
  Area area;
};
inline constexpr std::array<FeatureInfo, kFeatureCount> kFeatureInfos{{
#define LEAKWARDEN_FEATURE(name, area) {#name, Area::area},
    LEAKWARDEN_FEATURES(LEAKWARDEN_FEATURE)
#undef LEAKWARDEN_FEATURE
}};

class Features {
 public:
  // Clamped to what a 16-bit threshold can tell apart.
  void set(Feature feature, std::int64_t value) {
    constexpr std::int64_t kMost = 32000;
    values_[static_cast<std::size_t>(feature)] =
        static_cast<std::int16_t>(value > kMost    ? kMost
                                  : value < -kMost ? -kMost
                                                   : value);
  }
  void add(Feature feature, std::int64_t value) { set(feature, get(feature) + value); }
  std::int32_t get(Feature feature) const { return values_[static_cast<std::size_t>(feature)]; }
  std::int32_t at(std::size_t index) const { return values_[index]; }

  // Those that are not 0, of which there are few: indexes, ascending.
  template <typename Visit>
  void for_each_set(Visit visit) const {
    for (std::size_t first = 0; first < values_.size(); first += kTogether) {
      for (std::uint64_t set = set_of(first); set != 0; set &= set - 1)
        visit(first + static_cast<std::size_t>(std::countr_zero(set)));
    }
  }

 private:
  static constexpr std::size_t kTogether = 64;

  // Of kTogether features from `first` on, a bit for each.
  std::uint64_t set_of(std::size_t first) const {
    const auto is_zero = [&](std::size_t at) {
      const auto* const eight = reinterpret_cast<const __m128i*>(values_.data() + at);
      return _mm_cmpeq_epi16(_mm_loadu_si128(eight), _mm_setzero_si128());
    };
    std::uint64_t zeros = 0;
    for (std::size_t i = 0; i < kTogether; i += 16) {
      const __m128i bytes = _mm_packs_epi16(is_zero(first + i), is_zero(first + i + 8));
      zeros |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(bytes))) << i;
    }
    return ~zeros;
  }

  std::array<std::int16_t, (kFeatureCount + kTogether - 1) / kTogether * kTogether> values_{};
};

constexpr std::uint32_t feature_list_digest() {
  std::uint32_t hash = 2166136261u;
  for (const FeatureInfo& info : kFeatureInfos) {
    for (char c : info.name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    hash = (hash ^ ';') * 16777619u;
  }
  return hash;
}

// The feature `count` places after `first`, for families of features such as own_has_…
constexpr Feature feature_after(Feature first, std::size_t count) {
  return static_cast<Feature>(static_cast<std::size_t>(first) + count);
}

}  // namespace leakwarden::scanner::judging
