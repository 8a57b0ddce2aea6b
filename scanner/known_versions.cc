#include "scanner/known_versions.h"

#include <utility>

namespace leakwarden::scanner {

Inheritance KnownVersions::inheritance_of(const ObjectView& object) {
  copies_.clear();
  if (!object.base || object.is_window) return {};
  const auto base = known_.find(*object.base);
  if (base == known_.end()) return {};
  for (const CopiedRange& range : object.copied)
    copies_.push_back({range.target_begin, range.base_begin, range.length});
  return {&base->second.verdicts, copies_};
}

void KnownVersions::keep(const PhysicalPosition& position, KnownVerdicts known) {
  forget(position);
  const std::uint64_t bytes = known.memory_bytes();
  if (bytes_ + bytes > kMostKnownBytes) return;
  bytes_ += bytes;
  known_.emplace(position, Known{std::move(known), bytes});
}

void KnownVersions::forget(const PhysicalPosition& position) {
  const auto known = known_.find(position);
  if (known == known_.end()) return;
  bytes_ -= known->second.bytes;
  known_.erase(known);
}

}  // namespace leakwarden::scanner
