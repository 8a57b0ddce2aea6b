#pragma once

// The hooks git runs.
//
//   run_pre_commit        index content against HEAD; own readers, libgit2 never initialised
//   run_pre_merge_commit  the same against both sides of a merge
//   run_commit_msg        the message, as git will keep it
//   run_pre_push          what the remote does not have yet: every new object, message and name
//   run_pre_receive       all pushed refs from standard input, quarantined objects included
//   run_post_receive      the same when they have been taken: says what came, refuses nothing
//
// All print to standard error (git relays a server's as `remote:` lines) and return the hook's exit
// code: 0 pass, 1 refused (post-receive: secrets came), 2 wrong usage or configuration, 3 (post-receive
// only) nothing was found and something not looked at. Policy (shared/design/reliability.md
// §6): a secret found → refuse; content that cannot be scanned because of what was pushed (a storm,
// a bomb) → refuse; so is a push that could not be scanned in time; a failure of ours, and on a
// developer's machine too little time → pass and say so loudly, or refuse when
// LEAKWARDEN_FAIL_CLOSED=1; with 0 pass in all three. LEAKWARDEN_ALLOW=<fingerprint prefix, …> lets named values through once
// (in pre-receive only as a push option leakwarden.allow=<fingerprint>;reason=<text> where the
// server permits it with LEAKWARDEN_ALLOW_PUSH_OPTION=1; it is recorded, allowance_record.h). Comments such as leakwarden:allow count
// where a developer's own hook runs; in pre-receive only with LEAKWARDEN_HONOUR_MARKERS=1. So do
// the baseline and ignore files of the work tree; those that a push brings only with
// LEAKWARDEN_HONOUR_FILES=1, and for weak values never. What was decided on the server stops nothing
// in any hook, where its daemon answers on this machine (decisions_client.h).

#include <iosfwd>
#include <string>
#include <vector>

#include "scanner/scan.h"

namespace leakwarden::scanner {

int run_pre_commit(const ScanOptions& options, std::ostream& message);
int run_pre_merge_commit(const ScanOptions& options, std::ostream& message);
// `file`: as git names it to the hook.
int run_commit_msg(const std::string& file, const ScanOptions& options, std::ostream& message);
// `remote`: its name, or its URL when it has none.
int run_pre_push(const std::string& remote, std::istream& updates, const ScanOptions& options,
                 std::ostream& message);
int run_pre_receive(std::istream& updates, const ScanOptions& options, std::ostream& message);
int run_post_receive(std::istream& updates, const ScanOptions& options, std::ostream& message);

}  // namespace leakwarden::scanner
