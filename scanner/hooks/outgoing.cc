#include "scanner/hooks/outgoing.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/git/changes.h"
#include "scanner/git_child.h"
#include "scanner/hooks/settings.h"
#include "scanner/ref_tips.h"
#include "scanner/tree_path.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kRemotes = "refs/remotes/";
constexpr std::string_view kHeads = "refs/heads/";
constexpr std::size_t kMostRemotesAsked = 20;
constexpr std::size_t kMostCommitsAsked = 1000;
constexpr std::size_t kMostTreesAsked = 100;

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool any_below(const std::vector<Ref>& refs, const std::string& folder) {
  return std::any_of(refs.begin(), refs.end(),
                     [&](const Ref& ref) { return starts_with(ref.name, folder); });
}

struct ConfiguredRemote {
  std::string name;
  std::string url;
};

// One entry a URL.
std::vector<ConfiguredRemote> configured_remotes(Repository& repository) {
  const std::string base =
      repository.work_tree().empty() ? repository.git_folder() : repository.work_tree();
  const Result<std::string> answer =
      run_git(base, {"config", "-z", "--get-regexp", "^remote\\..*\\.(url|pushurl)$"});
  std::vector<ConfiguredRemote> remotes;
  for (std::size_t at = 0; answer.ok() && at < answer->size();) {
    const std::size_t end = std::min(answer->find('\0', at), answer->size());
    const std::string entry = answer->substr(at, end - at);
    at = end + 1;
    const std::size_t line = entry.find('\n');
    const std::size_t dot = entry.rfind('.', line);
    const std::size_t name = std::string_view("remote.").size();
    if (line == std::string::npos || dot == std::string::npos || dot <= name) continue;
    remotes.push_back({entry.substr(name, dot - name), entry.substr(line + 1)});
  }
  return remotes;
}

// A push to a URL that belongs to a remote: git gives the hook the URL twice.
std::string remote_with_url(Repository& repository, const std::string& url) {
  for (const ConfiguredRemote& remote : configured_remotes(repository)) {
    if (remote.url == url) return remote.name;
  }
  return "";
}

std::string remote_name(Repository& repository, const std::vector<Ref>& refs,
                        const std::string& given) {
  if (given.empty() || any_below(refs, std::string(kRemotes) + given + "/")) return given;
  const bool is_url = given.find_first_of(":/") != std::string::npos;
  return is_url ? remote_with_url(repository, given) : given;
}

std::vector<ObjectId> tips_below(const std::vector<Ref>& refs, const std::string& folder) {
  std::vector<ObjectId> tips;
  for (const Ref& ref : refs) {
    if (starts_with(ref.name, folder)) tips.push_back(ref.id);
  }
  return tips;
}

// Of remotes "pub" and "pub/priv" the second one's refs stand below the first one's.
std::vector<ObjectId> tips_of_remote(Repository& repository, std::vector<Ref> refs,
                                     const std::string& remote) {
  const std::string folder = std::string(kRemotes) + remote + "/";
  const auto has_folders = [&](const Ref& ref) {
    return starts_with(ref.name, folder) && ref.name.find('/', folder.size()) != std::string::npos;
  };
  if (std::none_of(refs.begin(), refs.end(), has_folders)) return tips_below(refs, folder);
  for (const ConfiguredRemote& other : configured_remotes(repository)) {
    if (!starts_with(other.name, remote + "/")) continue;
    const std::string of_other = std::string(kRemotes) + other.name + "/";
    std::erase_if(refs, [&](const Ref& ref) { return starts_with(ref.name, of_other); });
  }
  return tips_below(refs, folder);
}

// Names of remotes that have tracking refs. A name may hold slashes; its first part will do.
std::set<std::string> remotes_of(const std::vector<Ref>& refs) {
  std::set<std::string> names;
  for (const Ref& ref : refs) {
    if (!starts_with(ref.name, kRemotes)) continue;
    const std::size_t slash = ref.name.find('/', kRemotes.size());
    if (slash == std::string::npos) continue;
    names.insert(ref.name.substr(kRemotes.size(), slash - kRemotes.size()));
  }
  return names;
}

std::vector<ObjectId> commits_of(const std::vector<Finding>& findings) {
  std::set<ObjectId> ids;
  for (const Finding& finding : findings) {
    const std::optional<ObjectId> id = ObjectId::from_hex(finding.location.commit);
    if (id && ids.size() < kMostCommitsAsked) ids.insert(*id);
  }
  return {ids.begin(), ids.end()};
}

// "ref: refs/heads/main" → "refs/heads/main"; "" when it is detached.
std::string checked_out_branch(Repository& repository) {
  const Result<std::string> head = read_regular_file(repository.git_directory().get(), "HEAD",
                                                     repository.limits().max_config_bytes);
  constexpr std::string_view kSymbolic = "ref: ";
  if (!head.ok() || !starts_with(*head, kSymbolic)) return "";
  return head->substr(kSymbolic.size(), head->find('\n') - kSymbolic.size());
}

