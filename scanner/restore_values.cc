#include "scanner/restore_values.h"

#include <fcntl.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "scanner/extra_places.h"
#include "scanner/file_list.h"
#include "scanner/match/make_finding.h"
#include "scanner/missing_objects.h"
#include "scanner/object_scanner.h"
#include "scanner/parallel.h"
#include "scanner/scan_job.h"
#include "scanner/staged_names.h"

namespace leakwarden::scanner {
namespace {

enum class SourceKind { Object, Text, GitFile, File };

// What has to be scanned to see a finding again.
struct Source {
  SourceKind kind = SourceKind::Object;
  std::string name;  // id in hex, path
  auto operator<=>(const Source&) const = default;
};

Source source_of(const Location& location) {
  switch (location.kind) {
    case PlaceKind::RefName:
      return {SourceKind::Text, location.refs.empty() ? "" : location.refs.front()};
    case PlaceKind::Reflog:
      return {SourceKind::Text, location.path};
    case PlaceKind::Config:
      return {SourceKind::GitFile, location.path};
    case PlaceKind::WorkTree:
      return {SourceKind::File, location.path};
    case PlaceKind::CommitMessage:
    case PlaceKind::Author:
    case PlaceKind::Committer:
      return {SourceKind::Object, location.commit};
    case PlaceKind::Index:
      if (location.blob.empty()) return {SourceKind::Text, location.path};
      return {SourceKind::Object, location.blob};
    default:
      return {SourceKind::Object, location.blob};
  }
}

// What a blob's place is called depends on refs and index, not on the blob.
PlaceKind kind_in_source(PlaceKind kind) {
  const bool is_blob =
      kind == PlaceKind::Stash || kind == PlaceKind::Note || kind == PlaceKind::Index;
  return is_blob ? PlaceKind::Blob : kind;
}

// What tells findings apart within a repository that has not changed. Not by path or ref: those may
// be masked in a record.
std::string key_of(const Finding& finding) {
  const Location& location = finding.location;
  const TextRange& range = location.range;
  const Source source = source_of(location);
  return fmt::format("{} {} {} {}:{}-{}:{} {}", place_kind_name(kind_in_source(location.kind)),
                     finding.rule_id, finding.fingerprint, range.start_line, range.start_column,
                     range.end_line, range.end_column,
                     source.kind == SourceKind::Text ? "" : source.name);
}

// So many sources that every value stands in one of them, and all that is only named.
std::set<Source> chosen_sources(const std::vector<StoredFinding>& findings) {
  std::set<Source> chosen;
  std::set<std::uint64_t> seen;
  for (const StoredFinding& stored : findings) {
    Source source = source_of(stored.finding.location);
    if (stored.only_named || seen.count(stored.value) == 0) chosen.insert(source);
    if (chosen.count(source) > 0) seen.insert(stored.value);
  }
  return chosen;
}

class SecondLook {
 public:
  SecondLook(Repository& repository, ScanJob& job, const std::set<Source>& sources)
      : repository_(repository), job_(job), objects_(job, repository, NoteOrigins::No) {
    place_.repository = job.options().repository_name;
    for (const Source& source : sources) names_[source.kind].push_back(source.name);
  }

  std::vector<Finding> look() {
    look_at_objects();
    look_at_texts();
    look_at_files();
    return job_.take_findings();
  }

 private:
  void look_at_objects() {
    const std::vector<std::string>& ids = names_[SourceKind::Object];
    run_parallel(ids.size(), job_.workers(), [&](unsigned worker, std::uint64_t at) {
      look_at_object(worker, ids[at]);
      return job_.flow();
    });
    lfs_.scan(repository_, job_);
  }

  void look_at_object(unsigned worker, const std::string& hex) {
    const std::optional<ObjectId> id = ObjectId::from_hex(hex);
    if (!id) return;
    const Result<ObjectBytes> object = repository_.objects().read(*id);
    if (!object.ok()) return;
    ObjectView view;
    view.id = *id;
    view.type = object->type;
    view.bytes = object->bytes;
    view.object_size = object->bytes.size();
    if (view.type == ObjectType::Blob) lfs_.look_at(*id, view.bytes);
    objects_.scan(worker, view, place_);
  }

