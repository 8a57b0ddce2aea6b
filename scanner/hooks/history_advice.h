#pragma once

// The exact git commands that take a secret out of *this* push.

#include <map>
#include <string>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

struct AdviceStep {
  std::string words;
  std::string command;  // "" when words say it all
};

// Branches that are not checked out, by the ref they are pushed to: the steps begin by switching.
using BranchesToSwitchTo = std::map<std::string, std::string>;

// For each pushed ref that brings something in: its last commit is amended, an older one edited in
// a rebase from the oldest on; tags and refs are made anew. `commits`: the new ones, newest first.
std::vector<AdviceStep> history_advice(const std::vector<Finding>& findings,
                                       const PushRequest& request,
                                       const std::vector<CommitInfo>& commits,
                                       const BranchesToSwitchTo& branches = {});

}  // namespace leakwarden::scanner
