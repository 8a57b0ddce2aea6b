#include "scanner/base/private_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace leakwarden {
namespace {

bool is_private(const struct stat& status) {
  return status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

bool is_ours_alone(const Descriptor& file) {
  struct stat status {};
  return ::fstat(file.get(), &status) == 0 && is_private(status);
}

bool make_private_folder(const std::string& path) {
  std::error_code failure;
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, failure);
  ::mkdir(path.c_str(), 0700);
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && is_private(status);
}

Result<Descriptor> open_private_file(const std::string& path) {
  LEAKWARDEN_TRY(Descriptor file, open_regular_file(AT_FDCWD, path));
  if (is_ours_alone(file)) return file;
  return Error::refused("use a cached file", path, "others own or may write this file");
}

}  // namespace leakwarden
