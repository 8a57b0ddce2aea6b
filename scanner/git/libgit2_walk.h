#pragma once

// The commit walk by libgit2's revision walker, over our readers. A second engine beside
// commit_walk.h, for callers outside hooks: the two, and git rev-list, must agree.
//
// Any commit that cannot be read ends the walk with an error; shallow clones and SHA-256
// repositories are not for this engine.

#include <vector>

#include "scanner/git/repository.h"

namespace leakwarden::scanner {

bool libgit2_can_walk(const Repository& repository);
Result<std::vector<ObjectId>> walk_with_libgit2(Repository& repository,
                                                const std::vector<ObjectId>& tips,
                                                const std::vector<ObjectId>& hidden);

}  // namespace leakwarden::scanner
