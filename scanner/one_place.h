#pragma once

// A file with a key has many versions, and all hold the key: that is one place, not hundreds.

#include <cstdint>
#include <functional>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// Findings of one rule and value at one path become one: line and blob of the version that still
// stands at a tip, commit, author and date of the one that comes first in `order`. Of several that
// stand (or of several that do not), one that is not suppressed comes first. Findings without
// a path, and those in messages, stay as they are.
// `complete` adds what only a reported finding needs (its refs, which may be 50 names), before what
// it says is joined: it is called for at most two of those that become one.
std::vector<Finding> one_for_each_place(
    std::vector<Finding> findings, const std::function<std::uint32_t(const Finding&)>& order,
    const std::function<void(Finding&)>& complete = [](Finding&) {});

// What stands in a work tree's file and, the same, in the file's committed version is reported with
// the commit only, unless only the committed one is suppressed. `history` comes first in the
// result.
std::vector<Finding> without_committed(std::vector<Finding> history,
                                       std::vector<Finding> work_tree);

}  // namespace leakwarden::scanner
