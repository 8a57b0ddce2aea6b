#pragma once

// Standard input of pre-receive: "<old id> SP <new id> SP <ref> LF" for each updated ref
// (githooks(5)). A null id means created or deleted.

#include <iosfwd>
#include <vector>

#include "scanner/scan.h"

namespace leakwarden::scanner {

// Invalid: a line that is not of that form. Reads to the end.
Result<std::vector<PushUpdate>> read_push_updates(std::istream& input);

}  // namespace leakwarden::scanner
