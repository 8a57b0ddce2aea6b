#include "scanner/file_list.h"

#include <limits.h>
#include <unistd.h>

#include "scanner/parallel.h"

namespace leakwarden::scanner {
namespace {

Location place_of(const ScanJob& job, const FileToScan& file, PlaceKind kind) {
  Location place;
  place.kind = kind;
  place.repository = job.options().repository_name;
  place.path = file.name;
  return place;
}

}  // namespace

void scan_one_file(ScanJob& job, unsigned worker, FilesBeneath& files, const FileToScan& file,
                   PlaceKind kind) {
  const Result<Descriptor> opened = files.open(file.path);
  if (!opened.ok()) {
    if (opened.error().kind == ErrorKind::NotFound) return;
    job.add_gap(worker, Gap{file.name, opened.error().why, 0, false, false});
    return;
  }
  job.scan_content(worker, read_from_file(opened->get(), file.name), place_of(job, file, kind),
                   file.name);
}

void scan_file_list(ScanJob& job, int root, const std::vector<FileToScan>& files, PlaceKind kind) {
  std::vector<FilesBeneath> opened;
  for (unsigned worker = 0; worker < job.workers(); ++worker) opened.emplace_back(root);
  run_parallel(files.size(), job.workers(), [&](unsigned worker, std::uint64_t index) -> Flow {
    scan_one_file(job, worker, opened[worker], files[index], kind);
    return job.flow();
  });
}

bool scan_symlink(ScanJob& job, int root, const FileToScan& link, PlaceKind kind) {
  char target[PATH_MAX];
  const ssize_t size = ::readlinkat(root, link.path.c_str(), target, sizeof target);
  if (size < 0) return false;
  const std::string_view text(target, static_cast<std::size_t>(size));
  job.scan_text(kOwner, text, place_of(job, link, kind), link.name);
  job.covered(kOwner, text.size());
  return true;
}

}  // namespace leakwarden::scanner
