#include "scanner/repository_state.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "scanner/folder_walk.h"
#include "scanner/ledger/state_digest.h"
#include "scanner/work_tree_list.h"

namespace leakwarden::scanner {
namespace {

void add_link(StateDigest& state, int root, const std::string& path) {
  char target[PATH_MAX];
  const ssize_t size = ::readlinkat(root, path.c_str(), target, sizeof target);
  state.add_file(root, path);
  if (size >= 0) state.add(std::string_view(target, static_cast<std::size_t>(size)));
}

class GitFolder final : public FolderVisitor {
 public:
  GitFolder(StateDigest& state, int root) : state_(state), root_(root) {}

  Visit see(const std::string& path, FolderEntryKind kind) override {
    if (path == "objects") return Visit::Skip;
    if (kind == FolderEntryKind::Symlink) {
      add_link(state_, root_, path);
    } else if (kind != FolderEntryKind::Folder) {
      state_.add_file(root_, path);
    }
    return Visit::Take;
  }
  void enter(const std::string& folder) override { state_.add(folder); }
  void unreadable(const std::string& path, const Error& error) override {
    state_.add(path);
    state_.add(error.why);
  }

 private:
  StateDigest& state_;
  int root_;
};

void add_git_folder(StateDigest& state, const Descriptor& folder, const Limits& limits) {
  GitFolder visitor(state, folder.get());
  walk_folder(folder.get(), limits, visitor);
}

void add_objects(StateDigest& state, ObjectSource& objects) {
  const std::vector<ObjectFile> files = objects.files();
  for (const ObjectFile& file : files) state.add_file(file.folder, file.path);
}

void add_work_tree(StateDigest& state, Repository& repository) {
  const Result<Descriptor> root = open_directory(AT_FDCWD, repository.work_tree());
  if (!root.ok()) return state.add(root.error().why);
  const WorkTreeList list = list_work_tree(repository, root->get(), repository.limits());
  for (const FileToScan& file : list.files) state.add_file(root->get(), file.path);
  for (const FileToScan& link : list.symlinks) add_link(state, root->get(), link.path);
  for (const Gap& gap : list.gaps) {
    state.add(gap.what);
    state.add(gap.reason);
  }
  state.add(list.ignored);
  state.add(list.repositories);
}

}  // namespace

RepositoryState state_of(Repository& repository, WithWorkTree with_work_tree) {
  StateDigest state;
  add_git_folder(state, repository.common_directory(), repository.limits());
  // Of a linked worktree, usually below the common one; then it is in twice.
  add_git_folder(state, repository.git_directory(), repository.limits());
  add_objects(state, repository.objects());
  if (with_work_tree == WithWorkTree::Yes && !repository.work_tree().empty()) {
    add_work_tree(state, repository);
  }
  const bool settled = state.settled();
  return RepositoryState{state.finish(), settled};
}

}  // namespace leakwarden::scanner
