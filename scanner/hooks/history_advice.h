#pragma once

// The exact git commands that take a secret out of *this* push.

#include <string>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

struct AdviceStep {
  std::string words;
  std::string command;  // "" when words say it all
};

// For each pushed ref that brings something in: its last commit is amended, an older one edited in
// a rebase from the oldest on; tags and refs are made anew. `commits`: the new ones, newest first.
std::vector<AdviceStep> history_advice(const std::vector<Finding>& findings,
                                       const PushRequest& request,
                                       const std::vector<CommitInfo>& commits);

}  // namespace leakwarden::scanner
