#pragma once

// A random history with branches, merges (with content of their own), renames, copies, mode and
// type changes, submodule links and deletions, written by `git fast-import`. The model is kept, so
// that a test can compute by brute force what our code must find.

#include <map>
#include <string>
#include <vector>

#include "tests/support/git_sandbox.h"

namespace leakwarden::testing {

struct ModelFile {
  std::string mode;  // "100644", "100755", "120000"
  std::string content;
  friend bool operator==(const ModelFile&, const ModelFile&) = default;
};

struct ModelCommit {
  std::string id;  // hex
  std::vector<std::size_t> parents;
  std::map<std::string, ModelFile> files;
  long long date = 0;
};

enum class Clocks { Honest, Skewed };

// The commits, parents before children. Commit n is refs/heads/import-n.
std::vector<ModelCommit> make_random_history(GitSandbox& sandbox, unsigned long long seed,
                                             std::size_t commits, Clocks clocks);

// Numbers of all commits reachable from `tips` and from none of `hidden`.
std::vector<std::size_t> reachable(const std::vector<ModelCommit>& history,
                                   const std::vector<std::size_t>& tips,
                                   const std::vector<std::size_t>& hidden);

}  // namespace leakwarden::testing
