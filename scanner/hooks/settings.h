#pragma once

// What hooks learn from their environment.

#include <chrono>
#include <string>
#include <vector>

#include "scanner/hooks/verdict.h"
#include "scanner/suppression_files.h"

namespace leakwarden::scanner {

std::string environment_value(const char* name);  // "" when unset

// Invalid: a variable of ours that a hook knows is set to what it cannot be: a switch to anything
// but 0 and 1, LEAKWARDEN_CONFIDENCE or LEAKWARDEN_SECONDS. Asked before a hook looks at anything: a mistyped wish must not open a gate.
Status check_hook_environment();

// LEAKWARDEN_FAIL_CLOSED: 1, or 0; unset is ForContent for a developer's own hooks and OutOfTime on
// a server.
FailClosed fail_closed_wish();
FailClosed fail_closed_on_server();
// LEAKWARDEN_CONFIDENCE, medium when unset or unknown.
Confidence hook_confidence();
// LEAKWARDEN_SECONDS (1 to 3,600), or `usual`.
// A server refuses what it could not scan in time, so an honest push must have enough of it.
inline constexpr std::chrono::seconds kServerBudget{30};
std::chrono::milliseconds hook_budget(std::chrono::milliseconds usual);

// The objects folders git tells a hook of: the quarantine (GIT_QUARANTINE_PATH,
// GIT_OBJECT_DIRECTORY), then GIT_ALTERNATE_OBJECT_DIRECTORIES, each once, without `own`, the
// repository's own objects folder.
std::vector<std::string> object_folders_of_environment(const std::string& own);

// GIT_ALTERNATE_OBJECT_DIRECTORIES: separated by ':', an entry that begins with '"' is quoted as in
// C.
std::vector<std::string> split_object_folders(const std::string& text);

// What comments in pushed files count for: LEAKWARDEN_HONOUR_MARKERS=1 lets them suppress. Without
// it they are only mentioned: whoever pushes a key would write the comment as well.
InlineMarkers markers_in_pushes();

// Which files speak for findings in a hook of a work tree: LEAKWARDEN_BASELINE (several with ':')
// instead of .leakwarden-baseline; none with LEAKWARDEN_NO_SUPPRESSIONS=1.
SuppressionFiles files_of_hook();

// Baselines and ignore files in what is pushed: LEAKWARDEN_HONOUR_FILES=1 lets them suppress.
bool files_in_pushes_count();

// Push options as git gives them to a hook; the names that "leakwarden.allow=NAME;reason=TEXT" lets
// through, where LEAKWARDEN_ALLOW_PUSH_OPTION=1 permits it. Without a reason it does not count.
struct PushAllowance {
  std::string name;
  std::string reason;
};
std::vector<PushAllowance> push_allowances();
bool push_option_permitted();

}  // namespace leakwarden::scanner
