#include "scanner/commit_graph.h"

#include <algorithm>
#include <charconv>
#include <queue>
#include <tuple>
#include <utility>

namespace leakwarden::scanner {

std::int64_t time_of_line(std::string_view line) {
  const std::size_t zone = line.rfind(' ');
  if (zone == std::string_view::npos || zone == 0) return 0;
  const std::size_t space = line.rfind(' ', zone - 1);
  if (space == std::string_view::npos) return 0;
  std::int64_t seconds = 0;
  std::from_chars(line.data() + space + 1, line.data() + zone, seconds);
  return seconds;
}

void CommitGraph::add(const CommitInfo& commit) {
  add_node(commit);
}

void CommitGraph::add(const CommitText& commit) {
  add_node(commit);
}

template <typename Commit>
void CommitGraph::add_node(const Commit& commit) {
  const std::uint32_t at = static_cast<std::uint32_t>(nodes_.size());
  const std::uint64_t hash = seeded_hash(commit.id.bytes());
  if (number_of(commit.id, hash)) return;
  numbers_.add(hash, at);
  nodes_.push_back(
      Node{commit.id, commit.tree, time_of_line(commit.committer_line), commit.parents, {}});
}

void CommitGraph::link_parents() {
  for (Node& node : nodes_) {
    for (const ObjectId& id : node.parent_ids) {
      const std::optional<std::uint32_t> parent = find(id);
      if (parent) node.parents.push_back(*parent);
    }
    node.parent_ids = {};
  }
}

// Kahn's algorithm with the oldest ready commit first. A cycle cannot be made without breaking the
// hash, but ids may lie: commits in one are appended in order of time.
std::vector<std::uint32_t> CommitGraph::order() const {
  using Ready = std::tuple<std::int64_t, ObjectId, std::uint32_t>;
  std::priority_queue<Ready, std::vector<Ready>, std::greater<>> ready;
  std::vector<std::uint32_t> waiting_for(nodes_.size());
  std::vector<std::vector<std::uint32_t>> children(nodes_.size());
  for (std::uint32_t at = 0; at < nodes_.size(); ++at) {
    waiting_for[at] = static_cast<std::uint32_t>(nodes_[at].parents.size());
    for (std::uint32_t parent : nodes_[at].parents) children[parent].push_back(at);
    if (waiting_for[at] == 0) ready.emplace(nodes_[at].time, nodes_[at].id, at);
  }
  std::vector<std::uint32_t> sorted;
  while (!ready.empty()) {
    const std::uint32_t at = std::get<2>(ready.top());
    ready.pop();
    sorted.push_back(at);
    for (std::uint32_t child : children[at]) {
      if (--waiting_for[child] == 0) ready.emplace(nodes_[child].time, nodes_[child].id, child);
    }
  }
  for (std::uint32_t at = 0; at < nodes_.size(); ++at) {
    if (waiting_for[at] != 0) sorted.push_back(at);
  }
  return sorted;
}

void CommitGraph::sort() {
  link_parents();
  const std::vector<std::uint32_t> sorted = order();
  std::vector<std::uint32_t> place(nodes_.size());
  for (std::uint32_t at = 0; at < sorted.size(); ++at) place[sorted[at]] = at;
  std::vector<Node> nodes;
  nodes.reserve(sorted.size());
  for (std::uint32_t old : sorted) nodes.push_back(std::move(nodes_[old]));
  nodes_ = std::move(nodes);
  for (Node& node : nodes_) {
    for (std::uint32_t& parent : node.parents) parent = place[parent];
  }
  numbers_ = {};
  for (std::uint32_t at = 0; at < nodes_.size(); ++at)
    numbers_.add(seeded_hash(nodes_[at].id.bytes()), at);
}

std::optional<std::uint32_t> CommitGraph::find(const ObjectId& id) const {
  return number_of(id, seeded_hash(id.bytes()));
}

std::optional<std::uint32_t> CommitGraph::number_of(const ObjectId& id, std::uint64_t hash) const {
  return numbers_.find(hash, [&](std::uint32_t number) { return nodes_[number].id == id; });
}

std::vector<std::uint64_t> CommitGraph::marks_of(const std::vector<std::uint32_t>& chosen) const {
  std::vector<std::uint64_t> marks(nodes_.size());
  for (std::size_t bit = 0; bit < chosen.size() && bit < kMarks; ++bit) {
    marks[chosen[bit]] |= std::uint64_t{1} << bit;
  }
  for (std::size_t at = 0; at < nodes_.size(); ++at) {
    for (std::uint32_t parent : nodes_[at].parents) marks[at] |= marks[parent];
  }
  return marks;
}

std::vector<bool> CommitGraph::reached_from(const std::vector<std::uint32_t>& chosen) const {
  std::vector<bool> reached(nodes_.size());
  for (std::uint32_t at : chosen) reached[at] = true;
  for (std::size_t at = nodes_.size(); at-- > 0;) {
    if (!reached[at]) continue;
    for (std::uint32_t parent : nodes_[at].parents) reached[parent] = true;
  }
  return reached;
}

}  // namespace leakwarden::scanner
