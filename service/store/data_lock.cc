#include "service/store/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <thread>
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

// A doctor that looks (data_lock_owner) holds it for some microseconds: so a few tries.
Status lock_file(int file, const std::string& data_dir, const std::string& path) {
  for (int left = 5; ::flock(file, LOCK_EX | LOCK_NB) != 0; --left) {
    if (errno != EWOULDBLOCK) return Error::from_errno("take lock", path, errno);
    if (left == 0) return taken(data_dir, owner_of(file));
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return done();
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
        .with_remedy("make the folder above it, writable for this user, or name another data_dir");
  }
  std::string path = data_dir + "/lock";
  Descriptor file(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!file.valid()) return Error::from_errno("open lock", path, errno);
  LEAKWARDEN_CHECK(lock_file(file.get(), data_dir, path));
  LEAKWARDEN_CHECK(write_owner(file.get(), path));
  return DataLock(std::move(file));
}

std::optional<std::string> data_lock_owner(const std::string& data_dir) {
  Descriptor file(
      ::open((data_dir + "/lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  // A shared lock that we get shows that nobody has the exclusive one; closing gives it back.
  if (!file.valid() || ::flock(file.get(), LOCK_SH | LOCK_NB) == 0) return std::nullopt;
  std::string owner = owner_of(file.get());
  return owner.empty() ? "?" : owner;
}

}  // namespace leakwarden::service
