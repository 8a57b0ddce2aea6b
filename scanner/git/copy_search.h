#pragma once

// Is a blob anywhere in a tree? Asked of a commit's parents, to tell copied and moved files from
// new content.

#include <unordered_set>
#include <vector>

#include "scanner/git/repository.h"

namespace leakwarden::scanner {

// Takes out of `wanted` every blob that stands in one of `trees` at any path. Stops early when
// nothing is left, or after `max_entries` entries: what was not found then counts as new, which
// scans a copied file again but never misses a new one. Unreadable trees are passed over: they are
// gaps already.
void erase_blobs_in_trees(Repository& repository, const std::vector<ObjectId>& trees,
                          std::uint64_t max_entries, std::unordered_set<ObjectId>& wanted);

}  // namespace leakwarden::scanner
