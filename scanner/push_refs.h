#pragma once

// Which of the pushed refs bring a finding in, and whether it still stands at their tips.

#include <vector>

#include "scanner/git/changes.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// Fills refs and at_tip. `commits`: the new ones, in any order.
void add_push_refs(Repository& repository, const PushRequest& request,
                   const std::vector<CommitInfo>& commits, std::vector<Finding>& findings);

// Names of the updated refs that point at `id` directly.
std::vector<std::string> refs_naming(const PushRequest& request, const ObjectId& id);

}  // namespace leakwarden::scanner
