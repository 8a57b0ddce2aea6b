#pragma once

// The files that speak for findings: which there are, what each is, and heeding them after a scan.
//
//   read_suppressions(in_folder(root), files, options) ─► Suppressions ─► heed_suppressions(report)
//
// At the root of what is scanned (of a repository: of its work tree), in this order:
//   .leakwarden-baseline    suppress/baseline.h         (where no other is named)
//   .leakwardenignore       suppress/ignore_file.h
//   .gitleaksignore, .betterleaksignore                 suppress/gitleaks_ignore.h
//   .betterleaks.toml, else .gitleaks.toml              suppress/allowlist.h
// A baseline that is named may also be a .secrets.baseline, a .toml, or a JSON report of gitleaks
// or Betterleaks: told by its content. Kingfisher's cannot be matched: its fingerprints hash where
// a value stood.
//
// Only for who owns the files: scans at a command line and hooks of a work tree. A server that
// judges what is pushed does not call this (hooks/pre_receive.cc says when it may). Each file that
// is not there costs one open; a symlink, a folder or a pipe in place of one is an error.
//
// Thread rules: pure functions.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scanner/scan.h"
#include "scanner/suppress/suppressions.h"

namespace leakwarden::scanner {

// Which of them a user wants heeded. Not a part of ScanOptions: scanning knows nothing of them.
struct SuppressionFiles {
  bool at_root = false;                // those at the root of what is scanned
  bool own_baseline = true;            // .leakwarden-baseline among them
  std::vector<std::string> baselines;  // and these, instead of it
  // Where the source is a commit: named ones below this folder are that commit's, too.
  std::string committed_root;
};

// The bytes of a file by its name below the root; nothing when it is not there.
using SuppressionSource =
    std::function<Result<std::optional<std::string>>(const std::string& name)>;

SuppressionSource in_folder(const std::string& root);
// As a commit has them: what a push brings, where a policy lets that count.
SuppressionSource in_commit(Repository& repository, const ObjectId& commit);

// Invalid with "file:line:column" and what may stand there.
Result<Suppressions> read_suppressions(const SuppressionSource& source,
                                       const SuppressionFiles& files, const ScanOptions& options);

// How paths of findings become those that the files write.
struct PathMap {
  std::string in_findings;  // what paths begin with
  std::string in_files;     // and with what that is replaced
  std::string operator()(const std::string& path) const;
};

// Marks what is spoken for, of at least `least`; adds notes to the coverage. Secrets in reasons and
// notes are masked by the rules of `options`. Io: matching failed.
Status heed_suppressions(Suppressions& suppressions, const PathMap& paths, Told told,
                         Confidence least, const ScanOptions& options, ScanReport& report);

// The same for a hook, which looks for files only when something was found: a clean commit does not
// pay for them. An error leaves all findings as they are.
Status heed_files_of_hook(const SuppressionSource& source, const SuppressionFiles& files,
                          const ScanOptions& options, Confidence least,
                          Result<ScanReport>& scanned);

}  // namespace leakwarden::scanner
