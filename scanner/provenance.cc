#include "scanner/provenance.h"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "scanner/object_origins.h"
#include "scanner/one_place.h"

namespace leakwarden::scanner {
namespace {

bool in_a_tree(const Finding& finding) {
  const Location& location = finding.location;
  return location.kind == PlaceKind::Blob ||
         (location.kind == PlaceKind::Path && !location.blob.empty());
}

struct Wanted {
  std::vector<ObjectId> ids;
  std::vector<std::string> names;
};

Wanted wanted_of(const std::vector<Finding>& findings) {
  std::set<ObjectId> ids;
  std::set<std::string> names;
  for (const Finding& finding : findings) {
    if (!in_a_tree(finding)) continue;
    const std::optional<ObjectId> id = ObjectId::from_hex(finding.location.blob);
    if (finding.location.kind == PlaceKind::Path) names.insert(finding.location.path);
    if (finding.location.kind == PlaceKind::Blob && id) ids.insert(*id);
  }
  return {{ids.begin(), ids.end()}, {names.begin(), names.end()}};
}

bool is_below(const std::string& ref, std::string_view prefix) {
  return ref.compare(0, prefix.size(), prefix) == 0;
}

class Provenance {
 public:
  Provenance(Repository& repository, ObjectOrigins origins)
      : repository_(repository), origins_(std::move(origins)) {
    for (const RefTip& tip : origins_.tips()) direct_refs_[tip.id.hex()].push_back(tip.name);
  }

  std::vector<Finding> complete(std::vector<Finding> findings) {
    for (Finding& finding : findings) place(std::move(finding));
    find_refs();
    for (Finding& finding : placed_) set_kind_by_refs(finding.location);
    return one_for_each_place(
        std::move(placed_),
        [this](const Finding& finding) {
          const std::optional<std::uint32_t> commit = commit_of(finding);
          return commit ? origins_.rank(*commit) : kNowhere;
        },
        [this](Finding& finding) { finding.location.refs = refs_of(finding.location); });
  }

 private:
  const Origin* origin_of(const Finding& finding) const {
    if (!in_a_tree(finding)) return nullptr;
    if (finding.location.kind == PlaceKind::Path) return origins_.of_name(finding.location.path);
    const std::optional<ObjectId> id = ObjectId::from_hex(finding.location.blob);
    return id ? origins_.of_object(*id) : nullptr;
  }

  void place(Finding finding) {
    const Origin* origin = origin_of(finding);
    if (origin == nullptr) {
      placed_.push_back(std::move(finding));
      return;
    }
    finding.location.path = origin->path;
    if (origin->commit != kNowhere) add_introduction(finding.location, origin->commit);
    if (origin->at_tips.empty()) {
      if (origin->commit != kNowhere) finding.location.at_tip = false;
      placed_.push_back(std::move(finding));
      return;
    }
    finding.location.at_tip = true;
    for (const TipPath& at : origin->at_tips) {
      Finding here = finding;
      if (!at.path.empty()) here.location.path = at.path;
      here.location.refs = {origins_.tips()[at.tip].name};
      placed_.push_back(std::move(here));
    }
  }

  void add_introduction(Location& location, std::uint32_t at) {
    location.commit = origins_.graph().id(at).hex();
    const CommitInfo& commit = introduction(at);
    location.author = commit.author_name;
    location.email = commit.author_email;
    location.date = commit.author_date;
  }

  // The graph keeps no names; the few commits that introduced something are read again.
  const CommitInfo& introduction(std::uint32_t at) {
    const auto [slot, is_new] = introductions_.try_emplace(at);
    if (!is_new) return slot->second;
    const ObjectId& id = origins_.graph().id(at);
    const Result<ObjectBytes> bytes = repository_.objects().read(id);
    if (!bytes.ok()) return slot->second;
    Result<CommitInfo> commit = parse_commit(id, bytes->bytes);
    if (commit.ok()) slot->second = std::move(*commit);
    return slot->second;
  }

