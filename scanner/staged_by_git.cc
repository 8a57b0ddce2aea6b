#include "scanner/staged_by_git.h"

#include <charconv>
#include <set>
#include <utility>

#include "scanner/git_child.h"

namespace leakwarden::scanner {
namespace {

// The empty tree's well-known ids, which git answers for without storing them.
constexpr const char* kEmptyTree20 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
constexpr const char* kEmptyTree32 =
    "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";

std::string_view take_word(std::string_view& line) {
  const std::size_t end = line.find(' ');
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  return word;
}

struct RawLine {
  IndexEntry entry;
  bool is_added = false;
};

Result<RawLine> parse_line(std::string_view line, std::string_view path) {
  const Error bad =
      Error::corrupt("read git's list of staged files", std::string(path), "not as expected");
  if (line.empty() || line[0] != ':') return bad;
  RawLine raw;
  raw.is_added = take_word(line) == ":000000";
  const std::string_view mode = take_word(line);
  take_word(line);
  const std::optional<ObjectId> id = ObjectId::from_hex(take_word(line));
  raw.entry.path = path;
  const auto parsed = std::from_chars(mode.data(), mode.data() + mode.size(), raw.entry.mode, 8);
  if (!id || parsed.ec != std::errc()) return bad;
  raw.entry.id = *id;
  return raw;
}

void add_new_names(const std::string& path, std::set<NewPath>& names) {
  std::size_t name_at = 0;
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       slash = path.find('/', name_at)) {
    names.insert({path.substr(0, slash), name_at});
    name_at = slash + 1;
  }
  names.insert({path, name_at});
}

}  // namespace

Result<StagedChanges> parse_raw_diff(std::string_view text) {
  StagedChanges changes;
  std::set<NewPath> names;
  while (!text.empty()) {
    const std::size_t line_end = text.find('\0');
    const std::size_t path_end =
        line_end == std::string_view::npos ? line_end : text.find('\0', line_end + 1);
    if (path_end == std::string_view::npos) {
      return Error::corrupt("read git's list of staged files", "", "it ends in the middle");
    }
    LEAKWARDEN_TRY(RawLine raw, parse_line(text.substr(0, line_end),
                                           text.substr(line_end + 1, path_end - line_end - 1)));
    text.remove_prefix(path_end + 1);
    if (raw.is_added) add_new_names(raw.entry.path, names);
    const bool is_content = raw.entry.mode != 0 && (raw.entry.mode & 0170000) != 0160000;
    if (is_content && !raw.entry.id.is_null()) changes.entries.push_back(std::move(raw.entry));
  }
  changes.new_paths.assign(names.begin(), names.end());
  return changes;
}

Result<StagedChanges> staged_by_git(Repository& repository, const std::string& index_file) {
  LEAKWARDEN_TRY(const std::optional<ObjectId> head, repository.resolve_ref("HEAD"));
  const std::string against = head                          ? head->hex()
                              : repository.id_bytes() == 32 ? kEmptyTree32
                                                            : kEmptyTree20;
  // An index named by the caller reaches git as its environment does.
  if (!index_file.empty()) ::setenv("GIT_INDEX_FILE", index_file.c_str(), 1);
  LEAKWARDEN_TRY(
      const std::string text,
      run_git(repository.work_tree(),
              {"-c", "core.fsmonitor=false", "diff-index", "--cached", "--raw", "-z",
               "--no-renames", "--no-ext-diff", "--full-index", "--abbrev=64", against}));
  return parse_raw_diff(text);
}

}  // namespace leakwarden::scanner
