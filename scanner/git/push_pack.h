#pragma once

// All objects of one pack, each inflated once and each delta applied once, whole trees of the delta
// forest at a time; several threads take trees from one queue.
//
// Memory of one worker: the delta, its base, its result, and the bases held for later siblings,
// which together stay below one more Limits::max_object_bytes (older ones are dropped and made
// again when needed): 4 × max_object_bytes at most. The forest takes 32 bytes an object.
//
// Objects over max_object_bytes: whole ones come as windows; those that are deltas, or have one of
// those as base, are gaps.

#include "scanner/git/delta_forest.h"
#include "scanner/git/push_context.h"

namespace leakwarden::scanner {

// `container` numbers the pack in PhysicalPosition.
void push_pack(PushContext& context, const Pack& pack, std::uint32_t container, unsigned jobs);

// One whole object as windows. An error outside: nothing was delivered (a delta, a tree, damage).
// One inside: its stream is damaged further on.
Result<Status> push_packed_windows(PushContext& context, const Pack& pack, std::uint64_t offset,
                                   const ObjectId& id, unsigned worker);

}  // namespace leakwarden::scanner
