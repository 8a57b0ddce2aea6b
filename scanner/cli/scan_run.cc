#include "scanner/cli/scan_run.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "scanner/cli/clone_url.h"
#include "scanner/cli/version.h"
#include "scanner/git/config_text.h"
#include "scanner/report/uri.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostConfigBytes = 1 << 20;
constexpr std::size_t kMostHeadBytes = 4096;
constexpr std::string_view kBranchPrefix = "ref: refs/heads/";

std::string absolute(const std::string& path) {
  char resolved[PATH_MAX];
  return ::realpath(path.c_str(), resolved) == nullptr ? "" : resolved;
}

std::string branch_of(const Repository& repository) {
  const Result<std::string> head =
      read_regular_file(repository.git_directory().get(), "HEAD", kMostHeadBytes);
  if (!head.ok() || head->compare(0, kBranchPrefix.size(), kBranchPrefix) != 0) return "";
  return head->substr(kBranchPrefix.size(), head->find('\n') - kBranchPrefix.size());
}

std::string address_of(const Repository& repository) {
  const Result<std::string> config =
      read_regular_file(repository.common_directory().get(), "config", kMostConfigBytes);
  if (!config.ok()) return "";
  const std::map<std::string, std::string> values = parse_config(*config);
  const auto url = values.find("remote.origin.url");
  return url == values.end() ? "" : public_address(url->second);
}

ScannedState state_of_repository(const std::string& path) {
  ScannedState state;
  const Result<std::shared_ptr<Repository>> opened = Repository::open(path, OpenOptions{});
  if (!opened.ok()) return state;
  Repository& repository = **opened;
  state.root = repository.work_tree().empty() ? repository.git_folder() : repository.work_tree();
  state.repository_uri = address_of(repository);
  if (state.repository_uri.empty()) state.repository_uri = "file://" + percent_encoded(state.root);
  state.branch = branch_of(repository);
  const Result<std::optional<ObjectId>> head = repository.resolve_ref("HEAD");
  if (head.ok() && *head) state.commit = (*head)->hex();
  return state;
}

ScannedState state_of(const Target& target) {
  ScannedState state;
  if (target.kind == TargetKind::Repository) {
    state = state_of_repository(target.path);
  } else if (target.kind == TargetKind::CloneUrl) {
    state.repository_uri = public_address(target.path);
  } else {
    if (target.path.substr(0, 1) != "/") state.root = absolute(".");  // what paths are relative to
    return state;
  }
  state.name = target.name;
  return state;
}

}  // namespace

ScanRun scan_run_of(const std::vector<Target>& targets, WallTime start, WallTime finish) {
  ScanRun run;
  run.version = kVersion;
  run.start_unix_seconds = unix_seconds(start);
  run.finish_unix_seconds = unix_seconds(finish);
  for (const Target& target : targets) {
    ScannedState state = state_of(target);
    const bool known =
        std::any_of(run.states.begin(), run.states.end(),
                    [&state](const ScannedState& other) { return other.name == state.name; });
    if (!known) run.states.push_back(std::move(state));
  }
  return run;
}

}  // namespace leakwarden::scanner
