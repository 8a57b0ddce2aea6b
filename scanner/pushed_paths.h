#pragma once

// The names that new commits give to files and folders: each scanned once, reported at the first
// commit that brings it. What a name stands for need not be new: a rename brings a name and nothing
// else.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

class PushedPaths {
 public:
  // `commit`: its index among the new commits; oldest first.
  void add(NewPath path, std::uint32_t commit);
  // A path below a tree that `refs` name directly.
  void add_tip(NewPath path, const std::vector<std::string>& refs);

  void scan(ScanJob& job) const;

  // The commits that bring it; none for one that is only below a tip.
  const std::vector<std::uint32_t>& commits(const std::string& path) const;

 private:
  struct Name {
    std::size_t name_at = 0;  // as in NewPath
    std::vector<std::uint32_t> commits;
    std::vector<std::string> tip_refs;
  };
  using Names = std::unordered_map<std::string, Name>;  // by path
  Name& name_of(NewPath path);

  Names names_;
  std::vector<Names::const_pointer> order_;
};

}  // namespace leakwarden::scanner
