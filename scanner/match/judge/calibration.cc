#include "scanner/match/judge/calibration.h"

#include <algorithm>

#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kHeader = 16;

std::int32_t read_i32(std::string_view bytes, std::size_t at) {
  return static_cast<std::int32_t>(read_u32(bytes, at));
}

std::int32_t most(const std::array<std::int32_t, kFileTerms>& weights) {
  std::int32_t sum = 0;
  for (std::int32_t weight : weights) sum += std::max(weight, 0) * kMostFileTerm;
  return sum;
}

}  // namespace

std::optional<Calibration> Calibration::open(std::string_view section) {
  if (section.size() != kHeader + 8 * kFileTerms) return std::nullopt;
  if (read_u32(section, 12) != kFileTerms) return std::nullopt;
  Calibration found;
  found.low = read_i32(section, 0);
  found.medium = read_i32(section, 4);
  found.high = read_i32(section, 8);
  for (std::size_t i = 0; i < kFileTerms; ++i) {
    found.credential[i] = read_i32(section, kHeader + 8 * i);
    found.strong[i] = read_i32(section, kHeader + 8 * i + 4);
  }
  return found;
}

Scores Calibration::with_file(Scores local, const FileTermValues& terms) const {
  for (std::size_t i = 0; i < kFileTerms; ++i) {
    std::int32_t term = std::clamp(terms[i], 0, kMostFileTerm);
    local.credential += credential[i] * term;
    local.strong += strong[i] * term;
  }
  return local;
}

Scores Calibration::least() const {
  return {low - most(credential), medium - most(strong)};
}

bool Calibration::may_be_reported(Scores local) const {
  return local.credential >= least().credential || local.strong >= least().strong;
}

}  // namespace leakwarden::scanner::judging
