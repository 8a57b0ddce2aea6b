// The files of a work tree: tracked ones, and untracked ones that are not ignored.

#include <fcntl.h>
#include <sys/stat.h>

#include <set>
#include <utility>

#include <fmt/core.h>

#include "scanner/file_list.h"
#include "scanner/folder_walk.h"
#include "scanner/git/index.h"
#include "scanner/ignore_rules.h"
#include "scanner/scan.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostIndexBytes = 4ull << 30;

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

class WorkTreeVisitor final : public FolderVisitor {
 public:
  WorkTreeVisitor(ScanJob& job, int root, std::set<std::string> tracked)
      : job_(job), root_(root), tracked_(std::move(tracked)) {}

  void add_excludes(const Descriptor& common_directory) {
    const Result<std::string> text = read_regular_file(common_directory.get(), "info/exclude",
                                                       job_.options().limits.max_config_bytes);
    if (text.ok()) rules_.add("", *text);
  }

  Visit see(const std::string& path, FolderEntryKind kind) override {
    if (path == ".git" || ends_with(path, "/.git")) return Visit::Skip;
    const bool is_folder = kind == FolderEntryKind::Folder;
    if (is_folder && is_repository(path)) return Visit::Skip;
    if (tracked_.erase(path) == 0 && rules_.ignored(path, is_folder)) {
      ++ignored_;
      return Visit::Skip;
    }
    if (kind == FolderEntryKind::File) files_.push_back({path, path});
    if (kind == FolderEntryKind::Symlink)
      scan_symlink(job_, root_, {path, path}, PlaceKind::WorkTree);
    return Visit::Take;
  }

  void enter(const std::string& folder) override {
    const std::string path = folder.empty() ? ".gitignore" : folder + "/.gitignore";
    const Result<std::string> text =
        read_regular_file(root_, path, job_.options().limits.max_config_bytes);
    if (text.ok()) rules_.add(folder, *text);
  }

  void unreadable(const std::string& path, const Error& error) override {
    job_.add_gap(kOwner, Gap{path.empty() ? "the work tree" : path, error.why, 0, false, false});
  }

  // Files found, then the tracked ones that an ignored folder holds.
  std::vector<FileToScan> take_files() {
    for (const std::string& path : tracked_) files_.push_back({path, path});
    return std::move(files_);
  }

  void say_notes() {
    if (ignored_ > 0) {
      job_.add_note(fmt::format("{} ignored files and folders were not looked at", ignored_));
    }
    if (repositories_ > 0) {
      job_.add_note(fmt::format(
          "{} repositories inside were not looked at; scan them by naming them", repositories_));
    }
  }

 private:
  bool is_repository(const std::string& path) {
    struct stat status {};
    if (::fstatat(root_, (path + "/.git").c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
    ++repositories_;
    return true;
  }

  ScanJob& job_;
  int root_;
  std::set<std::string> tracked_;
  IgnoreRules rules_;
  std::vector<FileToScan> files_;
  std::uint64_t ignored_ = 0;
  std::uint64_t repositories_ = 0;
};

// Paths of files (not of symlinks and submodules) that the index tracks.
std::set<std::string> tracked_files(Repository& repository, ScanJob& job) {
  std::set<std::string> paths;
  const Result<Descriptor> file = open_regular_file(repository.git_directory().get(), "index");
  if (!file.ok()) return paths;
  const Result<MappedFile> bytes = MappedFile::map(*file, "index", kMostIndexBytes);
  if (!bytes.ok()) return paths;
  const Result<std::vector<IndexEntry>> entries =
      parse_index(bytes->bytes(), repository.id_bytes());
  if (!entries.ok()) {
    job.add_gap(kOwner, Gap{"tracked files that are ignored", "the index: " + entries.error().why,
                            0, entries.error().kind == ErrorKind::Corrupt, false});
    return paths;
  }
  for (const IndexEntry& entry : *entries) {
    if ((entry.mode & 0170000) == 0100000) paths.insert(entry.path);
  }
  return paths;
}

}  // namespace

Result<ScanReport> scan_work_tree(Repository& repository, const ScanOptions& options) {
  if (repository.work_tree().empty()) {
    return Error::invalid("scan the work tree", options.repository_name,
                          "a bare repository has none")
        .with_remedy("leave --work-tree away");
  }
  LEAKWARDEN_TRY(std::unique_ptr<ScanJob> job, ScanJob::start(options));
  LEAKWARDEN_TRY(const Descriptor root, open_directory(AT_FDCWD, repository.work_tree()));
  // The index first: what is tracked is scanned even where an ignore rule names it.
  WorkTreeVisitor visitor(*job, root.get(), tracked_files(repository, *job));
  visitor.add_excludes(repository.common_directory());
  walk_folder(root.get(), options.limits, visitor);
  const std::vector<FileToScan> files = visitor.take_files();
  job->set_total(files.size());
  scan_file_list(*job, root.get(), files, PlaceKind::WorkTree);
  visitor.say_notes();
  return job->finish();
}

}  // namespace leakwarden::scanner
