#pragma once

// Where the scores become confidences, and what the rest of the file may add to them.
//
//   credential + file ≥ low     →  low        somebody's credential, perhaps a weak one
//   strong + file ≥ medium      →  medium     one that nobody could guess
//   strong + file ≥ high        →  high
//
// Thresholds are read off the labelled half at the alarm rates the recipe is asked for
// (tests/accuracy/README.md). Table section:
//
//   i32 low  medium  high   u32 n   n × { i32 credential weight, i32 strong weight }   of FileTerm

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace leakwarden::scanner::judging {

// What the file pass measures, each between 0 and kMostFileTerm (file_terms.h).
enum class FileTerm : std::uint8_t { SameValue, Candidates, SameName, LongLines, Proven, Count };
constexpr std::size_t kFileTerms = static_cast<std::size_t>(FileTerm::Count);
constexpr std::int32_t kMostFileTerm = 8;

using FileTermValues = std::array<std::int32_t, kFileTerms>;

// In thousandths of a logit.
struct Scores {
  std::int32_t credential = 0;
  std::int32_t strong = 0;
};

struct Calibration {
  std::int32_t low = 0;
  std::int32_t medium = 0;
  std::int32_t high = 0;
  std::array<std::int32_t, kFileTerms> credential{};  // thousandths of a logit for each step
  std::array<std::int32_t, kFileTerms> strong{};

  static std::optional<Calibration> open(std::string_view section);

  Scores with_file(Scores local, const FileTermValues& terms) const;
  // What a score needs at least before the file is heard, or it cannot count.
  Scores least() const;
  // False: whatever the file says, this stays below low.
  bool may_be_reported(Scores local) const;
};

}  // namespace leakwarden::scanner::judging
