#pragma once

// One path looked up in a tree, folder by folder.

#include <optional>
#include <string_view>

#include "scanner/git/repository.h"

namespace leakwarden::scanner {

// What `tree` has at `path`; empty when there is nothing, or on the way something unreadable.
std::optional<ObjectId> object_at(Repository& repository, const ObjectId& tree,
                                  std::string_view path);

}  // namespace leakwarden::scanner
