#include <fmt/core.h>

#include "scanner/report/words.h"
#include "service/cli/command.h"
#include "service/cli/delivery_words.h"
#include "service/cli/doctor_checks.h"
#include "service/cli/words.h"
#include "service/store/sqlite_store.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kShown = 20;
constexpr std::int64_t kLongWaitSeconds = 600;

void check_jobs(Store& store, DoctorReport& report) {
  Result<std::size_t> open = store.open_jobs();
  Result<std::optional<WallTime>> oldest = store.oldest_job();
  if (!open.ok() || !oldest.ok() || *open == 0 || !oldest->has_value()) return;
  WallTime now = wall_clock();
  std::string words = scanner::counted(*open, "scan waits", "scans wait") + ", the oldest since " +
                      distance_words(**oldest, now);
  bool late = unix_seconds(now) - unix_seconds(**oldest) > kLongWaitSeconds;
  if (late) report.note("jobs", words);
  if (!late) report.good("jobs", words);
}

void check_deliveries(Store& store, DoctorReport& report) {
  Result<std::vector<DeliveryRecord>> dead = store.list_deliveries(DeliveryState::Dead, 1000);
  Result<std::vector<DeliveryRecord>> retried = store.list_deliveries(DeliveryState::Retry, 1000);
  if (dead.ok() && !dead->empty()) {
    report.note("alerts", scanner::counted(dead->size(), "delivery was", "deliveries were") +
                              " given up, the last by channel " + dead->front().channel + ": " +
                              delivery_error_words(dead->front().last_error) +
                              "; leakwarden alerts list --state dead");
  }
  if (retried.ok() && !retried->empty()) {
    report.note("alerts", scanner::counted(retried->size(), "delivery waits", "deliveries wait") +
                              " for another try: " +
                              delivery_error_words(retried->front().last_error));
  }
}

void check_repositories(Store& store, const std::set<std::string>& named, DoctorReport& report) {
  Result<std::vector<RepositoryRecord>> repositories = store.list_repositories();
  if (!repositories.ok()) return report.bad("store", repositories.error().message());
  std::size_t shown = 0;
  std::size_t sick = 0;
  for (const RepositoryRecord& repository : *repositories) {
    if (repository.problem.empty()) continue;
    ++sick;
    if (named.count(repository.path) > 0) continue;
    if (++shown <= kShown) report.note("repository", repository.path + ": " + repository.problem);
  }
  if (shown > kShown) report.note("repository", fmt::format("and {} more", shown - kShown));
  report.good("watched", scanner::counted(repositories->size(), "repository", "repositories") +
                             fmt::format(", {} with a problem", sick));
}

// "2 scans left something out, the last a push (2026-11-26 08:00 UTC, partial): blob 1f2e, larger
// than 64 MiB, and 1 more".
std::string gap_words(const UnsettledScans& scans) {
  const ScanSummary& newest = scans.newest;
  std::string words = scanner::counted(scans.count, "scan left", "scans left");
  if (scans.count >= kMostUnsettledScans) words = fmt::format("{} scans or more left", scans.count);
  words = newest.repository + ": " + words +
          fmt::format(" something out, the last a {} ({}, {})", job_kind_name(newest.kind),
                      time_words(newest.finished), outcome_name(newest.outcome));
  if (!newest.gaps.empty()) words += ": " + newest.gaps[0].what + ", " + newest.gaps[0].reason;
  std::uint64_t more = newest.gaps.size() + newest.more_gaps;
  return more > 1 ? words + fmt::format(", and {} more", more - 1) : words;
}

std::string remedy_words(const UnsettledScans& scans) {
  return "; try: leakwarden scan " + scans.path + ", then leakwarden store settle " + scans.path;
}

// Every one that nobody settled, whatever was scanned after it.
void check_scans(Store& store, DoctorReport& report) {
  Result<std::vector<UnsettledScans>> all = store.unsettled_scans();
  if (!all.ok()) return report.bad("store", all.error().message());
  std::size_t shown = 0;
  for (const UnsettledScans& scans : *all) {
    if (++shown <= kShown) report.note("scan", gap_words(scans) + remedy_words(scans));
  }
  if (shown > kShown) {
    report.note("scan", "and " + scanner::counted(shown - kShown, "repository", "repositories") +
                            " more");
  }
}

}  // namespace

void check_store(const Config& config, const std::set<std::string>& named, DoctorReport& report) {
  Result<int> version = schema_version_of(config.data_dir);
  if (!version.ok() && version.error().kind == ErrorKind::NotFound) {
    report.note("store", store_path(config.data_dir) + " is made at the first start");
    return;
  }
  StoreOptions options;
  options.data_dir = config.data_dir;
  options.role = StoreRole::Command;
  options.now = wall_clock();
  Result<std::unique_ptr<Store>> store = open_sqlite_store(options);
  Status whole = store.ok() ? (*store)->check() : Status(store.error());
  if (!whole.ok()) return report.bad("store", whole.error().message());
  report.good("store", store_path(config.data_dir) + fmt::format(", schema {}, whole", *version));
  check_jobs(**store, report);
  check_deliveries(**store, report);
  check_repositories(**store, named, report);
  check_scans(**store, report);
}

}  // namespace leakwarden::service
