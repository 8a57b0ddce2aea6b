#pragma once

// What is known of the blobs that others in the pack are deltas of, while those are coming.
//
//   on_object(base)   keep()                 bases stand on the way from a root down its delta
//   tree, on_object(delta)  inheritance_of()       so there are few at a time: what siblings still
//   wait for on_base_done      forget()
//
// Beyond kMostKnownBytes nothing more is kept; deltas of what is not here are scanned whole.
//
// Thread rules: one per worker, who gets whole trees of the delta forest.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "scanner/git/object_source.h"
#include "scanner/known_position.h"
#include "scanner/match/known_verdicts.h"

namespace leakwarden::scanner {

class KnownVersions {
 public:
  static constexpr std::uint64_t kMostKnownBytes = 48ull << 20;

  // What `object` has from its base; lives until the next call of a member.
  Inheritance inheritance_of(const ObjectView& object);
  void keep(const PhysicalPosition& position, KnownVerdicts known);
  void forget(const PhysicalPosition& position);

  std::size_t size() const { return known_.size(); }
  std::uint64_t bytes() const { return bytes_; }

 private:
  struct Known {
    KnownVerdicts verdicts;
    std::uint64_t bytes = 0;
  };

  std::unordered_map<PhysicalPosition, Known, PositionHash> known_;
  std::uint64_t bytes_ = 0;
  std::vector<CopiedBytes> copies_;
};

}  // namespace leakwarden::scanner
