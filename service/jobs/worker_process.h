#pragma once

// One `leakwarden worker` child: started, fed one request, listened to, killed and reaped.
//
//   WorkerLauncher launcher(find_scanner().value(), rules->image());
//   WorkerProcess worker = launcher.start(repository_folder, request).value();
//   while (event = worker.next(deadline, stop)) …
//   WorkerEnd end = worker.finish();          // how it died; worker.objects_in_work() on what
//
// The child gets a clean environment, exactly the descriptors of protocol.h, default signal
// handlers, and a process group of its own, so that a ^C on a terminal ends the daemon in order and
// does not look like a death of its workers. Its rules are one sealed memory file shared by all
// workers of a launcher, its shared page a sealed memory file that it cannot shrink under us.
//
// Thread rules: a WorkerLauncher may be shared; a WorkerProcess belongs to one thread.

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/clock.h"
#include "scanner/base/file.h"
#include "scanner/base/object_id.h"
#include "scanner/base/result.h"
#include "scanner/worker/protocol.h"
#include "service/jobs/signals.h"

namespace leakwarden::service {

// The scanner's executable: $LEAKWARDEN_SCANNER, beside this one, or in ../libexec/leakwarden.
// NotFound names the places.
Result<std::string> find_scanner();

// How a worker ended.
struct WorkerEnd {
  bool clean = false;       // exit code 0
  std::string description;  // "exit code 2", "signal 31 (Bad system call)", with its last words
};

class WorkerProcess {
 public:
  WorkerProcess(WorkerProcess&&) noexcept;
  WorkerProcess& operator=(WorkerProcess&&) noexcept;
  ~WorkerProcess();  // kills and reaps

  // The next event; empty at the end of its stream. Timeout at `deadline`, Refused when `stop` is
  // set first, Corrupt for what does not parse (the worker is then not to be trusted: kill it).
  Result<std::optional<scanner::Event>> next(SteadyTime deadline, const StopSignal& stop);
  // Closes the request pipe (a watcher ends then), waits a moment, kills, reaps.
  WorkerEnd finish();
  WorkerEnd kill();
  // What its threads were on, by the shared page. For after its death.
  std::vector<ObjectId> objects_in_work() const;
  pid_t pid() const { return pid_; }

 private:
  friend class WorkerLauncher;
  WorkerProcess() = default;
  Status wait_readable(SteadyTime deadline, const StopSignal& stop);
  void take_last_words();
  WorkerEnd reap(std::chrono::milliseconds patience);  // then SIGKILL

  pid_t pid_ = -1;
  Descriptor requests_;
  Descriptor events_;
  Descriptor words_;
  Descriptor page_;
  std::unique_ptr<scanner::FrameReader> frames_;
  std::string last_words_;
  bool ended_ = false;
};

class WorkerLauncher {
 public:
  // `rule_image` may be empty: for watchers.
  static Result<WorkerLauncher> create(std::string executable, std::string_view rule_image);

  // `folder`: the repository's git folder, or the watched folder.
  Result<WorkerProcess> start(const Descriptor& folder, const scanner::Request& request) const;

 private:
  std::string executable_;
  Descriptor rules_;  // sealed; may be an empty file
};

}  // namespace leakwarden::service
