#include "scanner/git/refs.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "scanner/git/folder.h"

namespace leakwarden::scanner {
namespace {

constexpr unsigned kMaxSymbolicDepth = 5;
constexpr std::uint64_t kMaxRefFile = 16 << 10;
constexpr std::uint64_t kMaxPackedRefs = 512ull << 20;
constexpr std::string_view kSymbolic = "ref:";

bool ends_with(const std::string& text, std::string_view ending) {
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

bool starts_with(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  text.remove_prefix(begin);
  std::size_t last = text.find_last_not_of(kBlanks);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// A name that came out of a file is used as a path, so it must stay below the repository.
bool is_safe_name(std::string_view name) {
  if (name != "HEAD" && !starts_with(name, "refs/") && !starts_with(name, "worktrees/"))
    return false;
  for (std::size_t begin = 0; begin <= name.size();) {
    std::size_t end = std::min(name.find('/', begin), name.size());
    std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return name.find('\0') == std::string_view::npos;
}

Gap gap_of_ref(const std::string& name, const Error& error) {
  return gap_from_error("ref " + name, error);
}

// The next line of packed-refs, without its line feed.
std::string_view take_line(std::string_view& rest) {
  std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

struct PackedLine {
  ObjectId id;
  std::string_view name;
};

// "<hex> SP <name>"; empty for comments ("#"), peeled tags ("^") and what is not understood.
std::optional<PackedLine> parse_packed_line(std::string_view line, unsigned id_bytes) {
  std::size_t hex_size = 2 * id_bytes;
  if (line.size() < hex_size + 2 || line[hex_size] != ' ') return std::nullopt;
  std::optional<ObjectId> id = ObjectId::from_hex(line.substr(0, hex_size));
  if (!id) return std::nullopt;
  return PackedLine{*id, trim(line.substr(hex_size + 1))};
}

void sort_by_name(std::vector<Ref>& refs) {
  std::stable_sort(refs.begin(), refs.end(),
                   [](const Ref& one, const Ref& other) { return one.name < other.name; });
}

std::optional<ObjectId> find_in(const std::vector<Ref>& refs, const std::string& name) {
  std::vector<Ref>::const_iterator found =
      std::lower_bound(refs.begin(), refs.end(), name,
                       [](const Ref& ref, const std::string& wanted) { return ref.name < wanted; });
  if (found == refs.end() || found->name != name) return std::nullopt;
  return found->id;
}

bool is_packed_noise(std::string_view line) {
  return line.empty() || line.front() == '#' || line.front() == '^';
}

}  // namespace

// git's per-worktree refs (gitrepository-layout(5), git-worktree(1) "REFS").
const Descriptor& RefStore::directory_of(const std::string& name) const {
  bool of_worktree = name == "HEAD" || starts_with(name, "refs/bisect/") ||
                     starts_with(name, "refs/worktree/") || starts_with(name, "refs/rewritten/");
  return of_worktree ? git_directory_ : common_directory_;
}

Result<RefStore::Content> RefStore::parse(const std::string& name, std::string_view text) const {
  Content content;
  text = trim(text);
  if (starts_with(text, kSymbolic)) {
    content.target = std::string(trim(text.substr(kSymbolic.size())));
    if (is_safe_name(content.target)) return content;
    return Error::corrupt("read ref", name, "symbolic ref leads out of refs/");
  }
  std::size_t hex_size = 2 * id_bytes_;
  bool followed_by_blank =
      text.size() > hex_size &&
      (text[hex_size] == ' ' || text[hex_size] == '\t' || text[hex_size] == '\n');
  if (text.size() == hex_size || followed_by_blank)
    content.id = ObjectId::from_hex(text.substr(0, hex_size));
  if (content.id) return content;
  return Error::corrupt("read ref", name, "neither an object id nor a symbolic ref");
}

// A symlink is the oldest kind of symbolic ref; its text is read, it is not followed.
Result<std::optional<RefStore::Content>> RefStore::read_link(const std::string& name) const {
  char link[PATH_MAX];
  ssize_t size = ::readlinkat(directory_of(name).get(), name.c_str(), link, sizeof link);
  if (size <= 0) return Error::refused("read ref", name, "not a regular file");
  std::string text = std::string(kSymbolic) + std::string(link, static_cast<std::size_t>(size));
  LEAKWARDEN_TRY(Content content, parse(name, text));
  return std::optional<Content>(std::move(content));
}

Result<std::optional<RefStore::Content>> RefStore::read_loose(const std::string& name) const {
  int directory = directory_of(name).get();
  Result<std::string> text = read_regular_file(directory, name, kMaxRefFile);
  if (!text.ok()) {
    if (text.error().kind == ErrorKind::NotFound) return std::optional<Content>();
    if (text.error().kind != ErrorKind::Refused) return std::move(text).error();
    if (open_child_folder(directory, name).ok()) return std::optional<Content>();
    Result<std::optional<Content>> link = read_link(name);
    // Neither a folder nor a symlink: say what really refused, a permission for instance.
    if (!link.ok() && link.error().kind == ErrorKind::Refused) return std::move(text).error();
    return link;
  }
  LEAKWARDEN_TRY(Content content, parse(name, *text));
  return std::optional<Content>(std::move(content));
}

Result<MappedFile> RefStore::map_packed() const {
  Result<Descriptor> file = open_regular_file(common_directory_.get(), "packed-refs");
  if (!file.ok()) {
    if (file.error().kind == ErrorKind::NotFound) return MappedFile();
    return std::move(file).error();
  }
  return MappedFile::map(*file, "packed-refs", kMaxPackedRefs);
}

Result<std::optional<ObjectId>> RefStore::find_packed(const std::string& name) const {
  LEAKWARDEN_TRY(MappedFile file, map_packed());
  std::string_view text = file.bytes();
  std::size_t hex_size = 2 * id_bytes_;
  std::string wanted = " " + name;
  for (std::size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + 1)) {
    std::size_t end = at + wanted.size();
    bool at_line_begin = at == hex_size || (at > hex_size && text[at - hex_size - 1] == '\n');
    bool at_line_end = end == text.size() || text[end] == '\n' || text[end] == '\r';
    if (at_line_begin && at_line_end)
      return ObjectId::from_hex(text.substr(at - hex_size, hex_size));
  }
  return std::optional<ObjectId>();
}

Result<std::optional<ObjectId>> RefStore::resolve(const std::string& first,
                                                  const Packed* packed) const {
  std::string name = first;
  for (unsigned depth = 0; depth <= kMaxSymbolicDepth; ++depth) {
    LEAKWARDEN_TRY(std::optional<Content> content, read_loose(name));
    if (content && content->id) return content->id;
    if (!content) {
      return packed == nullptr ? find_packed(name) : find_in(*packed, name);
    }
    name = std::move(content->target);
  }
  return Error::corrupt("read ref", first, "symbolic refs nested too deep, or in a circle");
}

Result<std::optional<ObjectId>> RefStore::resolve(const std::string& name) const {
  return resolve(name, nullptr);
}

Result<RefStore::Packed> RefStore::read_packed(std::vector<Gap>& gaps) const {
  Packed packed;
  Result<MappedFile> file = map_packed();
  if (!file.ok()) {
    gaps.push_back(gap_from_error("packed-refs", file.error()));
    return packed;
  }
  std::string_view rest = file->bytes();
  while (!rest.empty()) {
    std::string_view line = take_line(rest);
    if (is_packed_noise(line)) continue;
    std::optional<PackedLine> parsed = parse_packed_line(line, id_bytes_);
    if (!parsed || parsed->name.size() > limits_.max_ref_name_bytes) {
      gaps.push_back(gap_from_error(
          "a line of packed-refs", Error::corrupt("read refs", "", "no id and name, or too long")));
      continue;
    }
    packed.push_back({std::string(parsed->name), parsed->id});
    if (packed.size() > limits_.max_refs)
      return Error::too_large("read refs", "packed-refs", "more refs than the limit");
  }
  sort_by_name(packed);
  return packed;
}

// Folder by folder, no recursion, each opened below its parent so that no symlink is followed.
Status RefStore::list_loose(std::vector<std::string>& names, std::vector<Gap>& gaps) const {
  std::vector<std::string> pending{"refs"};
  while (!pending.empty()) {
    std::string folder = std::move(pending.back());
    pending.pop_back();
    Result<std::vector<FolderEntry>> entries =
        list_folder(directory_of(folder + "/").get(), folder, limits_.max_refs);
    if (!entries.ok()) {
      if (entries.error().kind == ErrorKind::TooLarge) return std::move(entries).error();
      gaps.push_back(gap_from_error("refs in " + folder, entries.error()));
      continue;
    }
    for (const FolderEntry& entry : *entries) {
      std::string name = folder + "/" + entry.name;
      bool too_deep = std::count(name.begin(), name.end(), '/') > limits_.max_folder_depth;
      if (too_deep || name.size() > limits_.max_ref_name_bytes)
        gaps.push_back(gap_of_ref(name, Error::too_large("read ref", "", "name is too long")));
      else if (entry.kind == FolderEntryKind::Folder)
        pending.push_back(std::move(name));
      else if (!ends_with(name, ".lock"))
        names.push_back(std::move(name));
    }
    if (names.size() > limits_.max_refs)
      return Error::too_large("read refs", "refs", "more refs than the limit");
  }
  return done();
}

void RefStore::list_worktrees(std::vector<std::string>& names, std::vector<Gap>& gaps) const {
  Result<std::vector<FolderEntry>> entries =
      list_folder(common_directory_.get(), "worktrees", limits_.max_refs);
  if (!entries.ok()) {
    if (entries.error().kind != ErrorKind::NotFound)
      gaps.push_back(gap_from_error("worktrees", entries.error()));
    return;
  }
  for (const FolderEntry& entry : *entries) {
    if (entry.kind == FolderEntryKind::Folder) names.push_back("worktrees/" + entry.name + "/HEAD");
  }
}

Result<std::vector<Ref>> RefStore::all(std::vector<Gap>& gaps) const {
  LEAKWARDEN_TRY(Packed refs, read_packed(gaps));
  std::vector<std::string> names{"HEAD"};
  LEAKWARDEN_CHECK(list_loose(names, gaps));
  list_worktrees(names, gaps);
  Packed loose;
  for (const std::string& name : names) {
    Result<std::optional<ObjectId>> id = resolve(name, &refs);
    if (!id.ok())
      gaps.push_back(gap_of_ref(name, id.error()));
    else if (*id)
      loose.push_back({name, **id});
  }
  // Loose ones stand before packed ones of the same name, and the first of a name stays.
  loose.insert(loose.end(), std::make_move_iterator(refs.begin()),
               std::make_move_iterator(refs.end()));
  sort_by_name(loose);
  loose.erase(std::unique(loose.begin(), loose.end(),
                          [](const Ref& one, const Ref& other) { return one.name == other.name; }),
              loose.end());
  return loose;
}

}  // namespace leakwarden::scanner
