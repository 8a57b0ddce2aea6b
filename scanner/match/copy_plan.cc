#include "scanner/match/copy_plan.h"

#include <algorithm>
#include <optional>

namespace leakwarden::scanner {
namespace {

std::optional<EndRange> inherited_through(const CopiedBytes& copy, std::uint64_t text_bytes,
                                          std::uint64_t base_bytes, const TriggerMargins& margins) {
  const std::uint64_t left = joins_begins(copy) ? 0 : margins.left;
  const std::uint64_t right = joins_ends(copy, text_bytes, base_bytes) ? 0 : margins.right;
  if (copy.length < left + right) return std::nullopt;
  return EndRange{copy.begin + left, copy.begin + copy.length - right};
}

}  // namespace

bool joins_begins(const CopiedBytes& copy) {
  return copy.begin == 0 && copy.base_begin == 0;
}

bool joins_ends(const CopiedBytes& copy, std::uint64_t text_bytes, std::uint64_t base_bytes) {
  return copy.begin + copy.length == text_bytes && copy.base_begin + copy.length == base_bytes;
}

void plan_ends(std::uint64_t text_bytes, std::uint64_t base_bytes,
               std::span<const CopiedBytes> copies, const TriggerMargins& margins,
               std::vector<PlanStep>& steps) {
  steps.clear();
  std::uint64_t next = 0;
  for (const CopiedBytes& copy : copies) {
    const std::optional<EndRange> ends = inherited_through(copy, text_bytes, base_bytes, margins);
    if (!ends || ends->last - ends->first < kShortestInherited) continue;
    if (ends->first > next) steps.push_back({{next, ends->first - 1}, nullptr});
    steps.push_back({*ends, &copy});
    next = ends->last + 1;
  }
  if (next <= text_bytes) steps.push_back({{next, text_bytes}, nullptr});
}

}  // namespace leakwarden::scanner
