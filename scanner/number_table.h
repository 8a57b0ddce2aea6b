#pragma once

// Numbers of things that lie elsewhere, found by what they are: ids, names.
//
//   ids_ = [⟨a⟩, ⟨b⟩]        find(seeded_hash(⟨b⟩), [](n) { return ids_[n] == ⟨b⟩; })  →  1
//   next to each number a part of its hash, so that hardly anything else is compared
//
// Strangers choose the ids and names. Hashes depend on the process, so nobody can make many that
// collide. Memory: 8 bytes a slot, at most three quarters of them in use.
//
// Thread rules: none of its own; const members from any.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

// Differs from one process to the next: for tables, never for what is written down.
std::uint64_t seeded_hash(std::string_view bytes);

class NumberTable {
 public:
  // The number of which is_same(number) says yes, among those with this hash.
  template <typename IsSame>
  std::optional<std::uint32_t> find(std::uint64_t hash, const IsSame& is_same) const;
  // Of something that is not there yet. Below UINT32_MAX.
  void add(std::uint64_t hash, std::uint32_t number);

 private:
  // Half of the hash, and 1 + the number; 0: free.
  using Slot = std::uint64_t;
  std::size_t place_of(std::uint64_t half) const { return half >> (32 - bits_); }
  void put(Slot slot);
  void grow();

  std::vector<Slot> slots_;
  unsigned bits_ = 0;
  std::size_t used_ = 0;
};

template <typename IsSame>
std::optional<std::uint32_t> NumberTable::find(std::uint64_t hash, const IsSame& is_same) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint64_t half = hash >> 32;
  for (std::size_t at = place_of(half); slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
    const std::uint32_t number = static_cast<std::uint32_t>(slots_[at]) - 1;
    if (slots_[at] >> 32 == half && is_same(number)) return number;
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
