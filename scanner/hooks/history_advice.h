#pragma once

// The exact git commands that take a secret out of *this* push. They can be pasted one after the
// other, from any folder of the work tree; words in capitals are to be replaced.

#include <map>
#include <string>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

struct AdviceStep {
  std::string words;
  std::vector<std::string> commands;  // empty when words say it all
};

// Branches that are not checked out, by the ref they are pushed to: the steps begin by switching.
using BranchesToSwitchTo = std::map<std::string, std::string>;

// What is pushed and where to.
struct AdvisedPush {
  const PushRequest& request;
  const std::vector<CommitInfo>& commits;  // the new ones, newest first
  BranchesToSwitchTo branches;
  std::string remote = "origin";  // its name for the pusher, as far as one knows
};

// For each pushed ref that brings something in: its last commit is amended, an older one stopped at
// in a rebase; tags and refs are made anew.
std::vector<AdviceStep> history_advice(const std::vector<Finding>& findings,
                                       const AdvisedPush& push);

}  // namespace leakwarden::scanner
