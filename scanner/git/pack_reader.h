#pragma once

// One object out of a pack: follow its delta chain down to a whole object, then apply the deltas
// on the way back. Iterative; every size is known from headers and checked before it is allocated;
// at most three buffers of Limits::max_object_bytes live at a time.
//
// Our own reader because libgit2 1.5.1 and git loop for ever on a chain that bites its tail.

#include "scanner/base/limits.h"
#include "scanner/git/base_cache.h"
#include "scanner/git/delta.h"
#include "scanner/git/pack.h"

namespace leakwarden::scanner {

// `base_cache` may be null. Corrupt (cycle, damage), TooLarge (size, depth of the chain).
Result<ObjectBytes> read_packed(const Pack& pack, std::uint64_t offset, const Limits& limits,
                                BaseCache* base_cache);
// Without resolving: type from the end of the chain, size from the first delta's header.
Result<ObjectHeader> read_packed_header(const Pack& pack, std::uint64_t offset,
                                        const Limits& limits);

// Where the base of a delta lies in the same pack. Corrupt: not there.
Result<std::uint64_t> base_offset_of(const Pack& pack, std::uint64_t offset,
                                     const PackEntry& entry);

// The checks before a stream is inflated: over the limit, or more than its bytes can hold.
Status check_entry_size(const Pack& pack, std::uint64_t offset, const PackEntry& entry,
                        const Limits& limits);
// And before a delta's result is allocated.
Status check_result_size(const Pack& pack, std::uint64_t offset, const DeltaSizes& sizes,
                         const Limits& limits);

}  // namespace leakwarden::scanner
