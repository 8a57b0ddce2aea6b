#pragma once

// A random history whose files hold lines with fake tokens: added, moved, copied, edited, removed,
// merged. The model is kept, so that a test can compute by brute force what a scan must find.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/git_sandbox.h"
#include "tests/support/random_history.h"

namespace leakwarden::testing {

struct SecretCommit {
  std::string id;  // hex
  std::vector<std::size_t> parents;
  std::map<std::string, std::set<unsigned>> files;  // path → numbers of the tokens in it
  std::map<std::string, std::string> contents;      // path → the file's bytes
};

class SecretHistory {
 public:
  // Commit n is refs/heads/cn.
  SecretHistory(GitSandbox& sandbox, unsigned long long seed, std::size_t commits,
                Clocks clocks = Clocks::Honest);

  const std::vector<SecretCommit>& commits() const { return commits_; }
  static std::string token(unsigned number);  // a valid GitHub token
  static constexpr unsigned kTokens = 12;

  // The token's number, or kTokens.
  static unsigned number_of(const std::string& value);
  bool holds(std::size_t commit, unsigned number) const;  // in any of its files
  bool parents_hold(std::size_t commit, unsigned number) const;
  std::size_t index_of(const std::string& id) const;
  std::set<std::size_t> ancestors(std::size_t commit) const;  // and itself

 private:
  std::vector<SecretCommit> commits_;
};

}  // namespace leakwarden::testing
