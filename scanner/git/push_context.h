#pragma once

// What all parts of one push_all() share: the sink, the stop flag, progress, and how gaps and
// windows are handed over.

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>

#include "scanner/base/limits.h"
#include "scanner/git/inflate.h"
#include "scanner/git/object_source.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {

class PushContext {
 public:
  PushContext(ObjectSink& sink, const Limits& limits, VerifyObjects verify, unsigned id_bytes,
              std::uint64_t total)
      : sink_(sink), limits_(limits), verify_(verify), id_bytes_(id_bytes), total_(total) {}

  const Limits& limits() const { return limits_; }
  VerifyObjects verify() const { return verify_; }
  bool wants(ObjectType type) const { return sink_.wants(type); }
  bool wants_root(unsigned worker, ObjectType type, const PhysicalPosition& position) {
    return sink_.wants_root(worker, type, position);
  }
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  // A whole object; checks its id first when that was asked for.
  void deliver(unsigned worker, const ObjectView& view);
  // A large object from its stream, window by window. `view` names it; Corrupt where the stream is
  // damaged or not `size` long: what came before it has been delivered.
  Status deliver_windows(unsigned worker, ObjectView view, InflateStream& stream,
                         std::uint64_t size);
  void base_done(unsigned worker, const PhysicalPosition& position) {
    sink_.on_base_done(worker, position);
  }
  void gap(Gap gap);
  void count_done(std::uint64_t objects);  // whether delivered, skipped or a gap

 private:
  void deliver_unchecked(unsigned worker, const ObjectView& view);

  ObjectSink& sink_;
  const Limits& limits_;
  VerifyObjects verify_;
  unsigned id_bytes_;
  std::uint64_t total_;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> stopped_{false};
  std::mutex gap_mutex_;
};

// Call `work(worker)` on `jobs` threads (worker 0 is the calling one) and wait for all. Running out
// of memory in a worker is a gap, not a crash.
void run_workers(PushContext& context, unsigned jobs, const std::function<void(unsigned)>& work);

}  // namespace leakwarden::scanner
