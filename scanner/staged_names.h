#pragma once

// The indexes of a repository: its own and those of linked work trees. They name blobs that no
// commit has, and files that no tree has.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/repository.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// How the files begin that a split index shares: "sharedindex.<id>".
inline constexpr std::string_view kSharedIndex = "sharedindex.";

class StagedNames {
 public:
  // Reads them. One that is damaged is a gap; one that is split or sparse is read as raw text,
  // which holds its names in all versions but 4.
  static StagedNames read(Repository& repository, ScanJob& job);

  // Names as text (kind index, the path up to where the secret ends).
  void scan(ScanJob& job) const;
  // Findings in blobs of no commit that are staged get the index's path and kind.
  void name_blobs(std::vector<Finding>& findings) const;
  // Names found in an index and in a tree are reported with the tree only. `findings` have their
  // provenance.
  static void drop_names_of_trees(std::vector<Finding>& findings);

 private:
  void add(std::string_view index, unsigned id_bytes, const std::string& name, ScanJob& job);

  std::vector<std::string> texts_;                                 // names one a line
  std::vector<std::pair<std::string, std::string>> path_of_blob_;  // by id in hex
};

}  // namespace leakwarden::scanner
