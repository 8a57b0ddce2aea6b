#include "service/store/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace leakwarden::service {
namespace {

// Digits only: the file could hold anything.
std::string owner_of(int file) {
  std::array<char, 16> text{};
  ssize_t size = ::pread(file, text.data(), text.size(), 0);
  std::string owner;
  for (ssize_t i = 0; i < size && text[static_cast<std::size_t>(i)] >= '0' &&
                      text[static_cast<std::size_t>(i)] <= '9';
       ++i) {
    owner += text[static_cast<std::size_t>(i)];
  }
  return owner;
}

Error taken(const std::string& data_dir, const std::string& owner) {
  std::string who = owner.empty() ? "another process" : "process " + owner;
  return Error::refused("use the data folder", data_dir, who + " is using it")
      .with_remedy("stop that daemon first, or give this one a data_dir of its own");
}

Status write_owner(int file, const std::string& path) {
  std::string text = std::to_string(::getpid()) + "\n";
  bool written = ::ftruncate(file, 0) == 0 &&
                 ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  // A full disk must not keep the daemon from starting: the id is a courtesy.
  if (!written && errno != ENOSPC) return Error::from_errno("write lock", path, errno);
  return done();
}

}  // namespace

Result<DataLock> DataLock::take(const std::string& data_dir) {
  if (::mkdir(data_dir.c_str(), 0700) != 0 && errno != EEXIST) {
    return Error::from_errno("make data folder", data_dir, errno)
        .with_remedy("make the folder above it, or name another data_dir");
  }
  std::string path = data_dir + "/lock";
  Descriptor file(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!file.valid()) return Error::from_errno("open lock", path, errno);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return taken(data_dir, owner_of(file.get()));
    return Error::from_errno("take lock", path, errno);
  }
  LEAKWARDEN_CHECK(write_owner(file.get(), path));
  return DataLock(std::move(file));
}

}  // namespace leakwarden::service
