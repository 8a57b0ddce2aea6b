// Files and folders outside git: found by one thread, scanned by all.

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "scanner/file_list.h"
#include "scanner/file_stream.h"
#include "scanner/folder_walk.h"
#include "scanner/report/words.h"
#include "scanner/scan.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {
namespace {

// Everything below one named folder.
class Collector final : public FolderVisitor {
 public:
  Collector(ScanJob& job, int root, std::string name)
      : job_(job), root_(root), name_(std::move(name)), files_(job, root, PlaceKind::File) {
    while (name_.size() > 1 && name_.back() == '/') name_.pop_back();
  }

  Visit see(const std::string& path, FolderEntryKind kind) override {
    FileToScan file{path, named(path)};
    if (kind == FolderEntryKind::File) {
      files_.put(std::move(file));
      return Visit::Take;
    }
    if (kind == FolderEntryKind::Symlink) scan_symlink(job_, root_, file, PlaceKind::File);
    if (kind == FolderEntryKind::Other) ++others_;
    if (kind != FolderEntryKind::Folder || !is_git_folder(path)) return Visit::Take;
    job_.add_note(file.name + ": a repository of its own; scan it by naming it");
    return Visit::Skip;
  }

  void enter(const std::string&) override {}

  void unreadable(const std::string& path, const Error& error) override {
    job_.add_gap(kOwner, Gap{named(path), error.why, 0, false, false});
  }

  void scan() {
    walk_folder(root_, job_.options().limits, *this);
    if (others_ > 0)
      job_.add_note(name_ + ": passed over " +
                    counted(others_, "socket, pipe or device", "sockets, pipes or devices"));
    files_.finish();
  }

 private:
  std::string named(const std::string& path) const {
    if (name_ == ".") return path;
    if (path.empty()) return name_;
    return name_.back() == '/' ? name_ + path : name_ + "/" + path;
  }

  bool is_git_folder(const std::string& path) const {
    const bool named_so =
        path == ".git" || (path.size() > 5 && path.substr(path.size() - 5) == "/.git");
    struct stat status {};
    return named_so && ::fstatat(root_, (path + "/objects").c_str(), &status, 0) == 0;
  }

  ScanJob& job_;
  int root_;
  std::string name_;
  FileStream files_;
  std::uint64_t others_ = 0;
};

// What the user named is followed and read whatever it is: a symlink, a pipe, a device.
void scan_named(ScanJob& job, const std::string& path) {
  const Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  struct stat status {};
  if (!opened.valid() || ::fstat(opened.get(), &status) != 0) {
    const Error error = Error::from_errno("open", path, errno);
    job.add_gap(kOwner, Gap{path, error.why, 0, false, false});
    return;
  }
  if (S_ISDIR(status.st_mode)) {
    Collector(job, opened.get(), path).scan();
    return;
  }
  Location place;
  place.kind = PlaceKind::File;
  place.repository = job.options().repository_name;
  place.path = path;
  job.scan_content(kOwner, read_from(opened.get(), path), place, path);
}

}  // namespace

Result<ScanReport> scan_files(const std::vector<std::string>& paths, const ScanOptions& options) {
  LEAKWARDEN_TRY(std::unique_ptr<ScanJob> job, ScanJob::start(options));
  for (const std::string& path : paths) scan_named(*job, path);
  return job->finish();
}

}  // namespace leakwarden::scanner
