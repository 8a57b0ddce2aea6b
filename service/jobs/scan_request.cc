#include "service/jobs/scan_request.h"

#include <algorithm>
#include <map>
#include <set>

namespace leakwarden::service {
namespace {

using scanner::PushUpdate;
using scanner::Ref;

scanner::Request history_request(const Job& job, std::int64_t now, unsigned threads) {
  scanner::ScanHistoryRequest request;
  request.repository_name = job.repository.name;
  request.poisoned = job.poisoned;
  request.now_unix_seconds = now;
  request.jobs = threads;
  return request;
}

// HEAD repeats a branch, unless it is detached.
bool repeats_another(const Ref& ref, const std::vector<Ref>& refs) {
  return ref.name == "HEAD" && std::any_of(refs.begin(), refs.end(), [&ref](const Ref& other) {
           return other.name != "HEAD" && other.id == ref.id;
         });
}

// Only tips that are not known already; a ref that moved back to a known tip introduces nothing.
std::vector<PushUpdate> updates_to(const std::vector<Ref>& refs,
                                   const std::map<std::string, ObjectId>& cursor,
                                   const std::set<ObjectId>& known) {
  std::vector<PushUpdate> updates;
  for (const Ref& ref : refs) {
    if (ref.id.is_null() || known.count(ref.id) > 0 || repeats_another(ref, refs)) continue;
    std::map<std::string, ObjectId>::const_iterator old = cursor.find(ref.name);
    updates.push_back({old == cursor.end() ? ObjectId() : old->second, ref.id, ref.name});
  }
  return updates;
}

}  // namespace

std::optional<scanner::Request> scan_request(const Job& job, std::int64_t now_unix_seconds,
                                             unsigned threads) {
  if (job.kind == JobKind::Baseline) return history_request(job, now_unix_seconds, threads);
  std::map<std::string, ObjectId> cursor;
  std::set<ObjectId> known;
  for (const Ref& ref : job.repository.cursor) {
    cursor[ref.name] = ref.id;
    known.insert(ref.id);
  }
  scanner::ScanPushRequest request;
  request.push.updates = updates_to(job.target, cursor, known);
  request.superseded = updates_to(job.superseded, cursor, known);
  if (request.push.updates.empty() && request.superseded.empty()) return std::nullopt;
  request.push.known_tips.assign(known.begin(), known.end());
  request.repository_name = job.repository.name;
  request.poisoned = job.poisoned;
  request.now_unix_seconds = now_unix_seconds;
  request.jobs = threads;
  return request;
}

}  // namespace leakwarden::service
