#include "scanner/git_folder_texts.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/file_list.h"
#include "scanner/folder_walk.h"
#include "scanner/path_name.h"
#include "scanner/report/words.h"
#include "scanner/staged_names.h"

namespace leakwarden::scanner {
namespace {

bool begins_with(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

// "index" of "worktrees/a/index"; "" for what lies elsewhere.
std::string_view name_in_linked_work_tree(std::string_view path) {
  constexpr std::string_view kFolder = "worktrees/";
  if (!begins_with(path, kFolder)) return "";
  const std::size_t slash = path.find('/', kFolder.size());
  return slash == std::string_view::npos ? "" : path.substr(slash + 1);
}

bool is_read_by_another_pass(std::string_view path) {
  for (std::string_view name : {"objects", "logs", "index", "packed-refs"}) {
    if (path == name) return true;
  }
  const std::string_view name = name_in_linked_work_tree(path);
  return name == "index" || name == "logs/HEAD" || begins_with(name, kSharedIndex) ||
         begins_with(path, kSharedIndex);
}

class GitFolderVisitor final : public FolderVisitor {
 public:
  GitFolderVisitor(Repository& repository, ScanJob& job, const std::vector<Ref>& refs,
                   const LfsPointers& lfs)
      : root_(repository.common_directory().get()), job_(job), refs_(refs), lfs_(lfs) {}

  Visit see(const std::string& path, FolderEntryKind kind) override {
    if (is_read_by_another_pass(path) || is_ref(path) || lfs_.names(base_name(path)))
      return Visit::Skip;
    if (kind == FolderEntryKind::Folder) return see_folder(path);
    scan_name(path);
    if (kind == FolderEntryKind::File) see_file(path);
    if (kind == FolderEntryKind::Symlink)
      scan_symlink(job_, root_, {path, path}, PlaceKind::Config);
    if (kind == FolderEntryKind::Other) see_other(path);
    return Visit::Take;
  }

  void enter(const std::string&) override {}

  void unreadable(const std::string& path, const Error& error) override {
    job_.add_gap(kOwner, gap_from_error("the git folder's " + path, error));
  }

  void scan() {
    walk_folder(root_, job_.options().limits, *this);
    if (files_left_out_ > 0) {
      job_.add_gap(kOwner, Gap{counted(files_left_out_, "file", "files") + " of the git folder",
                               "more files than are read there", 0, false, true});
    }
    scan_file_list(job_, root_, files_, PlaceKind::Config);
  }

 private:
  static std::string base_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  }

  // A file below refs/ that is none (broken, or a name for an unborn branch) is read as text.
  bool is_ref(const std::string& path) const {
    const auto by_name = [](const Ref& ref, const std::string& name) { return ref.name < name; };
    const auto found = std::lower_bound(refs_.begin(), refs_.end(), path, by_name);
    return found != refs_.end() && found->name == path && begins_with(path, "refs/");
  }

  bool is_repository(const std::string& folder) const {
    struct stat status {};
    return ::fstatat(root_, (folder + "/objects").c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           ::fstatat(root_, (folder + "/HEAD").c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  }

  Visit see_folder(const std::string& path) {
    if (!begins_with(path, "refs")) scan_name(path);
    if (!is_repository(path)) return Visit::Take;
    job_.add_note(path + " in the git folder: a repository of its own; scan it by naming it");
    return Visit::Skip;
  }

  void scan_name(const std::string& path) {
    Location place;
    place.repository = job_.options().repository_name;
    scan_new_path(job_, kOwner, path, path.size() - base_name(path).size(), std::move(place));
  }

  void see_file(const std::string& path) {
    if (files_.size() < kMostGitFolderFiles) {
      files_.push_back({path, path});
    } else {
      ++files_left_out_;
    }
  }

  void see_other(const std::string& path) {
    struct stat status {};
    const int answer = ::fstatat(root_, path.c_str(), &status, AT_SYMLINK_NOFOLLOW);
    if (answer != 0 || S_ISSOCK(status.st_mode)) return;
    job_.add_gap(kOwner, Gap{path, "not a regular file", 0, false, true});
  }

  int root_;
  ScanJob& job_;
  const std::vector<Ref>& refs_;
  const LfsPointers& lfs_;
  std::vector<FileToScan> files_;
  std::uint64_t files_left_out_ = 0;
};

}  // namespace

void scan_git_folder(Repository& repository, ScanJob& job, const std::vector<Ref>& refs,
                     const LfsPointers& lfs) {
  GitFolderVisitor(repository, job, refs, lfs).scan();
}

}  // namespace leakwarden::scanner
