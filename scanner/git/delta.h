#pragma once

// Delta instructions of packs (git's Documentation/gitformat-pack, "Deltified representation").
//
// A delta is: base size, result size (both little-endian base-128), then instructions:
//   1xxxxxxx [offset 0–4 bytes] [size 0–3 bytes]   copy from the base (size 0 means 0x10000)
//   0nnnnnnn n bytes                               insert n bytes; n = 0 is reserved
//
//   base "hello world", delta 0b 0c | 90 06 | 06 "there!" → sizes 11 and 12; copy 6 bytes at 0
//   (one size byte, no offset bytes), insert "there!" → "hello there!"

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

struct DeltaSizes {
  std::uint64_t base = 0;
  std::uint64_t result = 0;
  std::size_t header_bytes = 0;  // where the instructions begin
};

// Only the beginning of a delta is needed: 20 bytes hold the largest sizes. Corrupt.
Result<DeltaSizes> parse_delta_sizes(std::string_view delta);

// Apply `delta` to `base`; `result` has room for exactly sizes.result bytes. Every instruction is
// checked against base and result before it is carried out. When `copied` is given, the copies are
// added to it, contiguous ones merged. Corrupt: wrong base size, out of bounds, reserved
// instruction, result too short or too long.
Status apply_delta(std::string_view base, std::string_view delta, const DeltaSizes& sizes,
                   char* result, std::vector<CopiedRange>* copied);

}  // namespace leakwarden::scanner
