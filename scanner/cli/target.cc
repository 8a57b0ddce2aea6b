#include "scanner/cli/target.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "scanner/cli/clone_target.h"
#include "scanner/cli/clone_url.h"
#include "scanner/cli/revision.h"
#include "scanner/cli/suppression_scope.h"
#include "scanner/ledger/ledger.h"
#include "scanner/remembered_scan.h"
#include "scanner/suppression_files.h"

namespace leakwarden::scanner {
namespace {

// The folder itself is one: a work tree's root, a bare repository, a .git.
bool is_repository(const std::string& path) {
  const Result<std::string> found = find_repository(path);
  if (!found.ok()) return false;
  struct stat here {};
  struct stat there {};
  return ::stat(path.c_str(), &here) == 0 && ::stat(found->c_str(), &there) == 0 &&
         here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

Result<std::shared_ptr<Repository>> open_repository(const std::string& path,
                                                    const ScanSettings& settings) {
  OpenOptions options;
  options.limits = settings.scan.limits;
  options.alternates = FollowAlternates::Yes;  // the user named it
  options.verify_objects = settings.verify_objects;
  return Repository::open(path, options);
}

Result<ScanReport> scan_range(Repository& repository, const std::string& range,
                              const ScanOptions& options) {
  LEAKWARDEN_TRY(const PushRequest request, request_of_range(repository, range));
  LEAKWARDEN_TRY(ScanReport report, scan_push(repository, request, options));
  if (repository.is_shallow()) {
    report.coverage.notes.push_back(
        "shallow clone: of the range only what is here was scanned; git fetch --unshallow");
  }
  return report;
}

// The scans that are worth remembering; the others are as short as what they look at.
Result<ScanReport> scan_whole(Repository& repository, const Narrowing& narrowing,
                              const ScanSettings& settings, const ScanOptions& options) {
  const bool history = narrowing.part == Part::History;
  RepositoryScan scan;
  scan.name = history ? "history" : "repository";
  scan.with_work_tree = history ? WithWorkTree::No : WithWorkTree::Yes;
  scan.verify_objects = settings.verify_objects;
  scan.least_confidence = settings.least_confidence;
  scan.run = history ? scan_history : scan_repository;
  const std::optional<Ledger> ledger = settings.fresh ? std::nullopt : Ledger::open();
  if (!ledger) return scan.run(repository, options);
  return remembered_scan(repository, scan, options, std::make_shared<const Ledger>(*ledger));
}

Result<ScanReport> scan_part(Repository& repository, const Narrowing& narrowing,
                             const ScanSettings& settings, const ScanOptions& options) {
  switch (narrowing.part) {
    case Part::Staged:
      return scan_staged(repository, "", options);
    case Part::WorkTree:
      return scan_work_tree(repository, options);
    case Part::Range:
      return scan_range(repository, narrowing.range, options);
    case Part::History:
    case Part::Everything:
      break;
  }
  return scan_whole(repository, narrowing, settings, options);
}

bool is_of_work_tree(const Narrowing& narrowing) {
  return narrowing.part == Part::Staged || narrowing.part == Part::WorkTree;
}

// A commit that cannot be named is no reason not to scan.
std::string commit_of(Repository& repository, const Narrowing& narrowing) {
  if (is_of_work_tree(narrowing)) return "";
  const std::size_t dots = narrowing.range.find("..");
  const std::string end = dots == std::string::npos ? "" : narrowing.range.substr(dots + 2);
  const Result<ObjectId> id = resolve_revision(repository, end.empty() ? "HEAD" : end);
  return id.ok() ? id->hex() : "";
}

Result<ScannedTarget> scan_opened(const std::string& path, const Narrowing& narrowing,
                                  const ScanSettings& settings, const ScanOptions& options) {
  LEAKWARDEN_TRY(const std::shared_ptr<Repository> repository, open_repository(path, settings));
  if (is_of_work_tree(narrowing) && repository->work_tree().empty()) {
    return Error::invalid("narrow the scan", options.repository_name,
                          "a bare repository has no index and no work tree")
        .with_remedy("--history or --range A..B");
  }
  ScannedTarget scanned;
  scanned.commit = commit_of(*repository, narrowing);
  scanned.is_shallow = repository->is_shallow();
  LEAKWARDEN_TRY(scanned.report, scan_part(*repository, narrowing, settings, options));
  return scanned;
}

ScannedTarget interrupted(const Target& target) {
  ScannedTarget scanned;
  scanned.report.interrupted = true;
  scanned.report.coverage.add_gap(Gap{target.name, "interrupted", 0, false, false});
  return scanned;
}

// Its folder is new each time: there is nothing to remember.
Result<ScannedTarget> scan_clone(const Target& target, const Narrowing& narrowing,
                                 ScanSettings settings, const ScanOptions& options) {
  const Result<CloneTarget> clone = CloneTarget::make(target.path, options.cancel);
  if (!clone.ok() && clone.error().kind == ErrorKind::Timeout) return interrupted(target);
  if (!clone.ok()) return clone.error();
  settings.fresh = true;
  return scan_opened(clone->path(), narrowing, settings, options);
}

Result<ScannedTarget> without_commit(Result<ScanReport> report) {
  if (!report.ok()) return std::move(report).error();
  return ScannedTarget{std::move(report).value(), ""};
}

Status check_narrowing(const Target& target, const Narrowing& narrowing) {
  if (target.kind == TargetKind::CloneUrl && is_of_work_tree(narrowing)) {
    return Error::invalid("narrow the scan", target.name, "a clone has no index and no work tree")
        .with_remedy("--history or --range A..B");
  }
  const bool has_parts =
      target.kind == TargetKind::Repository || target.kind == TargetKind::CloneUrl;
  if (has_parts || narrowing.part == Part::Everything) return done();
  return Error::invalid("narrow the scan", target.name, "not a repository")
      .with_remedy("leave --history, --staged, --range and --work-tree away");
}

}  // namespace

Result<Target> find_target(const std::string& text) {
  if (text == "-") return Target{TargetKind::Stream, "", "-"};
  if (text.empty()) {
    const Result<std::string> around = find_repository(".");
    if (around.ok()) return Target{TargetKind::Repository, *around, "."};
    return Target{TargetKind::Files, ".", "."};
  }
  struct stat status {};
  if (::stat(text.c_str(), &status) == 0) {
    const bool repository = S_ISDIR(status.st_mode) && is_repository(text);
    return Target{repository ? TargetKind::Repository : TargetKind::Files, text, text};
  }
  const Error missing = Error::from_errno("scan", text, errno);
  if (!looks_like_clone_url(text)) return missing;
  return Target{TargetKind::CloneUrl, text, shown_clone_url(text)};
}

namespace {

Result<ScannedTarget> scan_unsuppressed(const Target& target, const Narrowing& narrowing,
                                        const ScanSettings& settings) {
  ScanOptions options = settings.scan;
  LEAKWARDEN_CHECK(check_narrowing(target, narrowing));
  if (target.kind == TargetKind::Stream) return without_commit(scan_stream(STDIN_FILENO, options));
  if (target.kind == TargetKind::Files) return without_commit(scan_files({target.path}, options));
  options.repository_name = target.name;
  if (target.kind == TargetKind::CloneUrl) return scan_clone(target, narrowing, settings, options);
  return scan_opened(target.path, narrowing, settings, options);
}

}  // namespace

Result<ScannedTarget> scan_target(const Target& target, const Narrowing& narrowing,
                                  const ScanSettings& settings) {
  if (settings.scan.known) return scan_unsuppressed(target, narrowing, settings);
  // First what is wrong with the files, then minutes of scanning.
  const SuppressionScope scope = suppression_scope(target, narrowing);
  SuppressionFiles files = settings.files;
  if (!settings.suppressions_from.empty()) files.committed_root = scope.root;
  LEAKWARDEN_TRY(const SuppressionSource source,
                 suppression_source(target, scope, settings.suppressions_from));
  LEAKWARDEN_TRY(Suppressions suppressions, read_suppressions(source, files, settings.scan));
  LEAKWARDEN_TRY(ScannedTarget scanned, scan_unsuppressed(target, narrowing, settings));
  scanned.has_baseline = suppressions.has_baseline();
  ScanReport& report = scanned.report;
  const Told told = report.interrupted ? Told::Used : scope.told;
  LEAKWARDEN_CHECK(heed_suppressions(suppressions, scope.paths, told, settings.least_confidence,
                                     settings.scan, report));
  return scanned;
}

std::string covered_words(const std::vector<Target>& targets, const Narrowing& narrowing) {
  if (targets.size() > 1) return fmt::format("{} targets", targets.size());
  const Target& target = targets.front();
  const bool is_clone = target.kind == TargetKind::CloneUrl;
  if (target.kind != TargetKind::Repository && !is_clone) return "";
  switch (narrowing.part) {
    case Part::Everything:
      if (is_clone) return "every ref and tag the server shows";
      return "every ref, tag, note, stash and reflog, the index and the work tree";
    case Part::History:
      return "every ref, tag, note, stash and reflog";
    case Part::Staged:
      return "what is staged";
    case Part::WorkTree:
      return "the work tree";
    case Part::Range:
      return "the commits of " + narrowing.range;
  }
  return "";
}

}  // namespace leakwarden::scanner
