#include "scanner/hooks/received_push.h"

#include <algorithm>
#include <set>
#include <utility>

#include "scanner/hooks/decisions_client.h"
#include "scanner/hooks/pushed_files.h"

namespace leakwarden::scanner {

Result<std::shared_ptr<Repository>> open_server_repository(const ScanOptions& options) {
  const std::string given = environment_value("GIT_DIR");
  const std::string folder = given.empty() ? "." : given;
  OpenOptions open;
  open.limits = options.limits;
  open.alternates = FollowAlternates::Yes;  // the server's own, no pusher writes it
  open.extra_object_folders = object_folders_of_environment(folder + "/objects");
  return Repository::open(folder, open);
}

bool only_deletes(const std::vector<PushUpdate>& updates) {
  return std::all_of(updates.begin(), updates.end(),
                     [](const PushUpdate& update) { return update.new_id.is_null(); });
}

// The quarantine hides nothing of the refs: they are still as before the push.
Result<PushRequest> request_before(Repository& repository, std::vector<PushUpdate> updates) {
  PushRequest request;
  request.updates = std::move(updates);
  std::vector<Gap> gaps;  // a broken ref hides less: more is scanned
  LEAKWARDEN_TRY(const std::vector<Ref> refs, repository.refs(gaps));
  for (const Ref& ref : refs) request.known_tips.push_back(ref.id);
  return request;
}

Result<PushRequest> request_after(Repository& repository, std::vector<PushUpdate> updates) {
  PushRequest request;
  request.updates = std::move(updates);
  std::set<std::string> moved;
  for (const PushUpdate& update : request.updates) {
    moved.insert(update.ref);
    if (!update.old_id.is_null()) request.known_tips.push_back(update.old_id);
  }
  std::vector<Gap> gaps;
  LEAKWARDEN_TRY(const std::vector<Ref> refs, repository.refs(gaps));
  for (const Ref& ref : refs) {
    // HEAD, and those of linked work trees, point at refs that may have moved.
    const bool is_own = ref.name.compare(0, 5, "refs/") == 0;
    if (is_own && moved.count(ref.name) == 0) request.known_tips.push_back(ref.id);
  }
  return request;
}

ScanOptions server_options(const ScanOptions& given, const Deadline& deadline) {
  ScanOptions options = given;
  options.cancel = deadline.flag();
  options.inline_markers = markers_in_pushes();
  return options;
}

Result<ScanReport> scan_received(Repository& repository, const PushRequest& request,
                                 const ScanOptions& options, HookMessage& message) {
  Result<ScanReport> scanned = scan_push(repository, request, options);
  for (const Status& heeded : {heed_daemon("", hook_confidence(), scanned),
                               heed_pushed_files(repository, request, options, scanned)}) {
    if (!heeded.ok()) message.error(heeded.error());
  }
  return scanned;
}

AllowedNames names_of(const std::vector<PushAllowance>& allowances) {
  AllowedNames names;
  for (const PushAllowance& allowance : allowances) names.push_back(allowance.name);
  return names;
}

}  // namespace leakwarden::scanner
