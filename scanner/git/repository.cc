#include "scanner/git/repository.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdlib>

#include "scanner/git/config_text.h"
#include "scanner/git/folder.h"
#include "scanner/git/object_database.h"
#include "scanner/git/refs.h"
#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMaxPointerFile = 16 << 10;  // gitdir and commondir files
constexpr std::uint64_t kTreeCacheBytes = 48 << 20;

std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

bool exists(int directory, const std::string& name) {
  struct stat status {};
  return ::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

// What git asks of a git folder: HEAD, refs and objects (gitrepository-layout(5)); a linked
// worktree's has HEAD and commondir.
bool looks_like_git_folder(int directory) {
  if (!exists(directory, "HEAD")) return false;
  return exists(directory, "commondir") ||
         (exists(directory, "objects") && exists(directory, "refs"));
}

Error not_a_repository(const std::string& path) {
  return Error::not_found("open repository", path, "not a git repository")
      .with_remedy(
          "give the folder that holds .git, or a bare repository; to scan plain files, "
          "scan them as a folder");
}

std::string absolute(const std::string& path) {
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return path;
  std::string text = resolved;
  std::free(resolved);
  return text;
}

// Where a repository's parts lie, before any of it is read.
struct Layout {
  std::string git_folder;
  std::string work_tree;
  Descriptor git_directory;
  Descriptor common_directory;
};

class OpenedRepository final : public Repository {
 public:
  OpenedRepository(Layout layout, OpenOptions options)
      : layout_(std::move(layout)), options_(std::move(options)), trees_(kTreeCacheBytes) {}

  Status read_format();
  Status open_objects();

  const std::string& git_folder() const override { return layout_.git_folder; }
  const std::string& work_tree() const override { return layout_.work_tree; }
  const Descriptor& git_directory() const override { return layout_.git_directory; }
  const Descriptor& common_directory() const override { return layout_.common_directory; }
  unsigned id_bytes() const override { return id_bytes_; }
  bool is_shallow() const override { return !shallow_.empty(); }
  const std::set<ObjectId>& shallow_commits() const override { return shallow_; }
  bool is_partial_clone() const override { return is_partial_clone_; }
  ObjectSource& objects() override { return *objects_; }
  TreeCache& trees() override { return trees_; }
  const Limits& limits() const override { return options_.limits; }
  Result<std::vector<Ref>> refs(std::vector<Gap>& gaps) override;
  Result<std::optional<ObjectId>> resolve_ref(const std::string& name) override;

 private:
  Status check_ref_storage() const;
  Status read_shallow();

  Layout layout_;
  OpenOptions options_;
  unsigned id_bytes_ = 20;
  std::string ref_storage_;
  bool is_partial_clone_ = false;
  std::set<ObjectId> shallow_;
  std::unique_ptr<ObjectDatabase> objects_;
  TreeCache trees_;
};

// Only the format is read from the config; nothing in it is obeyed. Without a config it is git's
// default format, as for git.
Status OpenedRepository::read_format() {
  Result<std::string> text =
      read_regular_file(layout_.common_directory.get(), "config", options_.limits.max_config_bytes);
  std::map<std::string, std::string> config;
  if (text.ok()) config = parse_config(*text);
  const std::string& object_format = config["extensions.objectformat"];
  if (!object_format.empty() && object_format != "sha1" && object_format != "sha256")
    return Error::refused("open repository", layout_.git_folder, "unknown object format")
        .with_remedy("a newer version of this program");
  id_bytes_ = object_format == "sha256" ? 32 : 20;
  ref_storage_ = config["extensions.refstorage"];
  is_partial_clone_ = !config["extensions.partialclone"].empty();
  for (const std::pair<const std::string, std::string>& setting : config) {
    const std::string& key = setting.first;
    bool is_promisor = key.size() > 16 && key.compare(0, 7, "remote.") == 0 &&
                       key.compare(key.size() - 9, 9, ".promisor") == 0;
    if (is_promisor && config_is_true(setting.second)) is_partial_clone_ = true;
  }
  return read_shallow();
}

Status OpenedRepository::read_shallow() {
  constexpr std::uint64_t kMaxShallowFile = 64 << 20;
  Result<std::string> text =
      read_regular_file(layout_.common_directory.get(), "shallow", kMaxShallowFile);
  if (!text.ok()) {
    if (text.error().kind == ErrorKind::NotFound) return done();
    return std::move(text).error();
  }
  std::string_view rest = *text;
  while (!rest.empty()) {
    std::size_t end = std::min(rest.find('\n'), rest.size());
    std::optional<ObjectId> id = ObjectId::from_hex(rest.substr(0, end));
    if (id) shallow_.insert(*id);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return done();
}

Status OpenedRepository::open_objects() {
  std::vector<Descriptor> folders;
  for (const std::string& extra : options_.extra_object_folders) {
    LEAKWARDEN_TRY(Descriptor folder, open_directory(AT_FDCWD, extra));
    folders.push_back(std::move(folder));
  }
  // A user's own layout may link it elsewhere (the tools of Android do); a stranger's may not.
  int common = layout_.common_directory.get();
  Result<Descriptor> own = options_.alternates == FollowAlternates::Yes
                               ? open_directory(common, "objects")
                               : open_child_folder(common, "objects");
  if (!own.ok()) {
    if (own.error().kind == ErrorKind::NotFound) return not_a_repository(layout_.git_folder);
    return std::move(own).error();
  }
  folders.push_back(std::move(own).value());
  DatabaseOptions database;
  database.limits = options_.limits;
  database.id_bytes = id_bytes_;
  database.alternates = options_.alternates;
  database.verify_objects = options_.verify_objects;
  objects_ = ObjectDatabase::open(std::move(folders), database);
  if (objects_->has_promisor_packs()) is_partial_clone_ = true;
  return done();
}

Status OpenedRepository::check_ref_storage() const {
  if (ref_storage_.empty() || ref_storage_ == "files") return done();
  return Error::refused("read refs", layout_.git_folder,
                        "refs are stored as '" + ref_storage_ + "', which is not read yet")
      .with_remedy("git refs migrate --ref-format=files");
}

Result<std::vector<Ref>> OpenedRepository::refs(std::vector<Gap>& gaps) {
  LEAKWARDEN_CHECK(check_ref_storage());
  RefStore store(layout_.git_directory, layout_.common_directory, id_bytes_, options_.limits);
  return store.all(gaps);
}

Result<std::optional<ObjectId>> OpenedRepository::resolve_ref(const std::string& name) {
  LEAKWARDEN_CHECK(check_ref_storage());
  RefStore store(layout_.git_directory, layout_.common_directory, id_bytes_, options_.limits);
  return store.resolve(name);
}

// The common directory of a linked worktree is named in a file; a stranger's file may name any
// folder, so it is followed only where the user chose the repository.
Status find_common_directory(Layout& layout, FollowAlternates follow) {
  int git = layout.git_directory.get();
  Result<std::string> pointer = read_regular_file(git, "commondir", kMaxPointerFile);
  if (!pointer.ok()) {
    if (pointer.error().kind != ErrorKind::NotFound) return std::move(pointer).error();
    LEAKWARDEN_TRY(layout.common_directory, open_directory(git, "."));
    return done();
  }
  if (follow == FollowAlternates::No)
    return Error::refused("open repository", layout.git_folder, "a linked worktree of another")
        .with_remedy("open the repository it belongs to");
  LEAKWARDEN_TRY(layout.common_directory, open_directory(git, without_line_end(*pointer)));
  return done();
}

// ".git" is the git folder, or a file "gitdir: <path>".
Result<Descriptor> open_dot_git(int work_tree, std::string& git_folder, FollowAlternates follow) {
  Result<Descriptor> folder = follow == FollowAlternates::Yes
                                  ? open_directory(work_tree, ".git")
                                  : open_child_folder(work_tree, ".git");
  if (folder.ok()) return folder;
  Result<std::string> pointer = read_regular_file(work_tree, ".git", kMaxPointerFile);
  if (!pointer.ok()) return std::move(folder).error();
  constexpr std::string_view kPrefix = "gitdir: ";
  if (pointer->compare(0, kPrefix.size(), kPrefix) != 0)
    return Error::corrupt("open repository", git_folder, ".git is a file without 'gitdir:'");
  if (follow == FollowAlternates::No)
    return Error::refused("open repository", git_folder, "its .git file leads to another folder")
        .with_remedy("open that folder");
  std::string target = without_line_end(pointer->substr(kPrefix.size()));
  bool is_relative = !target.empty() && target[0] != '/';
  git_folder = is_relative ? git_folder.substr(0, git_folder.rfind('/') + 1) + target : target;
  return open_directory(work_tree, target);
}

Result<Layout> find_layout(const Descriptor& start, const std::string& path,
                           FollowAlternates follow) {
  Layout layout;
  if (exists(start.get(), ".git")) {
    layout.work_tree = path;
    layout.git_folder = path + "/.git";
    LEAKWARDEN_TRY(layout.git_directory, open_dot_git(start.get(), layout.git_folder, follow));
  } else {
    layout.git_folder = path;
    LEAKWARDEN_TRY(layout.git_directory, open_directory(start.get(), "."));
    constexpr std::string_view kDotGit = "/.git";
    if (path.size() > kDotGit.size() && path.compare(path.size() - 5, 5, kDotGit) == 0)
      layout.work_tree = path.substr(0, path.size() - kDotGit.size());
  }
  if (!looks_like_git_folder(layout.git_directory.get())) return not_a_repository(path);
  LEAKWARDEN_CHECK(find_common_directory(layout, follow));
  return layout;
}

Result<std::shared_ptr<Repository>> open_layout(Layout layout, const OpenOptions& options) {
  std::shared_ptr<OpenedRepository> repository =
      std::make_shared<OpenedRepository>(std::move(layout), options);
  LEAKWARDEN_CHECK(repository->read_format());
  LEAKWARDEN_CHECK(repository->open_objects());
  return std::shared_ptr<Repository>(std::move(repository));
}

}  // namespace

Result<std::shared_ptr<Repository>> Repository::open(const std::string& path,
                                                     const OpenOptions& options) {
  std::string resolved = absolute(path);
  Result<Descriptor> start = open_directory(AT_FDCWD, resolved);
  if (!start.ok()) {
    if (start.error().kind != ErrorKind::NotFound) return std::move(start).error();
    // A gitdir file may be named itself.
    std::size_t slash = resolved.rfind('/');
    if (slash != std::string::npos && resolved.substr(slash) == "/.git")
      return open(resolved.substr(0, slash), options);
    return not_a_repository(path);
  }
  // Whoever names a path chose it: a .git file there is followed. Content is not: alternates.
  LEAKWARDEN_TRY(Layout layout, find_layout(*start, resolved, FollowAlternates::Yes));
  layout.git_folder = absolute(layout.git_folder);
  return open_layout(std::move(layout), options);
}

Result<std::shared_ptr<Repository>> Repository::open_at(const Descriptor& directory,
                                                        const OpenOptions& options) {
  LEAKWARDEN_TRY(Layout layout, find_layout(directory, "", options.alternates));
  layout.git_folder.clear();
  layout.work_tree.clear();
  return open_layout(std::move(layout), options);
}

Result<std::string> find_repository(const std::string& path) {
  std::string folder = absolute(path);
  while (true) {
    Result<Descriptor> directory = open_directory(AT_FDCWD, folder);
    if (directory.ok() &&
        (exists(directory->get(), ".git") || looks_like_git_folder(directory->get())))
      return folder;
    std::size_t slash = folder.rfind('/');
    if (slash == std::string::npos || folder == "/") return not_a_repository(path);
    folder = slash == 0 ? "/" : folder.substr(0, slash);
  }
}

}  // namespace leakwarden::scanner
