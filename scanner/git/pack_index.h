#pragma once

// A pack's .idx file: id → offset (git's Documentation/gitformat-pack, "pack-*.idx files", versions
// 1 and 2). A view over bytes that somebody else keeps mapped. Everything is checked against the
// file's size at parse; offsets are checked against the pack by whoever uses them.
//
// Thread rules: const, any thread.

#include <cstdint>
#include <optional>
#include <string_view>

#include "scanner/base/object_id.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

class PackIndex {
 public:
  // `name` is for error texts. Corrupt: wrong magic, version, size, or fan-out table.
  static Result<PackIndex> parse(std::string_view bytes, unsigned id_bytes,
                                 const std::string& name);

  std::uint32_t count() const { return count_; }
  ObjectId id(std::uint32_t position) const;  // position < count(); ids ascend in an honest index
  // id(position) is asked for soon: in a pack's order ids come from all over the index.
  void prefetch_id(std::uint32_t position) const {
    __builtin_prefetch(bytes_.data() + ids_begin_ + position * id_stride_);
  }
  // Offset in the pack; empty when the index points outside its own table of large offsets.
  std::optional<std::uint64_t> offset(std::uint32_t position) const;

  // The positions [first, last) that hold `id`; empty (first == last) when it is not there. More
  // than one when the pack has copies.
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    bool empty() const { return first == last; }
  };
  Range find(const ObjectId& id) const;

 private:
  std::string_view id_view(std::uint32_t position) const;
  std::uint32_t fan_out(unsigned first_byte) const;

  std::string_view bytes_;
  unsigned version_ = 0;
  unsigned id_bytes_ = 20;
  std::uint32_t count_ = 0;
  std::size_t fan_out_begin_ = 0;
  std::size_t ids_begin_ = 0;
  std::size_t id_stride_ = 0;
  std::size_t offsets_begin_ = 0;
  std::size_t large_begin_ = 0;
  std::uint64_t large_count_ = 0;
};

}  // namespace leakwarden::scanner
