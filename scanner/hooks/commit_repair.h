#pragma once

// How one commit is made again without its secrets.

#include <set>
#include <string>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// In place of "git ", where the name of a person holds the secret.
inline constexpr const char* kOwnName =
    "git -c user.name='YOUR NAME' -c user.email=YOU@EXAMPLE.COM ";

class CommitRepair {
 public:
  void add(const Finding& finding);

  // "Take it out of config/prod.env, then", "Take it out of the message".
  std::string words() const;
  // While the commit is checked out: git add, git commit --amend.
  std::vector<std::string> commands() const;

 private:
  std::set<std::string> files_;  // as words for a shell, from any folder
  bool hidden_file_ = false;     // one whose name cannot be shown
  bool in_name_ = false;         // of a file
  bool in_message_ = false;
  bool in_author_ = false;
};

}  // namespace leakwarden::scanner
