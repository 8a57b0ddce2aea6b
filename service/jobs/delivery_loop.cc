#include "service/jobs/delivery_loop.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <utility>

#include "service/jobs/interruptible_channel.h"

namespace leakwarden::service {
namespace {

using notifier::ChannelHealth;
using notifier::ChannelPipeline;
using notifier::ChannelState;
using notifier::DeliveryResult;
using notifier::DueDelivery;
using std::chrono::milliseconds;

// Longer than any batch takes; a daemon that dies gives its leases back when it starts again.
constexpr milliseconds kLease{1'800'000};
// Commands (incidents resolve, alerts retry) write to the outbox beside us and ring no bell.
constexpr milliseconds kLongestSleep{1'000};
constexpr milliseconds kShortestSleep{20};
constexpr milliseconds kStep{10};

DueDelivery due_from(const DeliveryRecord& record) {
  DueDelivery due;
  due.id = record.id;
  due.alert = record.alert;
  due.idempotency_key = record.idempotency_key;
  due.attempt = std::max(record.attempts, 1u);
  due.possible_repeat = record.possible_repeat;
  due.by_hand = record.by_hand;
  return due;
}

DeliveryEnd end_of(const DeliveryResult& result) {
  if (std::holds_alternative<notifier::Delivered>(result.outcome)) return DeliveryEnd::Sent;
  if (std::holds_alternative<notifier::RetryAfter>(result.outcome)) return DeliveryEnd::Retried;
  return DeliveryEnd::Buried;
}

std::string words_of(const notifier::DeliveryOutcome& outcome) {
  if (const notifier::RetryAfter* retry = std::get_if<notifier::RetryAfter>(&outcome)) {
    return retry->reason;
  }
  if (const notifier::Refused* refused = std::get_if<notifier::Refused>(&outcome)) {
    return refused->reason;
  }
  return std::get<notifier::Delivered>(outcome).detail;
}

}  // namespace

struct DeliveryLoop::Runner {
  std::unique_ptr<ChannelPipeline> pipeline;
  std::vector<std::string> others;  // the other channels' names
  Bell bell;
  std::atomic<bool> finishing{false};
  std::atomic<bool> idle{false};
  ChannelState state = ChannelState::Working;  // as last told
  std::thread thread;
};

DeliveryLoop::DeliveryLoop(Parts parts)
    : parts_(parts), interrupted_(std::make_shared<std::atomic<bool>>(false)) {}

DeliveryLoop::~DeliveryLoop() {
  finish(milliseconds(0));
}

Result<Pipelines> DeliveryLoop::make_pipelines(const Config& config) const {
  Pipelines pipelines;
  for (const ChannelSpecification& specification : config.channels) {
    LEAKWARDEN_TRY(notifier::ChannelConfig resolved, resolve_channel(specification));
    LEAKWARDEN_TRY(
        std::unique_ptr<notifier::Channel> channel,
        notifier::make_channel(resolved, notifier::make_curl_transport(config.outgoing)));
    pipelines.push_back(std::make_unique<ChannelPipeline>(
        interruptible(std::move(channel), interrupted_), specification.rate, parts_.clock));
  }
  return pipelines;
}

void DeliveryLoop::start(Pipelines pipelines) {
  finish(milliseconds(0));
  interrupted_->store(false);
  std::vector<std::string> names;
  for (const std::unique_ptr<ChannelPipeline>& one : pipelines) names.push_back(one->name());
  std::lock_guard<std::mutex> lock(runners_mutex_);
  for (std::unique_ptr<ChannelPipeline>& pipeline : pipelines) {
    std::unique_ptr<Runner> runner = std::make_unique<Runner>();
    for (const std::string& name : names) {
      if (name != pipeline->name()) runner->others.push_back(name);
    }
    runner->pipeline = std::move(pipeline);
    Runner& running = *runner;
    runner->thread = std::thread([this, &running] { run(running); });
    runners_.push_back(std::move(runner));
  }
}

void DeliveryLoop::ring() {
  std::lock_guard<std::mutex> lock(runners_mutex_);
  for (const std::unique_ptr<Runner>& runner : runners_) runner->bell.ring();
}

void DeliveryLoop::finish(milliseconds patience) {
  std::vector<std::unique_ptr<Runner>> ending;
  {
    std::lock_guard<std::mutex> lock(runners_mutex_);
    ending.swap(runners_);
  }
  for (const std::unique_ptr<Runner>& runner : ending) {
    runner->finishing = true;
    runner->bell.close();
  }
  SteadyTime end = std::chrono::steady_clock::now() + patience;
  std::function<bool()> all_idle = [&ending] {
    return std::all_of(ending.begin(), ending.end(),
                       [](const std::unique_ptr<Runner>& one) { return one->idle.load(); });
  };
  while (!all_idle() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(kStep);
  interrupted_->store(true);
  for (const std::unique_ptr<Runner>& runner : ending) runner->thread.join();
}

// When finishing: once more while something is due, then out.
void DeliveryLoop::run(Runner& runner) {
  while (true) {
    if (deliver_turn(runner) > 0) continue;
    if (runner.finishing.load()) break;
    runner.bell.wait(pause_of(runner));
  }
  runner.idle = true;
}

// Until something is due and may go; but what somebody asks for meanwhile is seen within a second.
milliseconds DeliveryLoop::pause_of(Runner& runner) {
  Result<std::optional<WallTime>> due = parts_.store.next_delivery_due(runner.pipeline->name());
  milliseconds pause = kLongestSleep;
  if (due.ok() && due->has_value()) pause = std::min(pause, **due - parts_.clock.now());
  pause = std::max(pause, runner.pipeline->wait());
  return std::clamp(pause, kShortestSleep, kLongestSleep);
}

// What was asked for by hand first: it waits for no breaker, and is the probe for the others.
std::size_t DeliveryLoop::deliver_turn(Runner& runner) {
  if (interrupted_->load()) return 0;
  std::size_t delivered = deliver_once(runner, DeliveryChoice::ByHand);
  bool sendable = runner.pipeline->wait().count() == 0 && !interrupted_->load();
  return sendable ? delivered + deliver_once(runner, DeliveryChoice::Any) : delivered;
}

std::size_t DeliveryLoop::deliver_once(Runner& runner, DeliveryChoice choice) {
  Result<std::vector<DeliveryRecord>> taken = parts_.store.take_due_deliveries(
      runner.pipeline->name(), ChannelPipeline::most_to_take(), parts_.clock.now(), kLease, choice);
  if (!taken.ok()) {
    parts_.log.once(LogLevel::Error, "outbox", "deliveries cannot be taken", taken.error());
    return 0;
  }
  parts_.log.resolved("outbox", "deliveries can be taken again");
  std::map<std::int64_t, const DeliveryRecord*> by_id;
  std::vector<DueDelivery> due;
  for (const DeliveryRecord& one : *taken) {
    by_id[one.id] = &one;
    due.push_back(due_from(one));
  }
  runner.pipeline->deliver_due(std::move(due), [&](const DeliveryResult& result) {
    record(runner, *by_id.at(result.id), result);
  });
  note_health(runner);
  return taken->size();
}

void DeliveryLoop::record(Runner& runner, const DeliveryRecord& taken,
                          const DeliveryResult& result) {
  WallTime now = parts_.clock.now();
  Status recorded =
      parts_.store.record_delivery(result.id, result.outcome, result.retry_at,
                                   result.attempted ? Attempted::Yes : Attempted::No, now);
  if (!recorded.ok()) {
    // Its lease ends and it comes again, marked as a possible repeat: better than silence.
    parts_.log.once(LogLevel::Error, "record delivery", "a delivery was not recorded",
                    recorded.error());
  }
  if (!result.attempted) return;
  DeliveryEnd end = end_of(result);
  parts_.metrics.delivery_ended(runner.pipeline->name(), end, now - taken.alert.created);
  LogFields fields = {{"channel", runner.pipeline->name()},
                      {"delivery", result.id},
                      {"alert", taken.alert.id},
                      {"attempt", taken.attempts},
                      {"answer", words_of(result.outcome)}};
  if (end == DeliveryEnd::Sent) parts_.log.info("alert delivered", fields);
  if (end == DeliveryEnd::Buried) parts_.log.error("alert buried", fields);
}

void DeliveryLoop::note_health(Runner& runner) {
  ChannelHealth health = runner.pipeline->health();
  if (health.state == runner.state) return;
  runner.state = health.state;
  const std::string& name = runner.pipeline->name();
  if (health.state == ChannelState::Working) {
    parts_.log.info("a channel works again", {{"channel", name}});
  } else {
    parts_.log.warning("a channel takes no alerts", {{"channel", name}, {"reason", health.reason}});
  }
  if (health.state == ChannelState::Gone) tell_others(runner, health);
}

void DeliveryLoop::tell_others(const Runner& runner, const ChannelHealth& health) {
  if (runner.others.empty()) return;
  const std::string& name = runner.pipeline->name();
  WallTime now = parts_.clock.now();
  notifier::Alert alert;
  alert.type = notifier::AlertType::Digest;
  alert.created = now;
  alert.id = "channel-gone-" + name + "-" + rfc3339(now).substr(0, 10);
  alert.summary = "The channel '" + name + "' does not exist any more (" + health.reason +
                  "). Its alerts are kept and tried again each hour: mend or remove it.";
  Status raised = parts_.store.raise_alert(alert, runner.others, now);
  if (!raised.ok()) parts_.log.error("other channels were not told", {LogField(raised.error())});
  if (raised.ok()) ring();
}

}  // namespace leakwarden::service
