#include "scanner/base/coverage.h"

#include <utility>

#include "scanner/base/limits.h"

namespace leakwarden {

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::Clean:
      return "clean";
    case Outcome::Findings:
      return "findings";
    case Outcome::Partial:
      return "partial";
    case Outcome::Corrupt:
      return "corrupt";
  }
  return "partial";
}

void Coverage::add_gap(Gap gap) {
  any_corrupt_gap = any_corrupt_gap || gap.corrupt;
  any_gap_caused_by_content = any_gap_caused_by_content || gap.caused_by_content;
  if (gaps.size() < Limits::max_recorded_gaps) {
    gaps.push_back(std::move(gap));
  } else {
    ++unrecorded_gaps;
  }
}

void Coverage::merge(Coverage other) {
  objects += other.objects;
  bytes += other.bytes;
  unrecorded_gaps += other.unrecorded_gaps;
  any_corrupt_gap = any_corrupt_gap || other.any_corrupt_gap;
  any_gap_caused_by_content = any_gap_caused_by_content || other.any_gap_caused_by_content;
  for (Gap& gap : other.gaps) add_gap(std::move(gap));
  for (std::string& note : other.notes) notes.push_back(std::move(note));
}

Outcome outcome_of(const Coverage& coverage, std::uint64_t finding_count) {
  if (coverage.any_corrupt_gap) return Outcome::Corrupt;
  if (!coverage.complete()) return Outcome::Partial;
  return finding_count > 0 ? Outcome::Findings : Outcome::Clean;
}

}  // namespace leakwarden
