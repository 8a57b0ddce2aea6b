#include "scanner/worker/watch.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "scanner/worker/folder_watcher.h"

namespace leakwarden::scanner {
namespace {

constexpr std::chrono::milliseconds kShortestInterval{10};
constexpr std::chrono::milliseconds kLongestWait{60'000};

// Did the parent close its end? Nothing else is ever said there after the request.
bool parent_is_gone(short revents) {
  return (revents & (POLLHUP | POLLERR | POLLIN)) != 0;
}

// Refs of more bytes than a frame holds are a problem to report, not a reason to die.
Status send(int events, const Event& event) {
  Status sent = write_frame(events, encode(event));
  const RefsEvent* refs = std::get_if<RefsEvent>(&event);
  if (sent.ok() || sent.error().kind != ErrorKind::TooLarge || refs == nullptr) return sent;
  return write_frame(
      events, encode(Event(WatchProblemEvent{refs->repository,
                                             Error::too_large("watch repository", refs->repository,
                                                              "more refs than can be followed")})));
}

}  // namespace

Status serve_watch(Descriptor folder, const WatchRequest& request, int requests, int events) {
  SystemClock clock;
  Status sent = done();
  std::chrono::milliseconds interval(
      static_cast<std::int64_t>(std::min<std::uint64_t>(request.interval_milliseconds, 1u << 31)));
  FolderWatcher watcher(std::move(folder), std::max(interval, kShortestInterval), clock,
                        [&sent, events](const Event& event) {
                          if (sent.ok()) sent = send(events, event);
                        });
  while (sent.ok()) {
    std::chrono::milliseconds wait = std::min(watcher.step(), kLongestWait);
    pollfd polled[] = {{requests, POLLIN, 0}, {watcher.descriptor(), POLLIN, 0}};
    int ready = poll(polled, 2, static_cast<int>(wait.count()));
    if (ready < 0 && errno != EINTR) return Error::from_errno("wait for changes", "poll", errno);
    if (ready > 0 && parent_is_gone(polled[0].revents)) break;
  }
  return sent;
}

Status serve_read_refs(int folder, int events) {
  Result<RefsEvent> refs = read_refs_event("", folder);
  if (refs.ok()) return send(events, *refs);
  return send(events, WatchProblemEvent{"", refs.error()});
}

}  // namespace leakwarden::scanner