std::optional<ObjectId> tree_of(Repository& repository, const ObjectId& tip) {
  const ObjectId id = peeled(repository, tip);
  const Result<ObjectBytes> object = repository.objects().read(id);
  if (!object.ok() || object->type != ObjectType::Commit) return std::nullopt;
  const Result<CommitInfo> commit = parse_commit(id, object->bytes);
  if (!commit.ok()) return std::nullopt;
  return commit->tree;
}

std::optional<ObjectId> id_of(Repository& repository, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::optional<ObjectId> id = ObjectId::from_hex(text);
  if (id) return id;
  const Result<std::optional<ObjectId>> ref = repository.resolve_ref(text);
  return ref.ok() ? *ref : std::nullopt;
}

}  // namespace

Result<Outgoing> outgoing_push(Repository& repository, const std::string& remote,
                               std::vector<OutgoingRef> pushed) {
  Outgoing outgoing;
  std::vector<Gap> gaps;  // a broken ref hides less: more is scanned
  LEAKWARDEN_TRY(const std::vector<Ref> refs, repository.refs(gaps));
  outgoing.remote = remote_name(repository, refs, remote);
  if (!outgoing.remote.empty()) {
    outgoing.request.known_tips = tips_of_remote(repository, refs, outgoing.remote);
  }
  for (OutgoingRef& ref : pushed) {
    if (!ref.update.old_id.is_null()) outgoing.request.known_tips.push_back(ref.update.old_id);
    outgoing.local_refs.push_back(std::move(ref.local_ref));
    outgoing.request.updates.push_back(std::move(ref.update));
  }
  return outgoing;
}

std::vector<OutgoingRef> refs_of_framework(Repository& repository) {
  if (environment_value("PRE_COMMIT_REMOTE_NAME").empty()) return {};
  const std::string local = environment_value("PRE_COMMIT_LOCAL_BRANCH");
  std::optional<ObjectId> new_id = id_of(repository, environment_value("PRE_COMMIT_TO_REF"));
  if (!new_id) new_id = id_of(repository, local);
  if (!new_id) return {};
  OutgoingRef ref;
  ref.local_ref = local;
  ref.update.new_id = *new_id;
  ref.update.old_id =
      id_of(repository, environment_value("PRE_COMMIT_FROM_REF")).value_or(ObjectId());
  ref.update.ref = environment_value("PRE_COMMIT_REMOTE_BRANCH");
  return {ref};
}

std::vector<Finding> not_at_the_remote(Repository& repository, const PushRequest& request,
                                       std::vector<Finding> findings) {
  if (findings.empty()) return findings;
  std::vector<ObjectId> trees;
  for (const PushUpdate& update : request.updates) {
    if (update.old_id.is_null()) continue;
    const std::optional<ObjectId> tree = tree_of(repository, update.old_id);
    if (tree && trees.size() < kMostTreesAsked) trees.push_back(*tree);
  }
  const auto is_there = [&](const Finding& finding) {
    const std::optional<ObjectId> blob = ObjectId::from_hex(finding.location.blob);
    return finding.location.kind == PlaceKind::Blob && blob &&
           std::any_of(trees.begin(), trees.end(), [&](const ObjectId& tree) {
             return object_at(repository, tree, finding.location.path) == blob;
           });
  };
  findings.erase(std::remove_if(findings.begin(), findings.end(), is_there), findings.end());
  return findings;
}

BranchesToSwitchTo branches_to_switch_to(Repository& repository, const Outgoing& outgoing) {
  BranchesToSwitchTo branches;
  const std::string here = checked_out_branch(repository);
  for (std::size_t i = 0; i < outgoing.local_refs.size(); ++i) {
    const std::string& local = outgoing.local_refs[i];
    if (local == here || !starts_with(local, kHeads)) continue;
    branches[outgoing.request.updates[i].ref] = local.substr(kHeads.size());
  }
  return branches;
}

std::vector<std::string> remotes_that_have(Repository& repository, const std::string& except,
                                           const std::vector<Finding>& findings) {
  const std::vector<ObjectId> commits = commits_of(findings);
  std::vector<Gap> gaps;
  const Result<std::vector<Ref>> refs = repository.refs(gaps);
  std::vector<std::string> names;
  if (commits.empty() || !refs.ok()) return names;
  std::size_t asked = 0;
  const std::set<std::string> remotes = remotes_of(*refs);
  for (const std::string& remote : remotes) {
    if (remote == except || ++asked > kMostRemotesAsked) continue;
    const Result<NewCommits> unknown =
        new_commits(repository, commits, tips_below(*refs, std::string(kRemotes) + remote + "/"));
    if (!unknown.ok()) continue;
    const auto is_unknown = [&](const ObjectId& id) {
      return std::any_of(unknown->commits.begin(), unknown->commits.end(),
                         [&](const CommitInfo& commit) { return commit.id == id; });
    };
    if (!std::all_of(commits.begin(), commits.end(), is_unknown)) names.push_back(remote);
  }
  return names;
}

}  // namespace leakwarden::scanner
