#include "scanner/ledger/state_digest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <cerrno>

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
// Kernels tick 100 to 1000 times a second.
constexpr std::int64_t kFineTick = std::chrono::nanoseconds(kSettlingTime).count();
constexpr std::int64_t kCoarseTick = 2 * kSecond;  // FAT's

std::int64_t nanoseconds(const timespec& time) {
  return time.tv_sec * kSecond + time.tv_nsec;
}

std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME, &time);
  return nanoseconds(time);
}

}  // namespace

void StateDigest::add(std::uint64_t number) {
  char bytes[8];
  for (std::size_t byte = 0; byte < 8; ++byte)
    bytes[byte] = static_cast<char>(number >> (8 * byte));
  hash_.update({bytes, sizeof bytes});
}

void StateDigest::add(std::string_view text) {
  add(std::uint64_t{text.size()});
  hash_.update(text);
}

void StateDigest::add_file(int folder, const std::string& path) {
  add(path);
  struct stat status {};
  if (::fstatat(folder, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return add(static_cast<std::uint64_t>(errno));
  }
  const std::int64_t changed = nanoseconds(status.st_ctim);
  for (const std::int64_t number :
       {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
        static_cast<std::int64_t>(status.st_size), static_cast<std::int64_t>(status.st_mode),
        static_cast<std::int64_t>(status.st_uid), nanoseconds(status.st_mtim), changed}) {
    add(static_cast<std::uint64_t>(number));
  }
  youngest_nanoseconds_ = std::max(youngest_nanoseconds_, changed);
}

bool StateDigest::settled() const {
  const bool is_coarse = youngest_nanoseconds_ % kSecond == 0;
  return now() - youngest_nanoseconds_ >= (is_coarse ? kCoarseTick : kFineTick);
}

std::string StateDigest::finish() {
  const Sha256Digest digest = hash_.finish();
  return to_hex(digest.data(), digest.size());
}

}  // namespace leakwarden::scanner
