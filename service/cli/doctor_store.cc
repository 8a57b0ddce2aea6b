#include <algorithm>

#include <fmt/core.h>

#include "scanner/report/words.h"
#include "service/cli/command.h"
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
                              dead->front().last_error + "; leakwarden alerts list --state dead");
  }
  if (retried.ok() && !retried->empty()) {
    report.note("alerts", scanner::counted(retried->size(), "delivery waits", "deliveries wait") +
                              " for another try: " + retried->front().last_error);
  }
}

void check_repositories(Store& store, DoctorReport& report) {
  Result<std::vector<RepositoryRecord>> repositories = store.list_repositories();
  if (!repositories.ok()) return report.bad("store", repositories.error().message());
  std::size_t shown = 0;
  std::size_t sick = 0;
  for (const RepositoryRecord& repository : *repositories) {
    if (repository.problem.empty()) continue;
    ++sick;
    if (++shown <= kShown) report.note("repository", repository.path + ": " + repository.problem);
  }
  if (sick > kShown) report.note("repository", fmt::format("and {} more", sick - kShown));
  report.good("watched", scanner::counted(repositories->size(), "repository", "repositories") +
                             fmt::format(", {} with a problem", sick));
}

std::string gap_words(const ScanSummary& scan) {
  std::string words = scan.repository + ": " + std::string(outcome_name(scan.outcome)) + " (" +
                      time_words(scan.finished) + ")";
  if (!scan.gaps.empty()) words += ": " + scan.gaps[0].what + ", " + scan.gaps[0].reason;
  std::uint64_t more = scan.gaps.size() + scan.more_gaps;
  return more > 1 ? words + fmt::format(", and {} more", more - 1) : words;
}

void check_scans(Store& store, DoctorReport& report) {
  Result<std::vector<ScanSummary>> scans = store.last_scans();
  if (!scans.ok()) return report.bad("store", scans.error().message());
  std::size_t incomplete = 0;
  for (const ScanSummary& scan : *scans) {
    if (scan.outcome != Outcome::Partial && scan.outcome != Outcome::Corrupt) continue;
    if (++incomplete <= kShown) report.note("scan", gap_words(scan));
  }
  if (incomplete > kShown) report.note("scan", fmt::format("and {} more", incomplete - kShown));
}

}  // namespace

void check_store(const Config& config, DoctorReport& report) {
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
  check_repositories(**store, report);
  check_scans(**store, report);
}

}  // namespace leakwarden::service
