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

std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * kSecond + time.tv_nsec;
}

bool is_past_its_tick(std::int64_t changed, std::int64_t when) {
  const bool is_coarse = changed % kSecond == 0;
  return when - changed >= (is_coarse ? kCoarseTick : kFineTick);
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
  const FileStamp stamp = stamp_of(status);
  add_fields(stamp);
  youngest_nanoseconds_ = std::max(youngest_nanoseconds_, stamp.changed_nanoseconds);
}

void StateDigest::add(const FileStamp& stamp) {
  add_fields(stamp);
  stamps_settled_ =
      stamps_settled_ && is_past_its_tick(stamp.changed_nanoseconds, stamp.seen_nanoseconds);
}

void StateDigest::add_fields(const FileStamp& stamp) {
  for (const std::uint64_t number :
       {stamp.device, stamp.inode, stamp.bytes, stamp.mode, stamp.owner,
        static_cast<std::uint64_t>(stamp.written_nanoseconds),
        static_cast<std::uint64_t>(stamp.changed_nanoseconds)}) {
    add(number);
  }
}

bool StateDigest::settled() const {
  return stamps_settled_ && is_past_its_tick(youngest_nanoseconds_, now());
}

std::string StateDigest::finish() {
  const Sha256Digest digest = hash_.finish();
  return to_hex(digest.data(), digest.size());
}

}  // namespace leakwarden::scanner
