#include "scanner/base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <utility>

namespace leakwarden {
namespace {

constexpr std::size_t kReadBytes = 64 << 10;

std::int64_t nanoseconds(const timespec& time) {
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

Status write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Error::from_errno("write file", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return done();
}

Status sync_parent_of(const std::string& path) {
  std::size_t slash = path.rfind('/');
  std::string parent = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  LEAKWARDEN_TRY(Descriptor directory, open_directory(AT_FDCWD, parent));
  if (::fsync(directory.get()) != 0) return Error::from_errno("sync folder", parent, errno);
  return done();
}

Status write_new_file(const std::string& path, std::string_view bytes, unsigned mode) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file.valid()) return Error::from_errno("create file", path, errno);
  LEAKWARDEN_CHECK(write_all(file.get(), bytes, path));
  if (::fchmod(file.get(), mode) != 0) return Error::from_errno("set file mode", path, errno);
  if (::fsync(file.get()) != 0) return Error::from_errno("sync file", path, errno);
  return done();
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    number_ = other.release();
  }
  return *this;
}

void Descriptor::reset() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

FileStamp stamp_of(const struct stat& status) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  FileStamp stamp;
  stamp.device = status.st_dev;
  stamp.inode = status.st_ino;
  stamp.bytes = static_cast<std::uint64_t>(status.st_size);
  stamp.mode = status.st_mode;
  stamp.owner = status.st_uid;
  stamp.written_nanoseconds = nanoseconds(status.st_mtim);
  stamp.changed_nanoseconds = nanoseconds(status.st_ctim);
  stamp.seen_nanoseconds = nanoseconds(now);
  return stamp;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : stamp_(other.stamp_),
      address_(std::exchange(other.address_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  if (this != &other) {
    if (address_ != nullptr) ::munmap(address_, size_);
    stamp_ = other.stamp_;
    address_ = std::exchange(other.address_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

MappedFile::~MappedFile() {
  if (address_ != nullptr) ::munmap(address_, size_);
}

Result<MappedFile> MappedFile::map(const Descriptor& file, std::string_view name,
                                   std::uint64_t max_bytes) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    return Error::from_errno("inspect file", std::string(name), errno);
  }
  std::uint64_t size = static_cast<std::uint64_t>(status.st_size);
  if (size > max_bytes) {
    return Error::too_large(
        "map file", std::string(name),
        std::to_string(size) + " bytes, the limit is " + std::to_string(max_bytes));
  }
  MappedFile mapped;
  mapped.stamp_ = stamp_of(status);
  if (size == 0) return mapped;
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (address == MAP_FAILED) return Error::from_errno("map file", std::string(name), errno);
  mapped.address_ = address;
  mapped.size_ = size;
  return mapped;
}

Result<Descriptor> open_regular_file(int directory, const std::string& path) {
  // O_NONBLOCK: opening a FIFO must not wait for its writer.
  Descriptor file(
      ::openat(directory, path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
  if (!file.valid()) return Error::from_errno("open file", path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return Error::from_errno("inspect file", path, errno);
  if (!S_ISREG(status.st_mode)) return Error::refused("open file", path, "not a regular file");
  return file;
}

Result<Descriptor> open_directory(int directory, const std::string& path) {
  Descriptor folder(::openat(directory, path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (!folder.valid()) return Error::from_errno("open folder", path, errno);
  return folder;
}

Result<std::string> read_regular_file(int directory, const std::string& path,
                                      std::uint64_t max_bytes) {
  LEAKWARDEN_TRY(Descriptor file, open_regular_file(directory, path));
  std::string content;
  std::string chunk(kReadBytes, '\0');
  while (true) {
    ssize_t count = ::read(file.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error::from_errno("read file", path, errno);
    if (count == 0) return content;
    content.append(chunk, 0, static_cast<std::size_t>(count));
    if (content.size() > max_bytes) {
      return Error::too_large("read file", path,
                              "more than the limit of " + std::to_string(max_bytes) + " bytes");
    }
  }
}

Status write_output_file(const std::string& path, std::string_view bytes, unsigned mode) {
  struct stat status {};
  bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!file.valid()) return Error::from_errno("open file", path, errno);
    return write_all(file.get(), bytes, path);
  }
  char resolved[PATH_MAX];
  if (exists && ::realpath(path.c_str(), resolved) != nullptr) {
    return write_file_atomically(resolved, bytes, mode);
  }
  return write_file_atomically(path, bytes, mode);
}

Status write_file_atomically(const std::string& path, std::string_view bytes, unsigned mode) {
  std::string temporary = path + ".new-" + std::to_string(::getpid());
  Status written = write_new_file(temporary, bytes, mode);
  if (written.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = Error::from_errno("rename file", path, errno);
  }
  if (!written.ok()) {
    ::unlink(temporary.c_str());
    return written;
  }
  return sync_parent_of(path);
}

}  // namespace leakwarden
