#include "scanner/path_name.h"

#include <utility>

namespace leakwarden::scanner {

void scan_new_path(ScanJob& job, unsigned worker, const std::string& path, std::size_t name_at,
                   Location place) {
  place.kind = PlaceKind::Path;
  place.path = path;
  for (Match& match : job.find(worker, path, place, "a path")) {
    if (match.secret.end <= name_at) continue;
    const TextRange range = match.finding.location.range;
    match.finding.location = place;
    match.finding.location.range = range;
    job.keep(worker, std::move(match.finding));
  }
}

}  // namespace leakwarden::scanner
