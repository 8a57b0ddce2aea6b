#include "scanner/staged_names.h"

#include <algorithm>
#include <set>
#include <utility>

#include "scanner/git/folder.h"
#include "scanner/git/index.h"
#include "scanner/value_numbers.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostIndexBytes = 4ull << 30;

// "index", and the parts a split one shares with others.
void add_index_files(Repository& repository, const std::string& folder,
                     std::vector<std::string>& files) {
  files.push_back(folder + "index");
  const Result<std::vector<FolderEntry>> entries =
      list_folder(repository.common_directory().get(), folder + ".", repository.limits().max_refs);
  if (!entries.ok()) return;  // whoever walks the folder says so
  for (const FolderEntry& entry : *entries) {
    if (entry.name.compare(0, kSharedIndex.size(), kSharedIndex) == 0)
      files.push_back(folder + entry.name);
  }
}

std::vector<std::string> index_files(Repository& repository) {
  std::vector<std::string> files;
  add_index_files(repository, "", files);
  const Result<std::vector<FolderEntry>> linked =
      list_folder(repository.common_directory().get(), "worktrees", repository.limits().max_refs);
  if (!linked.ok()) return files;
  for (const FolderEntry& entry : *linked)
    add_index_files(repository, "worktrees/" + entry.name + "/", files);
  return files;
}

// Versions 2 and 3 write each path whole, also where an extension makes the index unreadable to us.
bool has_plain_names(std::string_view index) {
  constexpr std::string_view kBegin("DIRC\0\0\0", 7);
  return index.substr(0, kBegin.size()) == kBegin && index.size() > kBegin.size() &&
         (index[kBegin.size()] == 2 || index[kBegin.size()] == 3);
}

Result<MappedFile> map_index(Repository& repository, const std::string& name) {
  LEAKWARDEN_TRY(const Descriptor file,
                 open_regular_file(repository.common_directory().get(), name));
  return MappedFile::map(file, name, kMostIndexBytes);
}

// Where the path component ends that holds the secret's last byte.
std::size_t end_of_component(const std::string& text, std::size_t secret_end) {
  return std::min(text.find_first_of("/\n", secret_end), text.size());
}

void scan_names(ScanJob& job, const std::string& text) {
  Location place;
  place.kind = PlaceKind::Index;
  place.repository = job.options().repository_name;
  for (Match& match : job.find(kOwner, text, place, "names in the index")) {
    const std::size_t before = text.rfind('\n', match.secret.begin);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    match.finding.location = place;
    match.finding.location.path =
        text.substr(begin, end_of_component(text, match.secret.end) - begin);
    job.keep(kOwner, std::move(match.finding));
  }
}

}  // namespace

void StagedNames::add(std::string_view index, unsigned id_bytes, const std::string& name,
                      ScanJob& job) {
  std::string text;
  Result<std::vector<IndexEntry>> entries = parse_index(index, id_bytes);
  if (entries.ok()) {
    for (IndexEntry& entry : *entries) {
      text += entry.path + '\n';
      path_of_blob_.emplace_back(entry.id.hex(), std::move(entry.path));
    }
  } else {
    if (!has_plain_names(index)) job.add_gap(kOwner, gap_from_error(name, entries.error()));
    text = std::string(index);
    std::replace(text.begin(), text.end(), '\0', '\n');
  }
  texts_.push_back(std::move(text));
}

StagedNames StagedNames::read(Repository& repository, ScanJob& job) {
  StagedNames staged;
  for (const std::string& name : index_files(repository)) {
    const Result<MappedFile> index = map_index(repository, name);
    if (index.ok()) {
      staged.add(index->bytes(), repository.id_bytes(), name, job);
    } else if (index.error().kind != ErrorKind::NotFound) {
      job.add_gap(kOwner, gap_from_error(name, index.error()));
    }
  }
  std::stable_sort(staged.path_of_blob_.begin(), staged.path_of_blob_.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  return staged;
}

void StagedNames::scan(ScanJob& job) const {
  for (const std::string& text : texts_) {
    scan_names(job, text);
    job.covered(kOwner, text.size());
  }
}

void StagedNames::name_blobs(std::vector<Finding>& findings) const {
  for (Finding& finding : findings) {
    Location& location = finding.location;
    const bool in_no_commit = location.kind == PlaceKind::Blob && location.commit.empty();
    if (!in_no_commit || !location.refs.empty()) continue;
    const auto staged = std::lower_bound(
        path_of_blob_.begin(), path_of_blob_.end(), location.blob,
        [](const auto& known, const std::string& blob) { return known.first < blob; });
    if (staged == path_of_blob_.end() || staged->first != location.blob) continue;
    location.kind = PlaceKind::Index;
    location.path = staged->second;
  }
}

void StagedNames::drop_names_of_trees(std::vector<Finding>& findings) {
  ValueNumbers values;
  std::set<std::pair<std::uint32_t, std::string>> in_trees;
  for (const Finding& finding : findings) {
    if (finding.location.kind == PlaceKind::Path)
      in_trees.emplace(values.number_of(finding), finding.location.path);
  }
  const auto is_said = [&](const Finding& finding) {
    const Location& location = finding.location;
    const bool is_name = location.kind == PlaceKind::Index && location.blob.empty();
    return is_name && in_trees.count({values.number_of(finding), location.path}) > 0;
  };
  findings.erase(std::remove_if(findings.begin(), findings.end(), is_said), findings.end());
}

}  // namespace leakwarden::scanner
