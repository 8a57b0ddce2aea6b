#pragma once

// Files of others, opened so that nothing blocks, follows or grows: O_NOFOLLOW, O_NONBLOCK,
// regular files only, bounded size. Answers: FIFOs as config, symlinks out of the repository,
// files that grow while they are read.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

struct stat;

namespace leakwarden {

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }
  int get() const { return number_; }
  bool valid() const { return number_ >= 0; }
  int release() {
    int number = number_;
    number_ = -1;
    return number;
  }
  void reset();

 private:
  int number_ = -1;
};

// What the file system says of a file: it is no other one, and was not changed, while this stays.
// The time of the inode's last change nobody can set back.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t bytes = 0;
  std::uint64_t mode = 0;
  std::uint64_t owner = 0;
  std::int64_t written_nanoseconds = 0;  // since 1970, as all here
  std::int64_t changed_nanoseconds = 0;
  std::int64_t seen_nanoseconds = 0;  // when it was so
};
// From what was asked just now.
FileStamp stamp_of(const struct stat& status);

// A read-only map of a whole regular file; empty files give an empty view.
class MappedFile {
 public:
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  static Result<MappedFile> map(const Descriptor& file, std::string_view name,
                                std::uint64_t max_bytes = UINT64_MAX);
  std::string_view bytes() const { return {static_cast<const char*>(address_), size_}; }
  const FileStamp& stamp() const { return stamp_; }  // before anything of it was read

 private:
  FileStamp stamp_;
  void* address_ = nullptr;
  std::size_t size_ = 0;
};

// Open below `directory` (AT_FDCWD for the working directory). NotFound, Refused (not a regular
// file, a symlink), Io.
Result<Descriptor> open_regular_file(int directory, const std::string& path);
Result<Descriptor> open_directory(int directory, const std::string& path);
// TooLarge when it holds more than max_bytes.
Result<std::string> read_regular_file(int directory, const std::string& path,
                                      std::uint64_t max_bytes);
// For a file a person names as the place of a report: a device or FIFO is written to as it is, a
// symlink is followed, anything else is replaced atomically.
Status write_output_file(const std::string& path, std::string_view bytes, unsigned mode);
// Write beside `path`, fsync, rename over it; mode as given.
Status write_file_atomically(const std::string& path, std::string_view bytes, unsigned mode);

}  // namespace leakwarden
