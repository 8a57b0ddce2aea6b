#include "scanner/extra_places.h"

#include <map>
#include <string>
#include <utility>

#include "scanner/git/extra_texts.h"
#include "scanner/git/index.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kNamesAtOnceBytes = 1 << 20;
constexpr std::uint64_t kMostIndexBytes = 4ull << 30;
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

void scan_extra_texts(Repository& repository, ScanJob& job) {
  std::vector<Gap> gaps;
  for (const ExtraText& extra : extra_texts(repository, gaps)) {
    if (job.cancelled()) break;
    Location place;
    place.kind = extra.kind;
    place.repository = job.options().repository_name;
    if (extra.kind == PlaceKind::RefName) {
      place.refs = {extra.path};
    } else {
      place.path = extra.path;
      job.covered(kOwner, extra.text.size());
    }
    job.scan_text(kOwner, extra.text, place, extra.path);
  }
  for (Gap& gap : gaps) job.add_gap(kOwner, std::move(gap));
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