  // All of them: they are few and short.
  void look_at_texts() {
    if (names_[SourceKind::Text].empty()) return;
    scan_extra_texts(repository_, job_);
    StagedNames::read(repository_, job_).scan(job_);
  }

  void look_at_files() {
    look_at_files(repository_.common_directory(), names_[SourceKind::GitFile], PlaceKind::Config);
    if (names_[SourceKind::File].empty()) return;
    const Result<Descriptor> root = open_directory(AT_FDCWD, repository_.work_tree());
    if (root.ok()) look_at_files(*root, names_[SourceKind::File], PlaceKind::WorkTree);
  }

  void look_at_files(const Descriptor& root, const std::vector<std::string>& wanted,
                     PlaceKind kind) {
    std::vector<FileToScan> files;
    for (const std::string& path : wanted) {
      const FileToScan file{path, path};
      if (!scan_symlink(job_, root.get(), file, kind)) files.push_back(file);
    }
    scan_file_list(job_, root.get(), files, kind);
  }

  Repository& repository_;
  ScanJob& job_;
  ObjectScanner objects_;
  LfsPointers lfs_;
  Location place_;
  std::map<SourceKind, std::vector<std::string>> names_;  // sorted
};

// What was seen under one key.
struct Seen {
  const Finding* finding = nullptr;
  bool is_one_value = true;
  bool is_one_finding = true;
};
using SeenByKey = std::unordered_map<std::string, Seen>;

SeenByKey by_key(const std::vector<Finding>& findings) {
  SeenByKey by_key;
  for (const Finding& finding : findings) {
    const auto [slot, is_new] = by_key.try_emplace(key_of(finding));
    Seen& seen = slot->second;
    if (is_new) {
      seen.finding = &finding;
      continue;
    }
    seen.is_one_finding = false;
    seen.is_one_value = seen.is_one_value && seen.finding->secret == finding.secret &&
                        seen.finding->written == finding.written;
  }
  return by_key;
}

class Restorer {
 public:
  Restorer(const RuleSet& rules, const std::vector<Finding>& seen)
      : rules_(rules), seen_(by_key(seen)) {}

  bool restore(std::vector<StoredFinding>& findings) {
    for (const StoredFinding& stored : findings) learn_value(stored);
    return std::all_of(findings.begin(), findings.end(), [this](StoredFinding& stored) {
      return stored.only_named ? take_whole(stored) : take_value(stored);
    });
  }

 private:
  const Seen* seen_again(const StoredFinding& stored) const {
    const SeenByKey::const_iterator found = seen_.find(key_of(stored.finding));
    return found == seen_.end() ? nullptr : &found->second;
  }

  void learn_value(const StoredFinding& stored) {
    const Seen* seen = seen_again(stored);
    if (seen != nullptr && seen->is_one_value) values_.emplace(stored.value, seen->finding);
  }

  bool take_value(StoredFinding& stored) const {
    const auto value = values_.find(stored.value);
    const Rule* rule = rules_.find(stored.finding.rule_id);
    if (value == values_.end() || rule == nullptr) return false;
    if (value->second->fingerprint != stored.finding.fingerprint) return false;
    stored.finding.secret = value->second->secret;
    stored.finding.written = value->second->written;
    describe(*rule, stored.finding);
    return true;
  }

  bool take_whole(StoredFinding& stored) const {
    const Seen* seen = seen_again(stored);
    if (seen == nullptr || !seen->is_one_finding) return false;
    stored.finding = *seen->finding;
    return true;
  }

  const RuleSet& rules_;
  SeenByKey seen_;
  std::unordered_map<std::uint64_t, const Finding*> values_;  // by number
};

}  // namespace

bool restore_values(Repository& repository, const ScanOptions& options,
                    std::vector<StoredFinding>& findings) {
  if (findings.empty()) return true;
  ScanOptions quiet = options;
  quiet.on_progress = nullptr;
  Result<std::unique_ptr<ScanJob>> job = ScanJob::start(quiet);
  if (!job.ok()) return false;
  SecondLook second(repository, **job, chosen_sources(findings));
  const std::vector<Finding> seen_again = second.look();
  return Restorer(*options.rules, seen_again).restore(findings);
}

}  // namespace leakwarden::scanner