  void find_refs() {
    std::set<std::uint32_t> commits;
    for (const Finding& finding : placed_) {
      const std::optional<std::uint32_t> commit = commit_of(finding);
      if (commit) commits.insert(*commit);
    }
    reaching_ = tips_reaching(origins_.graph(), origins_.tips(), commits);
  }

  std::optional<std::uint32_t> commit_of(const Finding& finding) const {
    return commit_at(finding.location);
  }

  std::optional<std::uint32_t> commit_at(const Location& location) const {
    const std::optional<ObjectId> id = ObjectId::from_hex(location.commit);
    return id ? origins_.graph().find(*id) : std::nullopt;
  }

  // The ref whose tip still holds it comes first: that is all that place() has put there.
  std::vector<std::string> refs_of(const Location& location) const {
    std::vector<std::string> refs = location.refs;
    const std::optional<std::uint32_t> commit = commit_at(location);
    const auto reached_by = commit ? reaching_.find(*commit) : reaching_.end();
    if (reached_by != reaching_.end()) {
      for (std::uint32_t tip : reached_by->second) {
        if (refs.size() >= kMostRefsOfAFinding) break;
        const std::string& name = origins_.tips()[tip].name;
        if (location.refs.empty() || name != location.refs.front()) refs.push_back(name);
      }
    }
    return refs.empty() ? direct_refs_of(location) : refs;
  }

  // Tags and refs that name the object itself.
  std::vector<std::string> direct_refs_of(const Location& location) const {
    const auto found = direct_refs_.find(location.blob);
    return found != direct_refs_.end() ? found->second : std::vector<std::string>{};
  }

  void set_kind_by_refs(Location& location) const {
    if (location.kind != PlaceKind::Blob) return;
    if (all_refs_below(location, "refs/stash")) location.kind = PlaceKind::Stash;
    if (all_refs_below(location, "refs/notes/")) location.kind = PlaceKind::Note;
  }

  bool all_refs_below(const Location& location, std::string_view prefix) const {
    const std::string* first = first_ref_of(location);
    if (first == nullptr || !is_below(*first, prefix)) return false;  // nearly always
    const std::vector<std::string> refs = refs_of(location);
    return std::all_of(refs.begin(), refs.end(),
                       [&](const std::string& ref) { return is_below(ref, prefix); });
  }

  // Of refs_of(); nullptr: there are none.
  const std::string* first_ref_of(const Location& location) const {
    if (!location.refs.empty()) return &location.refs.front();
    const std::optional<std::uint32_t> commit = commit_at(location);
    const auto reached_by = commit ? reaching_.find(*commit) : reaching_.end();
    if (reached_by != reaching_.end() && !reached_by->second.empty())
      return &origins_.tips()[reached_by->second.front()].name;
    const auto direct = direct_refs_.find(location.blob);
    return direct == direct_refs_.end() ? nullptr : &direct->second.front();
  }

  Repository& repository_;
  ObjectOrigins origins_;
  std::vector<Finding> placed_;
  TipsOfCommits reaching_;  // by introducing commit
  std::unordered_map<std::uint32_t, CommitInfo> introductions_;
  std::unordered_map<std::string, std::vector<std::string>> direct_refs_;  // by object, in hex
};

}  // namespace

Result<std::vector<Finding>> with_provenance(Repository& repository, ScanJob& job,
                                             const std::vector<Ref>& refs, ScannedOrigins scanned,
                                             std::vector<Finding> findings) {
  if (findings.empty()) return findings;
  const Wanted wanted = wanted_of(findings);
  LEAKWARDEN_TRY(ObjectOrigins origins, ObjectOrigins::find(repository, job, refs, wanted.ids,
                                                            wanted.names, std::move(scanned)));
  return Provenance(repository, std::move(origins)).complete(std::move(findings));
}

}  // namespace leakwarden::scanner
