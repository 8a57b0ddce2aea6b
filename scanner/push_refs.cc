#include "scanner/push_refs.h"

#include <algorithm>
#include <set>
#include <utility>

#include "scanner/commit_graph.h"
#include "scanner/ref_tips.h"
#include "scanner/tree_path.h"

namespace leakwarden::scanner {
namespace {

std::vector<RefTip> pushed_tips(Repository& repository, const PushRequest& request,
                                const CommitGraph& graph) {
  std::vector<RefTip> tips;
  for (const PushUpdate& update : request.updates) {
    if (update.new_id.is_null()) continue;
    const std::optional<std::uint32_t> commit = graph.find(peeled(repository, update.new_id));
    tips.push_back(RefTip{update.ref, update.new_id, update.new_id, commit});
  }
  return tips;
}

void set_at_tip(Repository& repository, const CommitGraph& graph, const std::vector<RefTip>& tips,
                const std::vector<std::uint32_t>& reaching, Location& location) {
  const std::optional<ObjectId> blob = ObjectId::from_hex(location.blob);
  if (location.kind != PlaceKind::Blob || !blob || reaching.empty()) return;
  location.at_tip = false;
  for (std::uint32_t tip : reaching) {
    if (object_at(repository, graph.tree(*tips[tip].commit), location.path) != blob) continue;
    location.at_tip = true;
    const auto named = std::find(location.refs.begin(), location.refs.end(), tips[tip].name);
    if (named != location.refs.end()) std::rotate(location.refs.begin(), named, named + 1);
    return;
  }
}

}  // namespace

std::vector<std::string> refs_naming(const PushRequest& request, const ObjectId& id) {
  std::vector<std::string> names;
  for (const PushUpdate& update : request.updates) {
    if (update.new_id == id) names.push_back(update.ref);
  }
  return names;
}

void add_push_refs(Repository& repository, const PushRequest& request,
                   const std::vector<CommitInfo>& commits, std::vector<Finding>& findings) {
  if (findings.empty()) return;
  CommitGraph graph;
  for (const CommitInfo& commit : commits) graph.add(commit);
  graph.sort();
  const std::vector<RefTip> tips = pushed_tips(repository, request, graph);
  const auto commit_of = [&](const Finding& finding) -> std::optional<std::uint32_t> {
    const std::optional<ObjectId> id = ObjectId::from_hex(finding.location.commit);
    return id ? graph.find(*id) : std::nullopt;
  };
  std::set<std::uint32_t> asked;
  for (const Finding& finding : findings) {
    const std::optional<std::uint32_t> commit = commit_of(finding);
    if (commit) asked.insert(*commit);
  }
  TipsOfCommits reaching = tips_reaching(graph, tips, asked);
  for (Finding& finding : findings) {
    const std::optional<std::uint32_t> commit = commit_of(finding);
    if (!commit) continue;
    for (std::uint32_t tip : reaching[*commit]) finding.location.refs.push_back(tips[tip].name);
    set_at_tip(repository, graph, tips, reaching[*commit], finding.location);
  }
}

}  // namespace leakwarden::scanner
