#include "scanner/worker/inotify.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace leakwarden::scanner {
namespace {

// CLOSE_WRITE: somebody writes refs in place, as git never does.
constexpr std::uint32_t kAppeared = IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE;
constexpr std::uint32_t kDisappeared = IN_MOVED_FROM | IN_DELETE;
constexpr std::uint32_t kFolderGone = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT;
constexpr std::uint32_t kMask =
    kAppeared | kDisappeared | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

HintKind kind_of(std::uint32_t mask) {
  if (mask & IN_Q_OVERFLOW) return HintKind::Overflow;
  if (mask & IN_IGNORED) return HintKind::WatchEnded;
  if (mask & kFolderGone) return HintKind::FolderGone;
  if (mask & kDisappeared) return HintKind::Disappeared;
  return HintKind::Appeared;
}

Error refused(int error_number) {
  Error error = Error::from_errno("watch a folder for changes", "inotify", error_number);
  error.kind = ErrorKind::Refused;
  return std::move(error).with_remedy(
      "raise fs.inotify.max_user_watches and max_user_instances with sysctl; until then "
      "repositories are looked at each interval only");
}

}  // namespace

Inotify::Inotify() : queue_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (!queue_.valid()) failure_ = errno;
}

Result<int> Inotify::add(int folder) {
  if (!queue_.valid()) return refused(failure_);
  std::string path = "/proc/self/fd/" + std::to_string(folder);
  int watch = inotify_add_watch(queue_.get(), path.c_str(), kMask);
  if (watch < 0) return refused(errno);
  return watch;
}

void Inotify::remove(int watch) {
  if (queue_.valid()) inotify_rm_watch(queue_.get(), watch);
}

std::vector<Hint> Inotify::read() {
  std::vector<Hint> hints;
  alignas(inotify_event) std::array<char, 65536> buffer;
  while (queue_.valid()) {
    ssize_t size = ::read(queue_.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof(event));
      const char* name = buffer.data() + at + sizeof(event);
      hints.push_back({kind_of(event.mask), event.wd,
                       event.len > 0 ? std::string(name, strnlen(name, event.len)) : std::string(),
                       (event.mask & IN_ISDIR) != 0});
      at += sizeof(event) + event.len;
    }
  }
  return hints;
}

}  // namespace leakwarden::scanner
