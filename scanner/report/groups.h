#pragma once

// One secret with all its places: what people read about, rather than single findings.

#include <cstddef>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

struct SecretGroup {
  const Finding* best = nullptr;       // at the most useful place: where it still stands, a file
  std::vector<const Finding*> others;  // in report order; other places than the best one's
};

// Worst first: live, then by severity, confidence, place. Points into `findings`.
std::vector<SecretGroup> by_secret(const std::vector<Finding>& findings);

// Of two places of one secret: is the left one the better one to go to?
bool more_useful(const Finding& left, const Finding& right);
// A file that a person can open: in a commit, the index, the work tree or a folder.
bool is_file(PlaceKind kind);

// One secret in one file, what code scanning shows as one alert: its versions in history and its
// other lines are the same alert.
struct SecretInFile {
  const Finding* best = nullptr;
  std::vector<const Finding*> also;  // other places: those of this file, then kMostElsewhere others
};
inline constexpr std::size_t kMostElsewhere = 20;

// Worst secret first, its most useful file first. Points into `findings`.
std::vector<SecretInFile> by_secret_and_file(const std::vector<Finding>& findings);

}  // namespace leakwarden::scanner
