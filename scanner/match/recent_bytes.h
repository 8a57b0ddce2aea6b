#pragma once

// Byte strings that were met lately, each under a number: in a history the same inserted lines come
// again and again, in versions that no delta joins, and what was found out about them is true
// again.
//
//   find("…old lines…")  →  7      what was kept as the 7th answer is the answer
//   find("…new lines…")  →  none   find it out, then keep it as answer note("…new lines…")
//
// Bytes are compared, not their hashes. Bytes lie in a ring, the newest over the oldest; numbers
// are slots of a direct-mapped table, so a new string takes the place of an old one.
//
// Memory: kRingBytes and 40 bytes a slot, had at the first note().
// Thread rules: one per thread.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

class RecentBytes {
 public:
  static constexpr std::size_t kSlots = 1 << 13;
  static constexpr std::size_t kRingBytes = 8 << 20;
  static constexpr std::size_t kMostBytes = 16 << 10;  // longer ones are not noted

  // A question: bytes, and `tag` for what else must be the same. Lives as long as the bytes.
  struct Key {
    std::string_view bytes;
    std::uint64_t tag = 0;
    std::uint64_t hash = 0;
  };
  static Key key(std::string_view bytes, std::uint64_t tag);

  // Below kSlots. Nothing: not met lately.
  std::optional<std::size_t> find(const Key& key) const;
  // Nothing: too long, or empty.
  std::optional<std::size_t> note(const Key& key);

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint64_t tag = 0;
    std::uint64_t begin = 0;  // of all bytes that ever were written
    std::uint64_t size = 0;   // 0: nothing
  };
  bool is_there(const Slot& slot) const { return slot.begin + kRingBytes >= written_; }
  std::uint64_t write(std::string_view bytes);

  std::vector<Slot> slots_;
  std::unique_ptr<char[]> ring_;
  std::uint64_t written_ = 0;
};

}  // namespace leakwarden::scanner
