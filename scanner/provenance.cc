#include "scanner/provenance.h"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "scanner/one_place.h"
#include "scanner/ref_tips.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

// What is known about one wanted object.
struct Origin {
  std::string path;
  std::uint32_t commit = kNone;  // that introduced it
  std::uint32_t tip = kNone;     // first ref (in RefTip order) whose tree still holds it
};

class Provenance {
 public:
  Provenance(Repository& repository, ScanJob& job, ScannedOrigins origins,
             std::vector<Finding> findings)
      : repository_(repository),
        job_(job),
        findings_(std::move(findings)),
        graph_(std::move(origins.commits)),
        logs_(std::move(origins.trees)) {}

  Result<std::vector<Finding>> run(const std::vector<Ref>& refs) {
    LEAKWARDEN_TRY(leads_, TreeLeads::find(repository_, job_, wanted(), logs_));
    graph_.sort();
    tips_ = ref_tips(repository_, refs, graph_);
    for (const RefTip& tip : tips_) direct_refs_[tip.id.hex()].push_back(tip.name);
    origins_.resize(leads_.wanted_count());
    walk_commits();
    walk_tips();
    for (std::size_t i = 0; i < findings_.size(); ++i) complete(findings_[i]);
    add_refs();
    return one_for_each_place(std::move(findings_), [this](const Finding& finding) {
      return commit_of(finding).value_or(kNone);
    });
  }

 private:
  static bool in_a_tree(const Finding& finding) {
    return finding.location.kind == PlaceKind::Blob || finding.location.kind == PlaceKind::Path;
  }

