#include "scanner/pushed_paths.h"

#include <algorithm>
#include <utility>

#include "scanner/parallel.h"
#include "scanner/path_name.h"

namespace leakwarden::scanner {

PushedPaths::Name& PushedPaths::name_of(NewPath path) {
  const auto [slot, is_new] = names_.try_emplace(std::move(path.path), Name{path.name_at, {}, {}});
  if (is_new) order_.push_back(&*slot);
  // Two names may make the same path when one of them holds a slash: then both are new in it.
  slot->second.name_at = std::min(slot->second.name_at, path.name_at);
  return slot->second;
}

void PushedPaths::add(NewPath path, std::uint32_t commit) {
  name_of(std::move(path)).commits.push_back(commit);
}

void PushedPaths::add_tip(NewPath path, const std::vector<std::string>& refs) {
  name_of(std::move(path)).tip_refs = refs;
}

void PushedPaths::scan(ScanJob& job) const {
  const auto scan_one = [&](unsigned worker, std::uint64_t at) {
    const auto& [path, name] = *order_[at];
    Location place;
    place.repository = job.options().repository_name;
    if (name.commits.empty()) place.refs = name.tip_refs;
    scan_new_path(job, worker, path, name.name_at, std::move(place));
    return job.flow();
  };
  run_parallel(order_.size(), job.workers(), scan_one, kNamesPerThread);
}

const std::vector<std::uint32_t>& PushedPaths::commits(const std::string& path) const {
  static const std::vector<std::uint32_t> kNoCommits;
  const auto found = names_.find(path);
  return found == names_.end() ? kNoCommits : found->second.commits;
}

}  // namespace leakwarden::scanner
