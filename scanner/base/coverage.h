#pragma once

// What was looked at, and every byte that was not, with the reason. Over a limit is never "clean".

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden {

enum class Outcome { Clean, Findings, Partial, Corrupt };
std::string_view outcome_name(Outcome outcome);

// One thing that should have been scanned and was not, or not wholly.
struct Gap {
  std::string what;    // "blob 1f2e… (data/big.bin)"
  std::string reason;  // "larger than 64 MiB", "missing object", "rule x exceeded 1,000 matches"
  std::uint64_t bytes = 0;         // unread bytes where known
  bool corrupt = false;            // the repository is damaged there
  bool caused_by_content = false;  // what was pushed caused it (a storm, a bomb), not our machine
};

struct Coverage {
  std::uint64_t objects = 0;  // objects (or files) wholly scanned
  std::uint64_t bytes = 0;
  std::vector<Gap> gaps;  // at most Limits::max_recorded_gaps; then only counted
  std::uint64_t unrecorded_gaps = 0;
  bool any_corrupt_gap = false;
  bool any_gap_caused_by_content = false;
  std::vector<std::string> notes;  // not asked for, said all the same: a shallow clone's history

  void add_gap(Gap gap);
  void merge(Coverage other);
  bool complete() const { return gaps.empty() && unrecorded_gaps == 0; }
};

// Corrupt beats partial beats findings beats clean.
Outcome outcome_of(const Coverage& coverage, std::uint64_t finding_count);

}  // namespace leakwarden
