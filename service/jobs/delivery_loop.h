#pragma once

// The delivery threads, one a channel: outbox → pipeline → record, until told to finish.
//
//   bell ─► take_due_deliveries ─► ChannelPipeline::deliver_due ─► record_delivery, one by one
//
// A ring wakes every channel the moment a transaction made alerts; otherwise each sleeps until its
// next delivery is due, at most a second, for commands write to the outbox too; what they asked for
// by hand (alerts retry) goes out even while its channel waits. What is taken is leased, so that a
// crash in the middle repeats at most the message that was under way, marked as a possible repeat.
//
// A channel that does not exist any more (410) is told of on all other channels, once a day.
//
// Thread rules: ring() from any thread; the rest from one.

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "notifier/pipeline.h"
#include "scanner/base/clock.h"
#include "service/config.h"
#include "service/jobs/signals.h"
#include "service/log.h"
#include "service/metrics/metrics.h"
#include "service/store/store.h"

namespace leakwarden::service {

using Pipelines = std::vector<std::unique_ptr<notifier::ChannelPipeline>>;

class DeliveryLoop {
 public:
  struct Parts {
    Store& store;
    Log& log;
    Metrics& metrics;
    const Clock& clock;
  };

  explicit DeliveryLoop(Parts parts);
  ~DeliveryLoop();

  // Reads the credentials of every channel and makes its pipeline; nothing is sent yet. The first
  // channel that cannot be made is the error.
  Result<Pipelines> make_pipelines(const Config& config) const;
  // One thread a pipeline. Those that ran before are finished first.
  void start(Pipelines pipelines);
  void ring();
  // Delivers what is due and quick, for `patience`; then interrupts and joins.
  void finish(std::chrono::milliseconds patience);

 private:
  struct Runner;
  void run(Runner& runner);
  std::size_t deliver_turn(Runner& runner);
  std::size_t deliver_once(Runner& runner, DeliveryChoice choice);
  void record(Runner& runner, const DeliveryRecord& taken, const notifier::DeliveryResult& result);
  void note_health(Runner& runner);
  void tell_others(const Runner& runner, const notifier::ChannelHealth& health);
  std::chrono::milliseconds pause_of(Runner& runner);

  Parts parts_;
  // Seen by channels while they send; shared because a pipeline may outlive one start().
  std::shared_ptr<std::atomic<bool>> interrupted_;
  std::mutex runners_mutex_;
  std::vector<std::unique_ptr<Runner>> runners_;
};

}  // namespace leakwarden::service