  std::vector<ObjectId> wanted() const {
    std::vector<ObjectId> ids;
    for (const Finding& finding : findings_) {
      const std::optional<ObjectId> id = ObjectId::from_hex(finding.location.blob);
      if (in_a_tree(finding) && id) ids.push_back(*id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }

  // Every node below `tree` that was not walked before, with its path.
  template <typename OnNode>
  void walk(const ObjectId& tree, std::vector<bool>& walked, const OnNode& on_node) const {
    const std::optional<std::uint32_t> root = leads_.node(tree);
    if (!root) return;
    std::vector<std::pair<std::uint32_t, std::string>> stack = {{*root, ""}};
    while (!stack.empty()) {
      const auto [node, path] = std::move(stack.back());
      stack.pop_back();
      if (walked[node]) continue;
      walked[node] = true;
      on_node(node, path);
      const std::vector<TreeLeads::Edge>& edges = leads_.edges(node);
      for (std::size_t i = edges.size(); i-- > 0;) {  // so that the first name is walked first
        if (!walked[edges[i].child])
          stack.emplace_back(edges[i].child, joined(path, edges[i].name));
      }
    }
  }

  std::string joined(const std::string& folder, const std::string& name) const {
    if (folder.empty()) return name;
    if (folder.size() + name.size() >= repository_.limits().max_path_bytes) return folder;
    return folder + "/" + name;
  }

  void walk_commits() {
    std::vector<bool> walked(leads_.size());
    for (std::uint32_t commit = 0; commit < graph_.size(); ++commit) {
      walk(graph_.tree(commit), walked, [&](std::uint32_t node, const std::string& path) {
        if (node < origins_.size()) origins_[node] = Origin{path, commit, kNone};
      });
    }
    name_what_no_commit_holds(walked);
  }

  // A tree that is in no commit still tells a name.
  void name_what_no_commit_holds(const std::vector<bool>& walked) {
    for (std::uint32_t node = 0; node < leads_.size(); ++node) {
      if (walked[node]) continue;
      for (const TreeLeads::Edge& edge : leads_.edges(node)) {
        const bool nameless = edge.child < origins_.size() && origins_[edge.child].path.empty();
        if (nameless) origins_[edge.child].path = edge.name;
      }
    }
  }

  void walk_tips() {
    std::vector<bool> walked(leads_.size());
    for (std::uint32_t tip = 0; tip < tips_.size(); ++tip) {
      if (!tips_[tip].commit) continue;
      walk(graph_.tree(*tips_[tip].commit), walked, [&](std::uint32_t node, const std::string&) {
        if (node < origins_.size()) origins_[node].tip = tip;
      });
    }
  }

  const Origin* origin_of(const Finding& finding) const {
    const std::optional<ObjectId> id = ObjectId::from_hex(finding.location.blob);
    const std::optional<std::uint32_t> node = id ? leads_.node(*id) : std::nullopt;
    return node && *node < origins_.size() ? &origins_[*node] : nullptr;
  }

  void complete(Finding& finding) {
    Location& location = finding.location;
    if (!in_a_tree(finding)) return;
    const Origin* origin = origin_of(finding);
    if (origin == nullptr) return;
    const bool is_name = location.kind == PlaceKind::Path;
    location.path = is_name ? joined(origin->path, location.path) : origin->path;
    if (origin->commit == kNone) return;
    location.at_tip = origin->tip != kNone;
    location.commit = graph_.id(origin->commit).hex();
    const CommitInfo& commit = introduction(origin->commit);
    location.author = commit.author_name;
    location.email = commit.author_email;
    location.date = commit.author_date;
  }

  // The graph keeps no names; the few commits that introduced something are read again.
  const CommitInfo& introduction(std::uint32_t at) {
    const auto [slot, is_new] = introductions_.try_emplace(at);
    if (!is_new) return slot->second;
    const Result<ObjectBytes> bytes = repository_.objects().read(graph_.id(at));
    if (!bytes.ok()) return slot->second;
    Result<CommitInfo> commit = parse_commit(graph_.id(at), bytes->bytes);
    if (commit.ok()) slot->second = std::move(*commit);
    return slot->second;
  }

  void add_refs() {
    std::set<std::uint32_t> commits;
    for (const Finding& finding : findings_) {
      const std::optional<std::uint32_t> commit = commit_of(finding);
      if (commit) commits.insert(*commit);
    }
    TipsOfCommits reaching = tips_reaching(graph_, tips_, commits);
    for (Finding& finding : findings_) {
      const std::optional<std::uint32_t> commit = commit_of(finding);
      if (commit) set_refs(finding, reaching[*commit]);
      add_direct_refs(finding);
    }
  }

  std::optional<std::uint32_t> commit_of(const Finding& finding) const {
    const std::optional<ObjectId> id = ObjectId::from_hex(finding.location.commit);
    return id ? graph_.find(*id) : std::nullopt;
  }

  // The ref whose tip still holds it comes first.
  void set_refs(Finding& finding, const std::vector<std::uint32_t>& reached_by) const {
    std::vector<std::string>& refs = finding.location.refs;
    const Origin* origin = in_a_tree(finding) ? origin_of(finding) : nullptr;
    const std::uint32_t first = origin == nullptr ? kNone : origin->tip;
    if (first != kNone) refs.push_back(tips_[first].name);
    for (std::uint32_t tip : reached_by) {
      if (refs.size() >= kMostRefsOfAFinding) break;
      if (tip != first) refs.push_back(tips_[tip].name);
    }
    if (finding.location.kind == PlaceKind::Blob) set_kind_by_refs(finding.location);
  }

  static bool all_below(const std::vector<std::string>& refs, std::string_view prefix) {
    return !refs.empty() && std::all_of(refs.begin(), refs.end(), [&](const std::string& ref) {
      return ref.compare(0, prefix.size(), prefix) == 0;
    });
  }

  static void set_kind_by_refs(Location& location) {
    if (all_below(location.refs, "refs/stash")) location.kind = PlaceKind::Stash;
    if (all_below(location.refs, "refs/notes/")) location.kind = PlaceKind::Note;
  }

  // Tags and refs that name the object itself.
  void add_direct_refs(Finding& finding) const {
    if (!finding.location.refs.empty()) return;
    const auto found = direct_refs_.find(finding.location.blob);
    if (found != direct_refs_.end()) finding.location.refs = found->second;
  }

  Repository& repository_;
  ScanJob& job_;
  std::vector<Finding> findings_;
  CommitGraph graph_;
  TreeLogs logs_;
  TreeLeads leads_;
  std::vector<RefTip> tips_;
  std::vector<Origin> origins_;  // by node
  std::unordered_map<std::uint32_t, CommitInfo> introductions_;
  std::unordered_map<std::string, std::vector<std::string>> direct_refs_;  // by object, in hex
};

}  // namespace

Result<std::vector<Finding>> with_provenance(Repository& repository, ScanJob& job,
                                             const std::vector<Ref>& refs, ScannedOrigins origins,
                                             std::vector<Finding> findings) {
  if (findings.empty()) return findings;
  return Provenance(repository, job, std::move(origins), std::move(findings)).run(refs);
}

}  // namespace leakwarden::scanner
