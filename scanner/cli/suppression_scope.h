#pragma once

// Whose files speak for the findings of a target, and whether all they can speak of was scanned.

#include <string>

#include "scanner/cli/target.h"
#include "scanner/suppression_files.h"

namespace leakwarden::scanner {

struct SuppressionScope {
  std::string root;  // the work tree around the target, else the folder; "" for none
  PathMap paths;
  Told told = Told::Used;
};

SuppressionScope suppression_scope(const Target& target, const Narrowing& narrowing);

// Where those files are read: in the folder, or, with a revision, in that commit of the repository
// around the target. Invalid: there is none to ask. NotFound: it has no such commit.
Result<SuppressionSource> suppression_source(const Target& target, const SuppressionScope& scope,
                                             const std::string& revision);

}  // namespace leakwarden::scanner
