#pragma once

// What the service's parent process and a `leakwarden worker` child say to each other.
//
//   parent ──Request──► child          one request per scan worker; a watcher serves one folder
//   parent ◄──Event──── child          findings (with values), coverage, refs; then the pipe closes
//
// Inherited descriptors of a worker, by number (service/jobs/worker_process puts them there):
//   0  requests (read end)      1  events (write end)      2  the worker's log lines, plain text
//   3  the repository's git directory (or the watched folder), O_RDONLY|O_DIRECTORY
//   4  the rule image, read-only         5  the shared page: 64 slots of 64 bytes, one per thread,
//      each the hex id of the object that thread is on (WorkerPage)
//
// Framing: u32 little-endian length of what follows (≤ kMaxFrameBytes), u8 kind, body. Bodies are
// written and read field by field by BodyWriter/BodyReader: integers little-endian u64, strings as
// u64 length and bytes. A frame that does not parse is Corrupt and ends the worker; the parent
// trusts nothing a worker says about lengths or counts.
//
// Everything here is plain values and pure functions; spawning is service/jobs, running is
// worker_main.h.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"
#include "scanner/base/limits.h"
#include "scanner/base/object_id.h"
#include "scanner/base/result.h"
#include "scanner/git/repository.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

inline constexpr std::uint32_t kMaxFrameBytes = 256u << 20;  // refs of two million names
inline constexpr std::size_t kWorkerPageBytes = 4096;
inline constexpr std::size_t kWorkerPageSlots = 64;

// Requests.
struct ScanPushRequest {
  std::string repository_name;
  PushRequest push;
  // Tips that moved on before a scan: scanned too where they are still there, else a gap.
  std::vector<PushUpdate> superseded;
  std::vector<ObjectId> poisoned;
  std::int64_t now_unix_seconds = 0;
  unsigned jobs = 1;
};
struct ScanHistoryRequest {
  std::string repository_name;
  std::vector<ObjectId> poisoned;
  std::int64_t now_unix_seconds = 0;
  unsigned jobs = 1;
};
// Watch the folder on descriptor 3: report each repository's refs at once, then whenever they
// change (inotify as a hint, a full ref diff as the truth, everything again each interval).
struct WatchRequest {
  std::uint64_t interval_milliseconds = 30'000;
};
// Answer with one RefsEvent for the repository on descriptor 3.
struct ReadRefsRequest {};
using Request = std::variant<ScanPushRequest, ScanHistoryRequest, WatchRequest, ReadRefsRequest>;

// Events.
struct FindingEvent {
  Finding finding;  // with its value
};
struct DoneEvent {  // the scan ended; always the last event of a scan
  Coverage coverage;
  std::string ruleset_digest;
};
struct FailedEvent {  // nothing was scanned
  Error error;
};
struct RefsEvent {
  std::string repository;  // path below the watched folder; "" is the folder itself
  std::vector<Ref> refs;
  std::vector<Gap> gaps;
  std::uint64_t owner_user_id = 0;
};
struct RepositoryGoneEvent {
  std::string repository;
};
struct WatchProblemEvent {  // a path that is not a repository, is corrupt, cannot be watched …
  std::string repository;
  Error error;
};
struct SweepDoneEvent {};  // every repository of the folder has been reported once
using Event = std::variant<FindingEvent, DoneEvent, FailedEvent, RefsEvent, RepositoryGoneEvent,
                           WatchProblemEvent, SweepDoneEvent>;

// A whole frame, length first. One longer than kMaxFrameBytes is refused by write_frame. Findings reveal their value (RevealFor::WorkerPipe).
std::string encode(const Request& request);
std::string encode(const Event& event);
// `frame` without the length: kind and body.
Result<Request> decode_request(std::string_view frame);
Result<Event> decode_event(std::string_view frame);

// Reads frames from a descriptor; empty at a clean end of stream. Corrupt for a length over
// kMaxFrameBytes or a stream that ends inside a frame.
class FrameReader {
 public:
  explicit FrameReader(int descriptor) : descriptor_(descriptor) {}
  Result<std::optional<std::string>> next();  // blocks
  // For event loops: append what was read, take out whole frames.
  Status feed(std::string_view bytes);
  std::optional<std::string> take();
  // Nothing is waiting: a stream that ends now ends cleanly.
  bool empty() const { return begin_ == buffer_.size(); }

 private:
  Status check_length();
  int descriptor_;
  std::string buffer_;  // wiped as frames leave it: they hold values
  std::size_t begin_ = 0;
  bool broken_ = false;  // sticky
};
Status write_frame(int descriptor, std::string_view frame);

}  // namespace leakwarden::scanner
