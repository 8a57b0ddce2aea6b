#include "scanner/object_origins.h"

#include <algorithm>
#include <future>
#include <numeric>
#include <span>
#include <utility>

#include "scanner/parallel.h"

namespace leakwarden::scanner {
namespace {

using Step = std::pair<std::uint32_t, std::string>;  // a node and the path that led there

}  // namespace

Result<ObjectOrigins> ObjectOrigins::find(Repository& repository, ScanJob& job,
                                          const std::vector<Ref>& refs,
                                          const std::vector<ObjectId>& ids,
                                          const std::vector<std::string>& names,
                                          ScannedOrigins scanned) {
  ObjectOrigins origins;
  origins.max_path_bytes_ = repository.limits().max_path_bytes;
  origins.graph_ = std::move(scanned.commits);
  std::future<void> sorted =
      std::async(beside(job.workers()), [&graph = origins.graph_] { graph.sort(); });
  LEAKWARDEN_TRY(origins.leads_, TreeLeads::find(repository, job, ids, names, scanned.trees));
  sorted.get();
  origins.tips_ = ref_tips(repository, refs, origins.graph_);
  origins.origins_.resize(origins.leads_.wanted_count());
  origins.rank_commits();
  origins.walk_commits();
  origins.walk_tips();
  if (origins.has_more_paths_) {
    job.add_note("some files stand at more than " + std::to_string(kMostPaths) +
                 " paths; so many of each are named");
  }
  return origins;
}

void ObjectOrigins::rank_commits() {
  const std::vector<Standing> standing = standing_of_commits(graph_, tips_);
  by_rank_.resize(graph_.size());
  std::iota(by_rank_.begin(), by_rank_.end(), 0u);
  std::stable_sort(by_rank_.begin(), by_rank_.end(), [&](std::uint32_t left, std::uint32_t right) {
    return standing[left] < standing[right];
  });
  ranks_.resize(graph_.size());
  for (std::uint32_t rank = 0; rank < by_rank_.size(); ++rank) ranks_[by_rank_[rank]] = rank;
}

std::string ObjectOrigins::joined(const std::string& folder, const std::string& name) const {
  if (folder.empty()) return name;
  if (folder.size() + name.size() >= max_path_bytes_) return folder;
  return folder + "/" + name;
}

// Every node below a commit's tree that was not walked before.
void ObjectOrigins::walk_commits() {
  std::vector<bool> walked(leads_.size());
  std::vector<Step> stack;
  for (std::uint32_t commit : by_rank_) {
    const std::optional<std::uint32_t> root = leads_.node(graph_.tree(commit));
    if (root) stack.emplace_back(*root, "");
    while (!stack.empty()) {
      const auto [node, path] = std::move(stack.back());
      stack.pop_back();
      if (walked[node]) continue;
      walked[node] = true;
      if (node < origins_.size()) origins_[node] = Origin{path, commit, {}};
      const std::span<const TreeLeads::Edge> edges = leads_.edges(node);
      for (std::size_t i = edges.size(); i-- > 0;) {  // so that the first name is walked first
        if (!walked[edges[i].child])
          stack.emplace_back(edges[i].child, joined(path, leads_.name_of(edges[i])));
      }
    }
  }
  name_what_no_commit_holds(walked);
}

// A tree that is in no commit still tells a name.
void ObjectOrigins::name_what_no_commit_holds(const std::vector<bool>& walked) {
  for (std::uint32_t node = 0; node < leads_.size(); ++node) {
    if (walked[node]) continue;
    for (const TreeLeads::Edge& edge : leads_.edges(node)) {
      const bool nameless = edge.child < origins_.size() && origins_[edge.child].path.empty();
      if (nameless) origins_[edge.child].path = leads_.name_of(edge);
    }
  }
}

void ObjectOrigins::walk_tips() {
  std::vector<std::vector<std::string>> seen(leads_.size());  // paths by node
  for (std::uint32_t tip = 0; tip < tips_.size(); ++tip) walk_tip(tip, seen);
}

// Each node once for each different path that leads to it, so that two tips with the same folder
// cost as much as one. A node seen at kMostPaths paths has shown as many of everything below it.
void ObjectOrigins::walk_tip(std::uint32_t tip, std::vector<std::vector<std::string>>& seen) {
  const ObjectId& target = tips_[tip].commit ? graph_.tree(*tips_[tip].commit) : tips_[tip].target;
  const std::optional<std::uint32_t> root = leads_.node(target);
  std::vector<Step> stack;
  if (root) stack.emplace_back(*root, "");
  while (!stack.empty()) {
    auto [node, path] = std::move(stack.back());
    stack.pop_back();
    std::vector<std::string>& paths = seen[node];
    if (std::find(paths.begin(), paths.end(), path) != paths.end()) continue;
    if (paths.size() == kMostPaths) {
      has_more_paths_ = true;
      continue;
    }
    const std::span<const TreeLeads::Edge> edges = leads_.edges(node);
    for (std::size_t i = edges.size(); i-- > 0;)
      stack.emplace_back(edges[i].child, joined(path, leads_.name_of(edges[i])));
    if (node < origins_.size()) origins_[node].at_tips.push_back({path, tip});
    paths.push_back(std::move(path));
  }
}

const Origin* ObjectOrigins::origin_at(std::optional<std::uint32_t> node) const {
  return node && *node < origins_.size() ? &origins_[*node] : nullptr;
}

const Origin* ObjectOrigins::of_object(const ObjectId& id) const {
  return origin_at(leads_.node(id));
}

const Origin* ObjectOrigins::of_name(const std::string& name) const {
  return origin_at(leads_.node_of_name(name));
}

}  // namespace leakwarden::scanner
