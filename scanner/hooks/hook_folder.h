#pragma once

// Where git looks for the hooks of a repository, and where a hook of ours has to stand to be run.
//
// git decides the first: core.hooksPath (of the system, the user, the repository or one work tree),
// linked work trees, templates. Frameworks decide the second: husky runs .husky/<name> from its own
// folder, the pre-commit framework runs <name>.legacy before its own hooks.

#include <string>

#include "scanner/git/repository.h"
#include "scanner/hooks/hook_kind.h"

namespace leakwarden::scanner {

struct HookFolder {
  std::string path;       // where git looks; absolute
  std::string own;        // where it looks without core.hooksPath
  bool is_inside = true;  // `path` is the repository's or its work tree's
  std::string scope;      // where core.hooksPath is set: "global", "local", …; "" when it is not
  std::string husky;      // the folder whose files husky runs; "" without husky
};

Result<HookFolder> hook_folder(Repository& repository);

// The file to write for `kind`.
enum class Chaining {
  Rename,  // ours in its place, what stood there beside it
  Legacy,  // <name>.legacy of the pre-commit framework; below that as Rename
  Block,   // lines in the file that husky runs
};
struct HookPlace {
  std::string run_by_git;  // <folder>/<name>
  std::string file;
  Chaining chaining = Chaining::Rename;
  std::string framework;  // "husky", "pre-commit", "lefthook" or ""
};
HookPlace hook_place(const HookFolder& folder, HookKind kind);

}  // namespace leakwarden::scanner
