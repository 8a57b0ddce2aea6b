// The files of a work tree: tracked ones, and untracked ones that are not ignored.

#include <fcntl.h>

#include <utility>

#include <fmt/core.h>

#include "scanner/scan.h"
#include "scanner/scan_job.h"
#include "scanner/work_tree_list.h"

namespace leakwarden::scanner {
namespace {

void say_what_was_passed_over(const WorkTreeList& list, ScanJob& job) {
  if (list.ignored > 0) {
    job.add_note(fmt::format("{} ignored files and folders were not looked at", list.ignored));
  }
  if (list.repositories > 0) {
    job.add_note(fmt::format("{} repositories inside were not looked at; scan them by naming them",
                             list.repositories));
  }
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
  WorkTreeList list = list_work_tree(repository, root.get(), options.limits);
  job->set_total(list.files.size());
  for (Gap& gap : list.gaps) job->add_gap(kOwner, std::move(gap));
  for (const FileToScan& link : list.symlinks) {
    scan_symlink(*job, root.get(), link, PlaceKind::WorkTree);
  }
  scan_file_list(*job, root.get(), list.files, PlaceKind::WorkTree);
  say_what_was_passed_over(list, *job);
  return job->finish();
}

}  // namespace leakwarden::scanner
