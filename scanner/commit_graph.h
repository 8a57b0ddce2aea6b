#pragma once

// All commits of a database, or the new ones of a push: parents before children, and who reaches
// whom.
//
// Worked example: A ← B ← D, A ← C ← D (D merges). After sort() A is 0 and D is 3;
// marks_of({1}) has bit 0 set at B and D.
//
// Thread rules: build in one thread; const members from any.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/number_table.h"

namespace leakwarden::scanner {

class CommitGraph {
 public:
  // In any order; the same commit twice counts once. Parents that are never added are passed over.
  void add(const CommitInfo& commit);
  void add(const CommitText& commit);
  // Parents first; commits that do not depend on each other by committer time, then id. Call once.
  void sort();

  std::size_t size() const { return nodes_.size(); }
  const ObjectId& id(std::uint32_t at) const { return nodes_[at].id; }
  const ObjectId& tree(std::uint32_t at) const { return nodes_[at].tree; }
  std::optional<std::uint32_t> find(const ObjectId& id) const;

  // For at most kMarks chosen commits: bit i of the result at c says that c reaches chosen[i] (or
  // is it).
  std::vector<std::uint64_t> marks_of(const std::vector<std::uint32_t>& chosen) const;
  static constexpr std::size_t kMarks = 64;
  // By commit: whether one of `chosen` reaches it (or is it).
  std::vector<bool> reached_from(const std::vector<std::uint32_t>& chosen) const;

 private:
  struct Node {
    ObjectId id;
    ObjectId tree;
    std::int64_t time = 0;
  };
  // Of each node some numbers, all in one: a history has hundreds of thousands.
  struct Links {
    std::vector<std::size_t> begins = {0};  // by node; and the end
    std::vector<std::uint32_t> numbers;
    std::span<const std::uint32_t> of(std::size_t node) const {
      return std::span(numbers).subspan(begins[node], begins[node + 1] - begins[node]);
    }
  };

  template <typename Commit>
  void add_node(const Commit& commit);
  Links link_parents();
  Links children_of(const Links& parents) const;
  std::vector<std::uint32_t> order(const Links& parents) const;
  std::optional<std::uint32_t> number_of(const ObjectId& id, std::uint64_t hash) const;

  std::vector<Node> nodes_;
  std::vector<ObjectId> parent_ids_;      // until sort(), of all nodes
  std::vector<std::size_t> parents_end_;  // in those, by node
  Links parents_;                         // after sort()
  NumberTable numbers_;                   // by id: as they were added
  std::vector<std::uint32_t> places_;     // after sort(): where those are in nodes_
};

// Seconds since 1970 at the end of "Name <email> 1740909600 +0100"; 0 where there are none.
std::int64_t time_of_line(std::string_view line);

}  // namespace leakwarden::scanner
