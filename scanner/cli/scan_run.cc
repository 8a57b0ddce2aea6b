#include "scanner/cli/scan_run.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

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

void add_repository(const std::string& path, ScanRun& run) {
  const Result<std::shared_ptr<Repository>> opened = Repository::open(path, OpenOptions{});
  if (!opened.ok()) return;
  Repository& repository = **opened;
  run.root = repository.work_tree().empty() ? repository.git_folder() : repository.work_tree();
  run.repository_uri = address_of(repository);
  if (run.repository_uri.empty()) run.repository_uri = "file://" + percent_encoded(run.root);
  run.branch = branch_of(repository);
  const Result<std::optional<ObjectId>> head = repository.resolve_ref("HEAD");
  if (head.ok() && *head) run.commit = (*head)->hex();
}

}  // namespace

std::string public_address(const std::string& url) {
  std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) {
    const std::size_t colon = url.find(':');
    const std::size_t slash = url.find('/');
    if (colon == std::string::npos || slash < colon) return "";
    const std::size_t at = url.find('@');
    const std::size_t host = at == std::string::npos || at > colon ? 0 : at + 1;
    return only_uri("ssh://" + url.substr(host, colon - host) + "/" + url.substr(colon + 1));
  }
  scheme += 3;
  const std::size_t end = std::min(url.find_first_of("/?#", scheme), url.size());
  const std::size_t at = url.rfind('@', end);
  const std::size_t host = at == std::string::npos || at < scheme ? scheme : at + 1;
  const std::size_t query = std::min(url.find_first_of("?#", end), url.size());
  return only_uri(url.substr(0, scheme) + url.substr(host, query - host));
}

ScanRun scan_run_of(const std::vector<Target>& targets, WallTime start, WallTime finish) {
  ScanRun run;
  run.version = kVersion;
  run.start_unix_seconds = unix_seconds(start);
  run.finish_unix_seconds = unix_seconds(finish);
  if (targets.size() != 1) return run;
  const Target& target = targets.front();
  if (target.kind == TargetKind::Repository) {
    add_repository(target.path, run);
  } else if (target.kind == TargetKind::CloneUrl) {
    run.repository_uri = public_address(target.path);
  } else if (target.path.substr(0, 1) != "/") {
    run.root = absolute(".");  // what its paths are relative to
  }
  return run;
}

}  // namespace leakwarden::scanner
