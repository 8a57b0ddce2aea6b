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

bool all_below(const std::vector<std::string>& refs, std::string_view prefix) {
  return !refs.empty() && std::all_of(refs.begin(), refs.end(), [&](const std::string& ref) {
    return ref.compare(0, prefix.size(), prefix) == 0;
  });
}

void set_kind_by_refs(Location& location) {
  if (all_below(location.refs, "refs/stash")) location.kind = PlaceKind::Stash;
  if (all_below(location.refs, "refs/notes/")) location.kind = PlaceKind::Note;
}

// A finding at one of its places; `tip` has it there.
struct Placed {
  Finding finding;
  std::uint32_t tip = kNowhere;
};

class Provenance {
 public:
  Provenance(Repository& repository, ObjectOrigins origins)
      : repository_(repository), origins_(std::move(origins)) {
    for (const RefTip& tip : origins_.tips()) direct_refs_[tip.id.hex()].push_back(tip.name);
  }

  std::vector<Finding> complete(std::vector<Finding> findings) {
    for (Finding& finding : findings) place(std::move(finding));
    add_refs();
    std::vector<Finding> completed;
    for (Placed& placed : placed_) completed.push_back(std::move(placed.finding));
    return one_for_each_place(std::move(completed), [this](const Finding& finding) {
      const std::optional<std::uint32_t> commit = commit_of(finding);
      return commit ? origins_.rank(*commit) : kNowhere;
    });
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
      placed_.push_back({std::move(finding), kNowhere});
      return;
    }
    finding.location.path = origin->path;
    if (origin->commit != kNowhere) add_introduction(finding.location, origin->commit);
    if (origin->at_tips.empty()) {
      if (origin->commit != kNowhere) finding.location.at_tip = false;
      placed_.push_back({std::move(finding), kNowhere});
      return;
    }
    finding.location.at_tip = true;
    for (const TipPath& at : origin->at_tips) {
      Finding here = finding;
      if (!at.path.empty()) here.location.path = at.path;
      placed_.push_back({std::move(here), at.tip});
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

  void add_refs() {
    std::set<std::uint32_t> commits;
    for (const Placed& placed : placed_) {
      const std::optional<std::uint32_t> commit = commit_of(placed.finding);
      if (commit) commits.insert(*commit);
    }
    TipsOfCommits reaching = tips_reaching(origins_.graph(), origins_.tips(), commits);
    for (Placed& placed : placed_) {
      const std::optional<std::uint32_t> commit = commit_of(placed.finding);
      set_refs(placed, commit ? reaching[*commit] : std::vector<std::uint32_t>{});
    }
  }

  std::optional<std::uint32_t> commit_of(const Finding& finding) const {
    const std::optional<ObjectId> id = ObjectId::from_hex(finding.location.commit);
    return id ? origins_.graph().find(*id) : std::nullopt;
  }

  // The ref whose tip still holds it comes first.
  void set_refs(Placed& placed, const std::vector<std::uint32_t>& reached_by) const {
    Location& location = placed.finding.location;
    if (placed.tip != kNowhere) location.refs.push_back(origins_.tips()[placed.tip].name);
    for (std::uint32_t tip : reached_by) {
      if (location.refs.size() >= kMostRefsOfAFinding) break;
      if (tip != placed.tip) location.refs.push_back(origins_.tips()[tip].name);
    }
    if (location.refs.empty()) add_direct_refs(location);
    if (location.kind == PlaceKind::Blob) set_kind_by_refs(location);
  }

  // Tags and refs that name the object itself.
  void add_direct_refs(Location& location) const {
    const auto found = direct_refs_.find(location.blob);
    if (found != direct_refs_.end()) location.refs = found->second;
  }

  Repository& repository_;
  ObjectOrigins origins_;
  std::vector<Placed> placed_;
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
