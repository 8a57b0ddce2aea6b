#pragma once

// Which trees lead to the objects that hold findings: the way back from a blob to its paths, for
// blobs with findings only.
//
// Objects do not know who names them, so all trees are looked through, level by level: first for
// those that name a wanted object, then for those that name these, until no new tree is found. The
// logs of the scan say what stands in each tree (tree_log.h); where they had no room the trees are
// read again, once a level. Memory is bounded by what leads to a wanted object, time by the depth
// of the deepest path.
//
//   wanted {b}   level 1: t1 "prod.env" → b      level 2: root "config" → t1      level 3: none
//
// Nodes are wanted objects, wanted names (of files and folders: every tree that has such an entry
// leads to it) and trees that lead to them; edges go from a tree to its entries.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/git/repository.h"
#include "scanner/scan_job.h"
#include "scanner/tree_log.h"

namespace leakwarden::scanner {

using TreeLogs = std::vector<const TreeLog*>;  // of all workers; they outlive the search

class TreeLeads {
 public:
  struct Edge {
    std::string name;
    std::uint32_t child = 0;
  };

  // Stops at `kMostEdges`, or when cancelled, and says so as a note.
  static Result<TreeLeads> find(Repository& repository, ScanJob& job,
                                const std::vector<ObjectId>& wanted,
                                const std::vector<std::string>& wanted_names, const TreeLogs& logs);

  std::size_t size() const { return edges_.size(); }
  std::size_t wanted_count() const { return wanted_count_; }  // nodes below it are the wanted ones
  std::optional<std::uint32_t> node(const ObjectId& id) const;
  std::optional<std::uint32_t> node_of_name(const std::string& name) const;
  // In order of name.
  const std::vector<Edge>& edges(std::uint32_t node) const { return edges_[node]; }

  static constexpr std::size_t kMostEdges = 20'000'000;

 private:
  std::uint32_t add_node(const ObjectId& id);
  void sort_edges();

  std::size_t wanted_count_ = 0;
  std::unordered_map<ObjectId, std::uint32_t> nodes_;
  std::unordered_map<std::string, std::uint32_t> nodes_of_names_;
  std::vector<std::vector<Edge>> edges_;
};

}  // namespace leakwarden::scanner
