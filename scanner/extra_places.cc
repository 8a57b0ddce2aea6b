#include "scanner/extra_places.h"

#include <sys/stat.h>

#include <map>
#include <string>
#include <utility>

#include "scanner/folder_walk.h"
#include "scanner/git/index.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kNamesAtOnceBytes = 1 << 20;
constexpr std::uint64_t kMostIndexBytes = 4ull << 30;
constexpr const char* kConfigFiles[] = {"config",         "config.worktree", "description",
                                        "info/exclude",   "info/attributes", "FETCH_HEAD",
                                        "COMMIT_EDITMSG", "MERGE_MSG",       "TAG_EDITMSG"};

void scan_file(ScanJob& job, const Descriptor& directory, const std::string& path, PlaceKind kind) {
  const Result<Descriptor> file = open_file_beneath(directory.get(), path);
  if (!file.ok()) {
    if (file.error().kind == ErrorKind::NotFound) return;
    job.add_gap(kOwner, Gap{path, file.error().why, 0, false, false});
    return;
  }
  Location place;
  place.kind = kind;
  place.repository = job.options().repository_name;
  place.path = path;
  job.scan_content(kOwner, read_from(file->get(), path), place, path);
}

// Every file below logs/: a line for each move of a ref, with its message.
class ReflogVisitor final : public FolderVisitor {
 public:
  ReflogVisitor(ScanJob& job, const Descriptor& logs) : job_(job), logs_(logs) {}

  Visit see(const std::string& path, FolderEntryKind kind) override {
    if (kind == FolderEntryKind::File) scan_file(job_, logs_, path, PlaceKind::Reflog);
    return job_.cancelled() ? Visit::Skip : Visit::Take;
  }
  void enter(const std::string&) override {}
  void unreadable(const std::string& path, const Error& error) override {
    job_.add_gap(kOwner, Gap{"reflogs " + path, error.why, 0, false, false});
  }

 private:
  ScanJob& job_;
  const Descriptor& logs_;
};

void scan_directory(ScanJob& job, const Descriptor& directory) {
  for (const char* path : kConfigFiles) scan_file(job, directory, path, PlaceKind::Config);
  const Result<Descriptor> logs = open_child_folder(directory.get(), "logs");
  if (!logs.ok()) return;
  ReflogVisitor visitor(job, *logs);
  walk_folder(logs->get(), job.options().limits, visitor);
}

bool is_same(const Descriptor& left, const Descriptor& right) {
  struct stat one {};
  struct stat other {};
  return ::fstat(left.get(), &one) == 0 && ::fstat(right.get(), &other) == 0 &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

// Ref names that stand one a line in `text`.
void scan_name_lines(ScanJob& job, const std::string& text) {
  Location place;
  place.kind = PlaceKind::RefName;
  place.repository = job.options().repository_name;
  for (Match& match : job.find(kOwner, text, place, "ref names")) {
    const std::size_t before = text.rfind('\n', match.secret.begin);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    match.finding.location = place;
    match.finding.location.refs = {text.substr(begin, text.find('\n', begin) - begin)};
    job.keep(kOwner, std::move(match.finding));
  }
}

std::map<std::string, std::string> staged_paths(Repository& repository) {
  std::map<std::string, std::string> paths;  // by blob id in hex
  const Result<Descriptor> file = open_regular_file(repository.git_directory().get(), "index");
  if (!file.ok()) return paths;
  const Result<MappedFile> bytes = MappedFile::map(*file, "index", kMostIndexBytes);
  if (!bytes.ok()) return paths;
  Result<std::vector<IndexEntry>> entries = parse_index(bytes->bytes(), repository.id_bytes());
  if (!entries.ok()) return paths;
  for (IndexEntry& entry : *entries) paths.emplace(entry.id.hex(), std::move(entry.path));
  return paths;
}

}  // namespace

void scan_names_of(ScanJob& job, const std::vector<Ref>& refs) {
  std::string text;
  for (const Ref& ref : refs) {
    text += ref.name + '\n';
    if (text.size() < kNamesAtOnceBytes) continue;
    scan_name_lines(job, text);
    text.clear();
  }
  scan_name_lines(job, text);
}

Result<std::vector<Ref>> scan_ref_names(Repository& repository, ScanJob& job) {
  std::vector<Gap> gaps;
  LEAKWARDEN_TRY(std::vector<Ref> refs, repository.refs(gaps));
  for (Gap& gap : gaps) job.add_gap(kOwner, std::move(gap));
  scan_names_of(job, refs);
  return refs;
}

void scan_extra_texts(Repository& repository, ScanJob& job) {
  scan_directory(job, repository.common_directory());
  if (is_same(repository.common_directory(), repository.git_directory())) return;
  scan_directory(job, repository.git_directory());
}

void name_staged_blobs(Repository& repository, std::vector<Finding>& findings) {
  std::map<std::string, std::string> paths;
  bool read = false;
  for (Finding& finding : findings) {
    Location& location = finding.location;
    const bool in_no_commit = location.kind == PlaceKind::Blob && location.commit.empty();
    if (!in_no_commit || !location.refs.empty()) continue;
    if (!read) paths = staged_paths(repository);
    read = true;
    const auto staged = paths.find(location.blob);
    if (staged == paths.end()) continue;
    location.kind = PlaceKind::Index;
    location.path = staged->second;
  }
}

}  // namespace leakwarden::scanner
