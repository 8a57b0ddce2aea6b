#pragma once

// What changed between two reports: new, fixed, moved, suppressed.
//
// A secret is known by its fingerprint, or by its value where a report tells that and no
// fingerprint; else by rule, file and mask. One secret in one file is one thing, whatever its line
// and commit:
//
//   old               new               is
//   a.env:3  s1-77    a.env:9  s1-77    moved: the same file, none of its lines
//   a.env:3  s1-77    b.env:3  s1-77    moved: one file for another
//   a.env:3  s1-77    a.env:3, b.env:1  b.env is new, and the secret is known from elsewhere
//   a.env:3  s1-77    a.env:3  s1-88    s1-88 is new and s1-77 fixed
//   a.env:3  s1-77    (suppressed)      suppressed; the other way round it is new
//
// Repositories are told apart only where one of the reports has several: who scans names them.
//
// Ownership: points into both reports.

#include <cstddef>
#include <iosfwd>
#include <vector>

#include "scanner/report/peer_report.h"

namespace leakwarden::scanner {

struct Change {
  const PeerFinding* before = nullptr;  // null when new
  const PeerFinding* after = nullptr;   // null when fixed
  bool elsewhere = false;               // the other report knows the secret, at another place
};

struct Difference {
  std::vector<Change> fresh;  // in the order of the new report
  std::vector<Change> moved;
  std::vector<Change> suppressed;
  std::vector<Change> fixed;  // in the order of the old report
  std::size_t unchanged = 0;
  bool incomplete = false;  // the new scan did not read everything: "fixed" may be "not read"
};

Difference difference_of(const PeerReport& before, const PeerReport& after);

// For people; and one JSON object.
void write_difference_text(const Difference& difference, std::ostream& output);
void write_difference_json(const Difference& difference, std::ostream& output);

}  // namespace leakwarden::scanner
