#pragma once

// Installing hooks beside what is already there, taking them out again, and telling whether git
// runs them.

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/repository.h"
#include "scanner/hooks/hook_kind.h"

namespace leakwarden::scanner {

enum class HookState {
  Absent,
  Installed,
  Chained,   // and calls an earlier hook first, or is called by a framework
  Foreign,   // others' hook stands there, ours is not called
  Shadowed,  // git does not run what stands there: `detail` says why
};
struct HookStatus {
  HookKind kind = HookKind::PreCommit;
  HookState state = HookState::Absent;
  std::string path;     // the file git would run
  std::string chained;  // the earlier hook that ours calls first, or what calls ours
  std::string detail;   // for people
  std::string kept;     // where an edited script of ours went, "" when none did
  std::string remedy;   // what mends it, "" when nothing need be done
};

// What stands there is kept and called: <name>.before-leakwarden, the pre-commit framework's
// <name>.legacy, lines in a file of husky's. Uninstalling puts everything back. `program`: absolute
// path. A script of ours that was edited meanwhile is kept as <name>.edited. Refused:
// core.hooksPath leads to hooks of others.
Result<HookStatus> install_hook(Repository& repository, HookKind kind, const std::string& program);
Result<HookStatus> uninstall_hook(Repository& repository, HookKind kind);

// Of every kind, in order.
Result<std::vector<HookStatus>> hook_status(Repository& repository);
// What else git passes over here: hooks that core.hooksPath hides, work trees that have a
// core.hooksPath of their own. One line each.
Result<std::vector<std::string>> hidden_hooks(Repository& repository);

// The user's own, for all repositories: in the folder core.hooksPath names, which is made and named
// in the user's configuration when there is none; or in the one whose files `git init` and `git
// clone` copy (init.templateDir). Uninstalling undoes that too.
enum class UserPlace { HooksPath, Template };
Result<std::vector<HookStatus>> install_user_hooks(UserPlace place,
                                                   const std::vector<HookKind>& kinds,
                                                   const std::string& program);
Result<std::vector<HookStatus>> uninstall_user_hooks(UserPlace place,
                                                     const std::vector<HookKind>& kinds);
Result<std::vector<HookStatus>> user_hook_status(UserPlace place);

}  // namespace leakwarden::scanner
