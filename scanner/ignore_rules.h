#pragma once

// Which files of a work tree git ignores: .gitignore of each folder and .git/info/exclude. The
// user's and the repository's configuration are not read (core.excludesFile would hide files on one
// machine that another would scan).

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/suppress/ignore_pattern.h"

namespace leakwarden::scanner {

class IgnoreRules {
 public:
  // Patterns of <folder>/.gitignore ("" is the root; for info/exclude add it first, at the root).
  // Folders must be added before what is in them is asked about.
  void add(const std::string& folder, std::string_view file_content);

  // git's order: the last matching pattern of the deepest folder decides. Callers do not enter
  // ignored folders, as git does not.
  bool ignored(std::string_view path, bool is_folder) const;

 private:
  std::map<std::string, std::vector<IgnorePattern>, std::less<>> patterns_;
};

}  // namespace leakwarden::scanner
