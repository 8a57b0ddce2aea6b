#include "scanner/worker/git_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "scanner/base/limits.h"
#include "scanner/base/sha256.h"
#include "scanner/git/folder.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kFreshNanoseconds = 2'000'000'000;
constexpr std::size_t kMaxRefsDepth = 64;

bool has(int folder, const char* name, mode_t wanted, mode_t or_else) {
  struct stat status {};
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
  mode_t kind = status.st_mode & S_IFMT;
  return kind == wanted || kind == or_else;
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// Collects names, sizes, times and inodes into one digest.
class KeyBuilder {
 public:
  explicit KeyBuilder(WallTime now) : now_(unix_milliseconds(now) * 1'000'000) {}

  void add(int folder, const std::string& path) {
    ++entries_;
    struct stat status {};
    bool there = fstatat(folder, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
    const std::int64_t fields[] = {there,
                                   status.st_mode,
                                   status.st_size,
                                   static_cast<std::int64_t>(status.st_ino),
                                   nanoseconds(status.st_mtim),
                                   nanoseconds(status.st_ctim)};
    digest_.update(path);
    digest_.update(std::string_view("\0", 1));
    digest_.update({reinterpret_cast<const char*>(fields), sizeof(fields)});
    if (there && nanoseconds(status.st_ctim) > now_ - kFreshNanoseconds) fresh_ = true;
  }
  void distrust() { fresh_ = true; }
  bool full() const { return entries_ > Limits{}.max_refs; }
  RefsKey finish() {
    Sha256Digest digest = digest_.finish();
    return {std::string(reinterpret_cast<const char*>(digest.data()), digest.size()), fresh_};
  }

 private:
  std::int64_t now_;
  Sha256 digest_;
  std::size_t entries_ = 0;
  bool fresh_ = false;
};

std::size_t depth_of(const std::string& path) {
  std::size_t depth = 0;
  for (char byte : path) depth += byte == '/';
  return depth;
}

}  // namespace

Result<Descriptor> open_below(int root, const std::string& path) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK;
  Descriptor folder(openat(root, ".", kFlags));
  std::size_t begin = 0;
  while (folder.valid() && begin < path.size()) {
    std::size_t slash = std::min(path.find('/', begin), path.size());
    folder = Descriptor(openat(folder.get(), path.substr(begin, slash - begin).c_str(), kFlags));
    begin = slash + 1;
  }
  if (folder.valid()) return folder;
  // A symbolic link or a file where a folder was: what we knew is not there any more.
  if (errno == ENOTDIR || errno == ELOOP) {
    return Error::not_found("open folder", path, "not a folder");
  }
  return Error::from_errno("open folder", path, errno);
}

bool is_git_folder(int folder) {
  return has(folder, "HEAD", S_IFREG, S_IFLNK) && has(folder, "objects", S_IFDIR, S_IFDIR) &&
         has(folder, "refs", S_IFDIR, S_IFDIR);
}

RefsKey refs_key(int git_folder, WallTime now,
                 const std::function<void(const std::string& path, int folder)>& on_folder) {
  KeyBuilder key(now);
  key.add(git_folder, "HEAD");
  key.add(git_folder, "packed-refs");
  std::vector<std::string> waiting = {"refs"};
  while (!waiting.empty() && !key.full()) {
    std::string path = std::move(waiting.back());
    waiting.pop_back();
    key.add(git_folder, path);
    Result<Descriptor> folder = open_below(git_folder, path);
    if (folder.ok()) on_folder(path, folder->get());
    Result<std::vector<FolderEntry>> entries =
        folder.ok() ? list_folder(folder->get(), ".", Limits{}.max_refs) : folder.error();
    if (!entries.ok() || depth_of(path) > kMaxRefsDepth) {
      key.distrust();
      continue;
    }
    for (const FolderEntry& entry : *entries) {
      std::string below = path + "/" + entry.name;
      if (entry.kind == FolderEntryKind::Folder) {
        waiting.push_back(std::move(below));
      } else {
        key.add(git_folder, below);
      }
    }
  }
  if (key.full()) key.distrust();
  return key.finish();
}

}  // namespace leakwarden::scanner
