#pragma once

// What a push is about to send: what the remote does not have, as far as this repository knows.
//
//   hidden   what the remote's refs are at now (git tells for each pushed ref) and what its
//            remote-tracking refs (refs/remotes/<name>/…) remember; where the remote's id is not
//            here, the latter alone
//
// The pre-commit framework reads git's lines itself and says in its environment what it made of the
// first of them (PRE_COMMIT_FROM_REF, …): taken when standard input is empty.

#include <string>
#include <vector>

#include "scanner/hooks/history_advice.h"
#include "scanner/hooks/push_input.h"

namespace leakwarden::scanner {

struct Outgoing {
  std::string remote;  // its name, "" when it has none
  PushRequest request;
  std::vector<std::string> local_refs;  // beside request.updates
};

// `remote`: name or URL, as git gives it.
Result<Outgoing> outgoing_push(Repository& repository, const std::string& remote,
                               std::vector<OutgoingRef> refs);

// From the framework's environment; empty when there is nothing to push.
std::vector<OutgoingRef> refs_of_framework(Repository& repository);

// Without what stands, byte for byte, at the same path of the ref that is replaced: a rewritten
// commit brings its files once more, and the remote has them.
std::vector<Finding> not_at_the_remote(Repository& repository, const PushRequest& request,
                                       std::vector<Finding> findings);

// Branches of `outgoing` that are not checked out.
BranchesToSwitchTo branches_to_switch_to(Repository& repository, const Outgoing& outgoing);

// Other remotes that have a commit of `findings` already, as their tracking refs remember.
std::vector<std::string> remotes_that_have(Repository& repository, const std::string& except,
                                           const std::vector<Finding>& findings);

}  // namespace leakwarden::scanner
