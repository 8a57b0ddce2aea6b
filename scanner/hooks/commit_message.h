#pragma once

// A commit's message while it is being made: the file git hands to commit-msg, and what of it git
// will keep (git-commit(1), --cleanup; builtin/commit.c calls the hook before it cleans up).
//
//   Use the new client          kept
//   # On branch main            a comment: cut when comments are (strip, and default in an editor)
//   # ---- >8 ----              scissors: cut from here on (scissors, or a diff by --verbose)
//   diff --git a/x b/x
//
// What the hook cannot know is an option on the command line (--cleanup, --verbose): a diff behind
// scissors is known by its looks, and a mode given there counts as the configured one.

#include <string>
#include <string_view>

#include "scanner/scan.h"

namespace leakwarden::scanner {

enum class Cleanup { Default, Strip, Whitespace, Verbatim, Scissors };

struct CleanupRules {
  Cleanup cleanup = Cleanup::Default;
  std::string comment = "#";  // core.commentString or core.commentChar; "auto": git chose one
  bool edited = false;        // an editor was opened (git sets GIT_EDITOR=: when none is)
};

// The lines of `text` that git keeps, as they are.
std::string kept_message(std::string_view text, const CleanupRules& rules);

// Whether the rules could matter: a line begins with what may be a comment's sign.
bool may_have_comments(std::string_view text);

// As git's configuration for `folder` says; the defaults when git cannot be asked.
CleanupRules cleanup_rules(const std::string& folder);

// Findings are of kind commit-message, without a commit. Errors as scan_stream().
Result<ScanReport> scan_commit_message(std::string_view text, const ScanOptions& options);

}  // namespace leakwarden::scanner
