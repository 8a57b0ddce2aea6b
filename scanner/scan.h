#pragma once

// The scanner's front door: one function per kind of job, each a list of passes.
//
//   scan_history     every object of a repository's database once, refs, reflogs, config text,
//   index scan_repository  that, and the work tree's files, each place once scan_push        what
//   new tips introduce against known tips (a push, a commit range, pre-receive) scan_staged what
//   the coming commit would introduce (pre-commit) scan_files       folders and files outside git,
//   or a work tree's files scan_stream      standard input
//
// Each returns every finding (of whatever confidence; the caller filters), and a Coverage that
// names every byte that was asked for and not read. An Error means that nothing was scanned at all.
//
//   Result<ScanReport> report = scan_files({"config/"}, options);
//   outcome_of(report->coverage, report->findings.size())
//
// Thread rules: each call may use `jobs` threads and returns when they have ended. `cancel`, when
// set, is looked at between objects: the report then holds what was found so far and a gap.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"
#include "scanner/base/limits.h"
#include "scanner/base/result.h"
#include "scanner/git/repository.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

struct Progress {
  std::uint64_t objects_done = 0;
  std::uint64_t objects_total = 0;  // 0: not known
  std::uint64_t bytes_done = 0;
  std::uint64_t findings = 0;
};

// Objects the repository names and does not hold: promised ones of a partial clone, LFS content.
enum class MissingObjects { Gap, Note };

// Comments in the scanned files that say "not a secret" (suppress/inline_marker.h). Whoever writes
// a file writes its markers, so a server must not heed those in what is pushed to it.
enum class InlineMarkers {
  Ignore,   // they say nothing
  Mention,  // the finding stays, and says that its marker does not count
  Honour,   // the finding stays, `suppressed`
};

// A candidate that was not reported, and why: for `explain --dropped`.
struct DroppedCandidate {
  std::string rule_id;
  Reason reason = Reason::Kept;
  Secret secret;
  Location location;  // range not filled but for its line
};

// Of a blob that is a delta of another one, scan only what it inserts (match/inheriting_finder.h),
// or every object whole: the same findings, the plain way.
enum class WholeObjects { No, Yes };

class KnownValue;
class Ledger;

struct ScanOptions {
  std::shared_ptr<const RuleSet> rules;
  Limits limits;
  unsigned jobs = 1;
  std::int64_t now_unix_seconds = 0;                 // for structural checks; the caller's clock
  std::string repository_name;                       // as it shall stand in findings
  std::function<void(const Progress&)> on_progress;  // any thread, at most 10 a second
  const std::atomic<bool>* cancel = nullptr;
  // A place shared with a watching parent: each worker thread notes the object it is on (40 hex).
  std::function<void(unsigned worker, const ObjectId& object)> on_object;
  // Objects that killed a worker before: reported as gaps, not read.
  std::vector<ObjectId> poisoned;
  MissingObjects missing_objects = MissingObjects::Gap;
  WholeObjects whole_objects = WholeObjects::No;
  InlineMarkers inline_markers = InlineMarkers::Ignore;
  std::vector<std::string> more_markers;  // words beside the known ones: "nosec"
  // When set, this value is looked for (known_value.h) and nothing that rules describe; rules then
  // only mask names.
  std::shared_ptr<const KnownValue> known;
  // Packs judged before are not judged again (known_packs.h). Null: everything is judged.
  std::shared_ptr<const Ledger> ledger;
  // When set, told every candidate that was dropped (not: triggers without a match). Any thread.
  std::function<void(const DroppedCandidate&)> on_dropped;
};

struct ScanReport {
  std::vector<Finding> findings;  // in report_order
  Coverage coverage;
  std::string ruleset_digest;
  std::size_t rule_count = 0;
  bool interrupted = false;  // `cancel` ended it early; the coverage has a gap that says so
};

Result<ScanReport> scan_history(Repository& repository, const ScanOptions& options);

// As scan_history; in a repository with a work tree also scan_work_tree, without what stands in the
// file's committed version too.
Result<ScanReport> scan_repository(Repository& repository, const ScanOptions& options);

struct PushUpdate {
  ObjectId old_id;  // null: created
  ObjectId new_id;  // null: deleted, introduces nothing
  std::string ref;
};

struct PushRequest {
  std::vector<PushUpdate> updates;
  // All tips known before the push (for a hook: all refs of the repository; for the service: its
  // cursor). Commits reachable from them are not new.
  std::vector<ObjectId> known_tips;
};

Result<ScanReport> scan_push(Repository& repository, const PushRequest& request,
                             const ScanOptions& options);

Result<ScanReport> scan_staged(Repository& repository, const std::string& index_file,
                               const ScanOptions& options);

// Files git tracks and untracked, not ignored ones (`git ls-files` semantics without honouring the
// repository's configuration); ignored files are a note.
Result<ScanReport> scan_work_tree(Repository& repository, const ScanOptions& options);

Result<ScanReport> scan_files(const std::vector<std::string>& paths, const ScanOptions& options);

// Reads descriptor until its end, in windows.
Result<ScanReport> scan_stream(int descriptor, const ScanOptions& options);

}  // namespace leakwarden::scanner
