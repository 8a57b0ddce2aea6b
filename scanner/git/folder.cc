#include "scanner/git/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string_view>

namespace leakwarden::scanner {
namespace {

// Most folders are told of in one piece.
constexpr std::size_t kListedTogether = 32 << 10;

FolderEntryKind kind_of_mode(mode_t mode) {
  if (S_ISDIR(mode)) return FolderEntryKind::Folder;
  if (S_ISREG(mode)) return FolderEntryKind::File;
  if (S_ISLNK(mode)) return FolderEntryKind::Symlink;
  return FolderEntryKind::Other;
}

// Some file systems do not tell the kind while listing.
FolderEntryKind kind_of(const dirent64& entry, int directory) {
  switch (entry.d_type) {
    case DT_DIR:
      return FolderEntryKind::Folder;
    case DT_REG:
      return FolderEntryKind::File;
    case DT_LNK:
      return FolderEntryKind::Symlink;
    case DT_UNKNOWN:
      break;
    default:
      return FolderEntryKind::Other;
  }
  struct stat status {};
  if (::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return FolderEntryKind::Other;
  return kind_of_mode(status.st_mode);
}

}  // namespace

Result<Descriptor> open_child_folder(int directory, const std::string& path) {
  Descriptor folder(
      ::openat(directory, path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW));
  if (folder.valid()) return folder;
  int error_number = errno;
  struct stat status {};
  if (error_number == ENOTDIR &&
      ::fstatat(directory, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0)
    return Error::refused("open folder", path, "not a folder, or a symbolic link");
  return Error::from_errno("open folder", path, error_number);
}

// By the system's own call: opendir() asks three more things of each folder.
Result<std::vector<FolderEntry>> list_folder(int directory, const std::string& path,
                                             std::size_t max_entries) {
  LEAKWARDEN_TRY(const Descriptor folder, open_child_folder(directory, path));
  std::vector<FolderEntry> entries;
  alignas(dirent64) std::array<char, kListedTogether> listed;
  while (true) {
    const ssize_t size = ::getdents64(folder.get(), listed.data(), listed.size());
    if (size < 0) return Error::from_errno("list folder", path, errno);
    if (size == 0) break;
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      const auto& entry = *reinterpret_cast<const dirent64*>(listed.data() + at);
      at += entry.d_reclen;
      const std::string_view name = entry.d_name;
      if (name == "." || name == "..") continue;
      if (entries.size() == max_entries)
        return Error::too_large("list folder", path, "too many entries");
      entries.push_back({std::string(name), kind_of(entry, folder.get())});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const FolderEntry& left, const FolderEntry& right) {
    return left.name < right.name;
  });
  return entries;
}

}  // namespace leakwarden::scanner
