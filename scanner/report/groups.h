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

}  // namespace leakwarden::scanner
