#pragma once

// Standard input of the hooks about pushes (githooks(5)), one line for each ref. A null id means
// created or deleted.
//
//   pre-receive  "<old id> SP <new id> SP <ref> LF"
//   pre-push     "<local ref> SP <local id> SP <remote ref> SP <remote id> LF"; the local ref is
//                whatever was typed ("HEAD~1", "(delete)"), blanks included

#include <iosfwd>
#include <string>
#include <vector>

#include "scanner/scan.h"

namespace leakwarden::scanner {

// Invalid: a line that is not of that form. Both read to the end.
Result<std::vector<PushUpdate>> read_push_updates(std::istream& input);

struct OutgoingRef {
  std::string local_ref;
  PushUpdate update;  // of the remote's ref: its id there, our id, its name there
};
Result<std::vector<OutgoingRef>> read_outgoing_refs(std::istream& input);

}  // namespace leakwarden::scanner
