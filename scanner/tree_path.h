#pragma once

// One path looked up in a tree, folder by folder.

#include <optional>
#include <string_view>

#include "scanner/git/repository.h"

namespace leakwarden::scanner {

// A link's content is where it leads, not what stands there.
enum class Wanted { Anything, RegularFile };

// What `tree` has at `path`; empty when there is nothing, or nothing of that kind, or on the way
// something unreadable.
std::optional<ObjectId> object_at(Repository& repository, const ObjectId& tree,
                                  std::string_view path, Wanted wanted = Wanted::Anything);

}  // namespace leakwarden::scanner
