#include "scanner/worker/worker_main.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "scanner/base/file.h"
#include "scanner/git/folder.h"
#include "scanner/git/repository.h"
#include "scanner/prepare_readers.h"
#include "scanner/rules/rule_set.h"
#include "scanner/scan.h"
#include "scanner/worker/git_folder.h"
#include "scanner/worker/protocol.h"
#include "scanner/worker/sandbox.h"
#include "scanner/worker/watch.h"

namespace leakwarden::scanner {
namespace {

constexpr int kRequests = 0;
constexpr int kEvents = 1;
constexpr int kFolder = 3;
constexpr int kRules = 4;
constexpr int kPage = 5;

constexpr int kExitDone = 0;
constexpr int kExitBadRequest = 2;
constexpr int kExitNoSandbox = 70;

constexpr std::uint64_t kMebibyte = 1ull << 20;
constexpr std::uint64_t kBaseMemory = 512 * kMebibyte;
constexpr std::uint64_t kWatcherMemory = 2048 * kMebibyte;
constexpr std::uint64_t kMemoryPerThread = 256 * kMebibyte;
constexpr std::uint64_t kBaseSeconds = 120;
constexpr std::uint64_t kPackBytesPerSecond = 256 << 10;  // thirty times slower than measured

void say(const std::string& text) {
  std::string line = text + "\n";
  static_cast<void>(!write(STDERR_FILENO, line.data(), line.size()));
}

int say_and_exit(const Error& error, int code) {
  say(error.message());
  return code;
}

Descriptor duplicate(int descriptor) {
  return Descriptor(fcntl(descriptor, F_DUPFD_CLOEXEC, 7));
}

// Names and sizes only; nothing of the repository is read before the sandbox is up.
std::uint64_t pack_bytes(int folder) {
  Result<Descriptor> packs = open_below(folder, "objects/pack");
  if (!packs.ok()) return 0;
  Result<std::vector<FolderEntry>> entries = list_folder(packs->get(), ".");
  std::uint64_t bytes = 0;
  for (const FolderEntry& entry : entries.ok() ? *entries : std::vector<FolderEntry>()) {
    struct stat status {};
    if (fstatat(packs->get(), entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISREG(status.st_mode)) bytes += static_cast<std::uint64_t>(status.st_size);
  }
  return bytes;
}

SandboxRequest watching_sandbox() {
  return {SandboxProfile::Watch, {kFolder}, kWatcherMemory, 0};
}

SandboxRequest scanning_sandbox(unsigned jobs) {
  std::uint64_t packs = pack_bytes(kFolder);
  return {SandboxProfile::Scan,
          {kFolder},
          kBaseMemory + jobs * kMemoryPerThread + packs,
          kBaseSeconds + packs / kPackBytesPerSecond};
}

// The page is shared with the parent: what a thread of ours was on when it died, to the parent's
// poison list.
class WorkerPage {
 public:
  WorkerPage() {
    void* address = mmap(nullptr, kWorkerPageBytes, PROT_READ | PROT_WRITE, MAP_SHARED, kPage, 0);
    if (address != MAP_FAILED) slots_ = static_cast<char*>(address);
  }
  void note(unsigned worker, const ObjectId& object) {
    if (slots_ == nullptr) return;
    std::string hex = object.hex();
    hex.resize(kWorkerPageBytes / kWorkerPageSlots, '\0');
    std::memcpy(slots_ + (worker % kWorkerPageSlots) * hex.size(), hex.data(), hex.size());
  }

 private:
  char* slots_ = nullptr;
};

Result<ScanOptions> options_for(const std::string& name, const std::vector<ObjectId>& poisoned,
                                std::int64_t now, unsigned jobs, WorkerPage& page) {
  ScanOptions options;
  Descriptor rules = duplicate(kRules);
  LEAKWARDEN_TRY(options.rules, RuleSet::from_file(rules));
  options.jobs = jobs;
  options.now_unix_seconds = now;
  options.repository_name = name;
  options.poisoned = poisoned;
  options.on_object = [&page](unsigned worker, const ObjectId& object) {
    page.note(worker, object);
  };
  return options;
}

// Tips that moved on: those whose objects are still here join the push, the others are gaps.
PushRequest with_superseded(const ScanPushRequest& request, Repository& repository,
                            Coverage& missed) {
  PushRequest push = request.push;
  for (const PushUpdate& update : request.superseded) {
    Result<ObjectHeader> header = repository.objects().header(update.new_id);
    if (header.ok() || header.error().kind != ErrorKind::NotFound) {
      push.updates.push_back(update);
      continue;
    }
    Gap gap;
    gap.what = update.ref + " at " + update.new_id.hex();
    gap.reason = "it moved on before it could be scanned, and its objects are gone";
    missed.add_gap(std::move(gap));
  }
  return push;
}

Result<ScanReport> run_scan(const ScanPushRequest& request) {
  WorkerPage page;
  LEAKWARDEN_TRY(std::shared_ptr<Repository> repository,
                 Repository::open_at(duplicate(kFolder), OpenOptions{}));
  LEAKWARDEN_TRY(ScanOptions options, options_for(request.repository_name, request.poisoned,
                                                  request.now_unix_seconds, request.jobs, page));
  Coverage missed;
  PushRequest push = with_superseded(request, *repository, missed);
  LEAKWARDEN_TRY(ScanReport report, scan_push(*repository, push, options));
  report.coverage.merge(std::move(missed));
  return report;
}

Result<ScanReport> run_scan(const ScanHistoryRequest& request) {
  WorkerPage page;
  LEAKWARDEN_TRY(std::shared_ptr<Repository> repository,
                 Repository::open_at(duplicate(kFolder), OpenOptions{}));
  LEAKWARDEN_TRY(ScanOptions options, options_for(request.repository_name, request.poisoned,
                                                  request.now_unix_seconds, request.jobs, page));
  return scan_history(*repository, options);
}

Status send_report(ScanReport report) {
  for (Finding& finding : report.findings) {
    std::string frame = encode(Event(FindingEvent{std::move(finding)}));
    Status sent = write_frame(kEvents, frame);
    wipe_memory(frame.data(), frame.size());
    LEAKWARDEN_CHECK(std::move(sent));
  }
  return write_frame(kEvents,
                     encode(Event(DoneEvent{std::move(report.coverage), report.ruleset_digest})));
}

template <typename ScanRequest>
Status serve_scan(const ScanRequest& request) {
  Result<ScanReport> report = run_scan(request);
  if (!report.ok()) return write_frame(kEvents, encode(Event(FailedEvent{report.error()})));
  return send_report(std::move(report).value());
}

struct Sandboxes {
  SandboxRequest operator()(const WatchRequest&) const { return watching_sandbox(); }
  SandboxRequest operator()(const ReadRefsRequest&) const { return watching_sandbox(); }
  SandboxRequest operator()(const ScanPushRequest& request) const {
    return scanning_sandbox(request.jobs);
  }
  SandboxRequest operator()(const ScanHistoryRequest& request) const {
    return scanning_sandbox(request.jobs);
  }
};

struct Serve {
  Status operator()(const WatchRequest& request) const {
    return serve_watch(duplicate(kFolder), request, kRequests, kEvents);
  }
  Status operator()(const ReadRefsRequest&) const { return serve_read_refs(kFolder, kEvents); }
  Status operator()(const ScanPushRequest& request) const { return serve_scan(request); }
  Status operator()(const ScanHistoryRequest& request) const { return serve_scan(request); }
};

Result<Request> read_request() {
  LEAKWARDEN_TRY(std::optional<std::string> frame, FrameReader(kRequests).next());
  if (!frame) return Error::invalid("read a worker's request", "pipe", "no request came");
  return decode_request(*frame);
}

void prepare_process() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody would read our findings
  std::signal(SIGPIPE, SIG_DFL);
  mallopt(M_ARENA_MAX, 4);  // each arena reserves address space, of which we have little
}

int serve_one_request() {
  prepare_process();
  Result<Request> request = read_request();
  if (!request.ok()) return say_and_exit(request.error(), kExitBadRequest);
  const SandboxRequest locked_in = std::visit(Sandboxes{}, *request);
  if (locked_in.profile == SandboxProfile::Scan) prepare_readers();
  Result<SandboxState> sandbox = enter_sandbox(locked_in);
  if (!sandbox.ok()) return say_and_exit(sandbox.error(), kExitNoSandbox);
  Status served = std::visit(Serve{}, *request);
  return served.ok() ? kExitDone : say_and_exit(served.error(), kExitBadRequest);
}

}  // namespace

// No destructors and exit handlers after the sandbox: what they might call, it forbids.
int worker_main() {
  _exit(serve_one_request());
}

}  // namespace leakwarden::scanner
