#include "scanner/hooks/pushed_files.h"

#include "scanner/base/fingerprint.h"
#include "scanner/hooks/settings.h"
#include "scanner/suppression_files.h"

namespace leakwarden::scanner {
namespace {

bool is_commit(Repository& repository, const ObjectId& id) {
  if (id.is_null()) return false;
  const Result<ObjectHeader> header = repository.objects().header(id);
  return header.ok() && header->type == ObjectType::Commit;
}

Status heed_commit(Repository& repository, const ObjectId& commit, const ScanOptions& options,
                   std::vector<Finding>& findings) {
  LEAKWARDEN_TRY(
      Suppressions suppressions,
      read_suppressions(in_commit(repository, commit), SuppressionFiles{true, true, {}}, options));
  for (Finding& finding : findings) {
    if (is_of_strong_value(finding.fingerprint)) suppressions.heed(finding, finding.location.path);
  }
  return done();
}

}  // namespace

Status heed_pushed_files(Repository& repository, const PushRequest& request,
                         const ScanOptions& options, Result<ScanReport>& scanned) {
  if (!files_in_pushes_count() || !scanned.ok() || scanned->findings.empty()) return done();
  for (const PushUpdate& update : request.updates) {
    if (!is_commit(repository, update.new_id)) continue;
    LEAKWARDEN_CHECK(heed_commit(repository, update.new_id, options, scanned->findings));
  }
  return done();
}

}  // namespace leakwarden::scanner
