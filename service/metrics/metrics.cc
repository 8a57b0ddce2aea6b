#include "service/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <mutex>

#include "service/metrics/process_metrics.h"

namespace leakwarden::service {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;

const Histogram::BucketBoundaries kScanSeconds = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,  2.5,
                                                  5,    10,    30,   60,  120,  300, 600};
const Histogram::BucketBoundaries kDelaySeconds = {0.05, 0.1, 0.15, 0.25, 0.4,  1,   2.5,
                                                   5,    15,  60,   300,  1800, 7200};

Family<Counter>& counter(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}
Family<Gauge>& gauge(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}
Family<Histogram>& histogram(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

const char* result_name(DeliveryEnd result) {
  switch (result) {
    case DeliveryEnd::Sent:
      return "sent";
    case DeliveryEnd::Retried:
      return "retried";
    case DeliveryEnd::Buried:
      return "buried";
  }
  return "sent";
}

}  // namespace

struct Metrics::State {
  Registry registry;
  Family<Gauge>& build_info =
      gauge(registry, "leakwarden_build_info", "1; the label names what is running.");
  Family<Counter>& scans =
      counter(registry, "leakwarden_scans_total", "Scans ended, by trigger and outcome.");
  Family<Histogram>& scan_duration =
      histogram(registry, "leakwarden_scan_duration_seconds", "From a job's claim to its record.");
  Counter& bytes =
      counter(registry, "leakwarden_scanned_bytes_total", "Bytes of content scanned.").Add({});
  Counter& objects =
      counter(registry, "leakwarden_scanned_objects_total", "Git objects scanned.").Add({});
  Counter& gaps =
      counter(registry, "leakwarden_scan_gaps_total", "Things that could not be scanned.").Add({});
  Counter& deaths =
      counter(registry, "leakwarden_worker_deaths_total", "Workers that ended without a result.")
          .Add({});
  Family<Counter>& findings =
      counter(registry, "leakwarden_findings_total", "Findings recorded, by rule and severity.");
  Family<Counter>& incidents =
      counter(registry, "leakwarden_incidents_total", "Incidents changed by scans, by change.");
  Family<Counter>& alerts = counter(registry, "leakwarden_alerts_total",
                                    "Delivery attempts ended, by channel and result.");
  Histogram& alert_delay = histogram(registry, "leakwarden_alert_delay_seconds",
                                     "From an alert's creation to its delivery.")
                               .Add({}, kDelaySeconds);
  Counter& watch_events =
      counter(registry, "leakwarden_watch_events_total", "Changes of refs seen in watched folders.")
          .Add({});
  Counter& watcher_restarts = counter(registry, "leakwarden_watcher_restarts_total",
                                      "Watchers that had to be started again.")
                                  .Add({});
  Gauge& queue = gauge(registry, "leakwarden_queue_jobs", "Scan jobs that wait or run.").Add({});
  Gauge& oldest =
      gauge(registry, "leakwarden_queue_oldest_seconds", "Age of the oldest such job.").Add({});
  Gauge& rules = gauge(registry, "leakwarden_rules_loaded", "Rules in use.").Add({});
  Gauge& reload_ok = gauge(registry, "leakwarden_config_last_reload_successful",
                           "1 when the last load of rules and channels succeeded.")
                         .Add({});
  Gauge& reload_time = gauge(registry, "leakwarden_config_last_reload_success_timestamp_seconds",
                             "Unix time of the last successful load.")
                           .Add({});
  Gauge& open_descriptors = gauge(registry, "process_open_fds", "Open file descriptors.").Add({});
  Gauge& max_descriptors =
      gauge(registry, "process_max_fds", "Most file descriptors that may be open.").Add({});
  Gauge& resident = gauge(registry, "process_resident_memory_bytes", "Resident memory.").Add({});
  Gauge& start_time =
      gauge(registry, "process_start_time_seconds", "Unix time at which this process was started.")
          .Add({});
  Counter& cpu =
      counter(registry, "process_cpu_seconds_total", "Processor time spent, user and system.")
          .Add({});
  std::mutex cpu_mutex;
};

Metrics::Metrics(std::string_view version) : state_(std::make_unique<State>()) {
  state_->build_info.Add({{"version", std::string(version)}}).Set(1);
}

Metrics::~Metrics() = default;

void Metrics::scan_ended(std::string_view trigger, const Coverage& coverage, Outcome outcome,
                         std::chrono::duration<double> duration) {
  const std::string name(trigger);
  state_->scans.Add({{"trigger", name}, {"result", std::string(outcome_name(outcome))}})
      .Increment();
  state_->scan_duration.Add({{"trigger", name}}, kScanSeconds).Observe(duration.count());
  state_->bytes.Increment(static_cast<double>(coverage.bytes));
  state_->objects.Increment(static_cast<double>(coverage.objects));
  state_->gaps.Increment(static_cast<double>(coverage.gaps.size() + coverage.unrecorded_gaps));
}

void Metrics::scan_failed(std::string_view trigger) {
  state_->scans.Add({{"trigger", std::string(trigger)}, {"result", "failed"}}).Increment();
}

void Metrics::worker_died() {
  state_->deaths.Increment();
}

void Metrics::finding_recorded(const std::string& rule, Severity severity) {
  state_->findings.Add({{"rule", rule}, {"severity", std::string(severity_name(severity))}})
      .Increment();
}

void Metrics::incident_changed(std::string_view change, std::size_t count) {
  if (count == 0) return;
  state_->incidents.Add({{"change", std::string(change)}}).Increment(static_cast<double>(count));
}

void Metrics::delivery_ended(const std::string& channel, DeliveryEnd result,
                             std::chrono::duration<double> since_alert) {
  state_->alerts.Add({{"channel", channel}, {"result", result_name(result)}}).Increment();
  if (result == DeliveryEnd::Sent) state_->alert_delay.Observe(since_alert.count());
}

void Metrics::watch_event() {
  state_->watch_events.Increment();
}
void Metrics::watcher_restarted() {
  state_->watcher_restarts.Increment();
}

void Metrics::queue_is(std::size_t open_jobs, std::chrono::duration<double> oldest) {
  state_->queue.Set(static_cast<double>(open_jobs));
  state_->oldest.Set(oldest.count());
}

void Metrics::rules_are(std::size_t loaded) {
  state_->rules.Set(static_cast<double>(loaded));
}

void Metrics::reload_ended(bool successful, WallTime now) {
  state_->reload_ok.Set(successful ? 1 : 0);
  if (successful) state_->reload_time.Set(static_cast<double>(unix_seconds(now)));
}

std::string Metrics::text() {
  ProcessMetrics process = read_process_metrics();
  state_->open_descriptors.Set(static_cast<double>(process.open_descriptors));
  state_->max_descriptors.Set(static_cast<double>(process.max_descriptors));
  state_->resident.Set(static_cast<double>(process.resident_bytes));
  state_->start_time.Set(process.start_time_seconds);
  {
    // A counter of the library can only be incremented.
    std::lock_guard<std::mutex> lock(state_->cpu_mutex);
    state_->cpu.Increment(std::max(0.0, process.cpu_seconds - state_->cpu.Value()));
  }
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace leakwarden::service
