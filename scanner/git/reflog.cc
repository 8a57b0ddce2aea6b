#include "scanner/git/reflog.h"

#include <algorithm>
#include <optional>

#include "scanner/git/folder.h"

namespace leakwarden::scanner {
namespace {

std::optional<ReflogEntry> parse_line(std::string_view line, unsigned id_bytes) {
  std::size_t hex_size = 2 * id_bytes;
  if (line.size() < 2 * hex_size + 2 || line[hex_size] != ' ' || line[2 * hex_size + 1] != ' ')
    return std::nullopt;
  std::optional<ObjectId> before = ObjectId::from_hex(line.substr(0, hex_size));
  std::optional<ObjectId> after = ObjectId::from_hex(line.substr(hex_size + 1, hex_size));
  if (!before || !after) return std::nullopt;
  std::string_view rest = line.substr(2 * hex_size + 2);
  std::size_t tab = rest.find('\t');
  ReflogEntry entry;
  entry.before = *before;
  entry.after = *after;
  entry.person = std::string(rest.substr(0, tab));
  if (tab != std::string_view::npos) entry.message = std::string(rest.substr(tab + 1));
  return entry;
}

class ReflogReader {
 public:
  ReflogReader(Repository& repository, std::vector<Gap>& gaps)
      : repository_(repository), gaps_(gaps) {}

  // All files below <directory>/<folder>, named without the folder and with `prefix` before them.
  void read_below(const Descriptor& directory, const std::string& folder,
                  const std::string& prefix) {
    std::vector<std::string> pending{folder};
    while (!pending.empty()) {
      std::string current = std::move(pending.back());
      pending.pop_back();
      Result<std::vector<FolderEntry>> entries =
          list_folder(directory.get(), current, repository_.limits().max_refs);
      if (!entries.ok()) {
        if (entries.error().kind != ErrorKind::NotFound) gap(current, entries.error());
        continue;
      }
      for (const FolderEntry& entry : *entries) {
        std::string path = current + "/" + entry.name;
        if (entry.kind != FolderEntryKind::Folder)
          read(directory, path, prefix + path.substr(folder.size() + 1));
        else if (std::count(path.begin(), path.end(), '/') < repository_.limits().max_folder_depth)
          pending.push_back(std::move(path));
        else
          gap(path, Error::too_large("read reflog", "", "nested deeper than the limit"));
      }
    }
  }

  void read(const Descriptor& directory, const std::string& path, std::string name) {
    if (reflogs.size() >= repository_.limits().max_refs) return;
    Result<std::string> text =
        read_regular_file(directory.get(), path, repository_.limits().max_object_bytes);
    if (text.ok())
      reflogs.push_back({std::move(name), std::move(text).value()});
    else if (text.error().kind != ErrorKind::NotFound)
      gap(path, text.error());
  }

  std::vector<Reflog> reflogs;

 private:
  void gap(const std::string& path, const Error& error) {
    gaps_.push_back(gap_from_error("reflog " + path, error));
  }
  Repository& repository_;
  std::vector<Gap>& gaps_;
};

}  // namespace

std::vector<ReflogEntry> parse_reflog(std::string_view text, unsigned id_bytes) {
  std::vector<ReflogEntry> entries;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    std::optional<ReflogEntry> entry = parse_line(text.substr(0, end), id_bytes);
    if (entry) entries.push_back(std::move(*entry));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return entries;
}

std::vector<Reflog> read_reflogs(Repository& repository, std::vector<Gap>& gaps) {
  ReflogReader reader(repository, gaps);
  const Descriptor& common = repository.common_directory();
  reader.read_below(common, "logs", "");
  Result<std::vector<FolderEntry>> worktrees = list_folder(common.get(), "worktrees");
  if (worktrees.ok()) {
    for (const FolderEntry& worktree : *worktrees)
      reader.read(common, "worktrees/" + worktree.name + "/logs/HEAD",
                  "worktrees/" + worktree.name + "/HEAD");
  }
  std::sort(reader.reflogs.begin(), reader.reflogs.end(),
            [](const Reflog& one, const Reflog& other) { return one.name < other.name; });
  return std::move(reader.reflogs);
}

}  // namespace leakwarden::scanner
