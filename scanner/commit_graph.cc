#include "scanner/commit_graph.h"

#include <algorithm>
#include <charconv>
#include <numeric>
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
  nodes_.push_back(Node{commit.id, commit.tree, time_of_line(commit.committer_line)});
  parent_ids_.insert(parent_ids_.end(), commit.parents.begin(), commit.parents.end());
  parents_end_.push_back(parent_ids_.size());
}

CommitGraph::Links CommitGraph::link_parents() {
  Links parents;
  parents.begins.reserve(nodes_.size() + 1);
  parents.numbers.reserve(parent_ids_.size());
  std::size_t next = 0;
  for (const std::size_t end : parents_end_) {
    for (; next < end; ++next) {
      if (const std::optional<std::uint32_t> parent = find(parent_ids_[next]))
        parents.numbers.push_back(*parent);
    }
    parents.begins.push_back(parents.numbers.size());
  }
  parent_ids_ = {};
  parents_end_ = {};
  return parents;
}

CommitGraph::Links CommitGraph::children_of(const Links& parents) const {
  Links children;
  children.begins.assign(nodes_.size() + 1, 0);
  for (const std::uint32_t parent : parents.numbers) ++children.begins[parent + 1];
  std::partial_sum(children.begins.begin(), children.begins.end(), children.begins.begin());
  children.numbers.resize(parents.numbers.size());
  std::vector<std::size_t> next(children.begins.begin(), children.begins.end() - 1);
  for (std::uint32_t at = 0; at < nodes_.size(); ++at) {
    for (const std::uint32_t parent : parents.of(at)) children.numbers[next[parent]++] = at;
  }
  return children;
}

// Kahn's algorithm with the oldest ready commit first. A cycle cannot be made without breaking the
// hash, but ids may lie: commits in one are appended as they came.
std::vector<std::uint32_t> CommitGraph::order(const Links& parents) const {
  const auto is_later = [this](std::uint32_t left, std::uint32_t right) {
    return std::tie(nodes_[left].time, nodes_[left].id) >
           std::tie(nodes_[right].time, nodes_[right].id);
  };
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(is_later)> ready(
      is_later);
  const Links children = children_of(parents);
  std::vector<std::uint32_t> waiting_for(nodes_.size());
  for (std::uint32_t at = 0; at < nodes_.size(); ++at) {
    waiting_for[at] = static_cast<std::uint32_t>(parents.of(at).size());
    if (waiting_for[at] == 0) ready.push(at);
  }
  std::vector<std::uint32_t> sorted;
  sorted.reserve(nodes_.size());
  while (!ready.empty()) {
    const std::uint32_t at = ready.top();
    ready.pop();
    sorted.push_back(at);
    for (const std::uint32_t child : children.of(at)) {
      if (--waiting_for[child] == 0) ready.push(child);
    }
  }
  for (std::uint32_t at = 0; at < nodes_.size(); ++at) {
    if (waiting_for[at] != 0) sorted.push_back(at);
  }
  return sorted;
}

void CommitGraph::sort() {
  const Links parents = link_parents();
  const std::vector<std::uint32_t> sorted = order(parents);
  places_.resize(nodes_.size());
  for (std::uint32_t at = 0; at < sorted.size(); ++at) places_[sorted[at]] = at;
  std::vector<Node> nodes;
  nodes.reserve(sorted.size());
  parents_.begins.reserve(sorted.size() + 1);
  parents_.numbers.reserve(parents.numbers.size());
  for (const std::uint32_t old : sorted) {
    nodes.push_back(nodes_[old]);
    for (const std::uint32_t parent : parents.of(old)) parents_.numbers.push_back(places_[parent]);
    parents_.begins.push_back(parents_.numbers.size());
  }
  nodes_ = std::move(nodes);
}

std::optional<std::uint32_t> CommitGraph::find(const ObjectId& id) const {
  return number_of(id, seeded_hash(id.bytes()));
}

std::optional<std::uint32_t> CommitGraph::number_of(const ObjectId& id, std::uint64_t hash) const {
  const auto place_of = [this](std::uint32_t number) {
    return places_.empty() ? number : places_[number];
  };
  const std::optional<std::uint32_t> number =
      numbers_.find(hash, [&](std::uint32_t one) { return nodes_[place_of(one)].id == id; });
  if (!number) return std::nullopt;
  return place_of(*number);
}

std::vector<std::uint64_t> CommitGraph::marks_of(const std::vector<std::uint32_t>& chosen) const {
  std::vector<std::uint64_t> marks(nodes_.size());
  for (std::size_t bit = 0; bit < chosen.size() && bit < kMarks; ++bit) {
    marks[chosen[bit]] |= std::uint64_t{1} << bit;
  }
  for (std::size_t at = 0; at < nodes_.size(); ++at) {
    for (const std::uint32_t parent : parents_.of(at)) marks[at] |= marks[parent];
  }
  return marks;
}

std::vector<bool> CommitGraph::reached_from(const std::vector<std::uint32_t>& chosen) const {
  std::vector<bool> reached(nodes_.size());
  for (std::uint32_t at : chosen) reached[at] = true;
  for (std::size_t at = nodes_.size(); at-- > 0;) {
    if (!reached[at]) continue;
    for (const std::uint32_t parent : parents_.of(at)) reached[parent] = true;
  }
  return reached;
}

}  // namespace leakwarden::scanner
