#pragma once

// What another scanner found beside what we found: only here, only there, and in both.
//
// Secrets are compared, not places: the same value is one secret however often it stands. Two
// values are the same when they are equal or one holds the other (a scanner may take the quotes
// along, or leave a prefix out), from kShortestPart bytes on. Where their report tells no value, its
// fingerprint decides (a report of ours), else the place: the same path, and the same line or commit.
//
// Ownership: refers to the findings and the report it was made from.

#include <iosfwd>
#include <vector>

#include "scanner/report/groups.h"
#include "scanner/report/peer_report.h"
#include "scanner/report/report.h"

namespace leakwarden::scanner {

// One secret of theirs with all its places, in the order of their report.
struct PeerGroup {
  std::vector<const PeerFinding*> places;
};

struct Comparison {
  std::vector<SecretGroup> only_here;  // worst first
  std::vector<PeerGroup> only_there;   // in the order of their report
  std::vector<SecretGroup> both;
  // The reports are so large that not every pair was looked at: some that are in both are said to
  // be in one only.
  bool gave_up = false;
};

Comparison compare(const std::vector<Finding>& ours, const PeerReport& theirs);

inline constexpr std::size_t kShortestPart = 8;

// For people: what only we found and what only they found with its first place, then the totals.
void write_comparison_text(const ReportInput& input, const PeerReport& theirs,
                           const TextStyle& style, std::ostream& output);
// One JSON object a secret ("found_by": "us", "them", "both"), one with the totals
// ({"comparison": …}), then our summary line.
void write_comparison_lines(const ReportInput& input, const PeerReport& theirs,
                            ShowSecrets show_secrets, std::ostream& output);

}  // namespace leakwarden::scanner
