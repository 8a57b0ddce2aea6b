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
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/git/repository.h"
#include "scanner/number_table.h"
#include "scanner/scan_job.h"
#include "scanner/tree_log.h"

namespace leakwarden::scanner {

using TreeLogs = std::vector<const TreeLog*>;  // of all workers; they outlive the search

class LevelEdges;

// Names as numbers, in the order in which they came.
class NameNumbers {
 public:
  std::uint32_t number_of(std::string_view name);
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  NumberTable numbers_;  // of names_
};

class TreeLeads {
 public:
  // A history has millions: a name is its place in name_of(), which is in order of names.
  struct Edge {
    std::uint32_t name = 0;
    std::uint32_t child = 0;
    friend auto operator<=>(const Edge&, const Edge&) = default;
  };
  const std::string& name_of(const Edge& edge) const { return edge_names_[edge.name]; }

  // Stops at `kMostEdges`, or when cancelled, and says so as a note.
  static Result<TreeLeads> find(Repository& repository, ScanJob& job,
                                const std::vector<ObjectId>& wanted,
                                const std::vector<std::string>& wanted_names, const TreeLogs& logs);

  std::size_t size() const { return ids_.size(); }
  std::size_t wanted_count() const { return wanted_count_; }  // nodes below it are the wanted ones
  std::optional<std::uint32_t> node(const ObjectId& id) const;
  std::optional<std::uint32_t> node_of_name(const std::string& name) const;
  // In order of name.
  std::span<const Edge> edges(std::uint32_t node) const {
    return std::span(edges_).subspan(begins_[node], begins_[node + 1] - begins_[node]);
  }

  static constexpr std::size_t kMostEdges = 20'000'000;

 private:
  // Names are asked for by views.
  struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return seeded_hash(name); }
  };
  using Names = std::unordered_map<std::string, std::uint32_t, NameHash, std::equal_to<>>;
  struct EdgeOf {
    std::uint32_t node = 0;
    Edge edge;
  };
  class Frontier;
  struct Level;
  class LevelSink;

  std::uint32_t add_node(const ObjectId& id);
  void add_wanted(const std::vector<ObjectId>& ids, const std::vector<std::string>& names);
  static void look_through_logs(const ScanJob& job, const TreeLogs& logs, const Level& level,
                                LevelEdges& edges);
  void take_level(LevelEdges& level, NameNumbers& all_names, std::vector<EdgeOf>& all);
  void put_in_order(const NameNumbers& names, std::vector<EdgeOf> edges);

  std::size_t wanted_count_ = 0;
  std::vector<ObjectId> ids_;  // by node; of a name's node the null id
  NumberTable nodes_;          // of ids_, by the bytes of an id that logs keep
  Names nodes_of_names_;
  std::vector<std::string> edge_names_;
  std::vector<Edge> edges_;  // by node
  std::vector<std::size_t> begins_;
};

}  // namespace leakwarden::scanner
