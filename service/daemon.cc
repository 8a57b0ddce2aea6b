#include "service/daemon.h"

#include <sched.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <utility>

#include "service/store/sqlite_store.h"

namespace leakwarden::service {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostOpenJobs = 100'000;
constexpr std::uint64_t kLeastFreeBytes = 32ull << 20;
constexpr std::chrono::hours kKeepArrived{90 * 24};
constexpr std::size_t kPrunedAtOnce = 500;
constexpr std::chrono::hours kPruneEach{1};
constexpr milliseconds kScanPatience{10'000};
constexpr milliseconds kDeliveryPatience{5'000};
constexpr milliseconds kReloadPatience{2'000};

unsigned processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  return static_cast<unsigned>(std::max(CPU_COUNT(&set), 1));
}

std::string version_json(const std::string& version, const scanner::RuleSet& rules) {
  nlohmann::ordered_json body;
  body["name"] = "leakwarden";
  body["version"] = version;
  body["rules"] = rules.size();
  body["ruleset"] = rules.digest();
  return body.dump() + "\n";
}

std::vector<ListenerConfig> without_hook_socket(std::vector<ListenerConfig> listeners) {
  std::erase_if(listeners, [](const ListenerConfig& one) {
    return one.serves == std::vector<Serves>{Serves::HookSocket};
  });
  return listeners;
}

// What a reload does not touch.
std::vector<std::string> need_restart(const Config& before, const Config& after) {
  std::vector<std::string> names;
  if (before.data_dir != after.data_dir) names.push_back("data_dir");
  if (before.values != after.values) names.push_back("values");
  if (before.sealing_key != after.sealing_key) names.push_back("sealing_key");
  bool same_watches = std::equal(
      before.watch.begin(), before.watch.end(), after.watch.begin(), after.watch.end(),
      [](const WatchConfig& one, const WatchConfig& other) {
        return one.path == other.path && one.interval == other.interval && one.name == other.name;
      });
  if (!same_watches) names.push_back("watch");
  std::vector<ListenerConfig> listeners = without_hook_socket(before.listeners);
  std::vector<ListenerConfig> others = without_hook_socket(after.listeners);
  bool same_listeners =
      std::equal(listeners.begin(), listeners.end(), others.begin(), others.end(),
                 [](const ListenerConfig& one, const ListenerConfig& other) {
                   return one.address == other.address && one.serves == other.serves;
                 });
  if (!same_listeners) names.push_back("listeners");
  return names;
}

}  // namespace

struct Daemon::Watch {
  Watch(WatchConfig config, WatchedFolder::Parts parts) : folder(std::move(config), parts) {}
  WatchedFolder folder;
  std::thread thread;
};

Result<std::shared_ptr<const Active>> load_active(const Config& config) {
  std::shared_ptr<Active> active = std::make_shared<Active>();
  active->config = config;
  LEAKWARDEN_TRY(active->rules, scanner::RuleSet::load(config.rules, config.data_dir + "/cache"));
  LEAKWARDEN_TRY(std::string executable, find_scanner());
  LEAKWARDEN_TRY(WorkerLauncher launcher,
                 WorkerLauncher::create(executable, active->rules->image()));
  active->launcher = std::make_shared<const WorkerLauncher>(std::move(launcher));
  return std::shared_ptr<const Active>(std::move(active));
}

Daemon::Daemon(std::shared_ptr<const Active> active, std::unique_ptr<Store> store, Sealing sealing,
               const std::string& version, Log& log, const Clock& clock)
    : log_(log),
      clock_(clock),
      store_(std::move(store)),
      sealing_(std::move(sealing)),
      settings_(std::move(active)),
      metrics_(version),
      health_(clock),
      deliveries_({*store_, log, metrics_, clock}) {}

Daemon::~Daemon() {
  stop(StopHow::AtOnce);
}

// The keys before the store: they are only made while there is no store yet.
Result<std::unique_ptr<Daemon>> Daemon::build(const Config& config, const std::string& version,
                                              Log& log, const Clock& clock) {
  LEAKWARDEN_TRY(Sealing sealing, Sealing::open(config));
  LEAKWARDEN_TRY(
      std::unique_ptr<Store> store,
      open_sqlite_store({config.data_dir, StoreRole::Daemon, sealing.key_id(), clock.now()}));
  LEAKWARDEN_TRY(std::shared_ptr<const Active> active, load_active(config));
  return std::unique_ptr<Daemon>(
      new Daemon(std::move(active), std::move(store), std::move(sealing), version, log, clock));
}

Result<std::unique_ptr<Daemon>> Daemon::start(const Config& config, const std::string& version,
                                              Log& log, const Clock& clock) {
  LEAKWARDEN_TRY(std::unique_ptr<Daemon> daemon, build(config, version, log, clock));
  LEAKWARDEN_TRY(Pipelines pipelines, daemon->deliveries_.make_pipelines(config));
  LEAKWARDEN_CHECK(daemon->listen(config, version));
  daemon->metrics_.rules_are(daemon->settings_.get()->rules->size());
  daemon->metrics_.reload_ended(true, clock.now());
  daemon->deliveries_.start(std::move(pipelines));
  daemon->start_threads();
  daemon->start_watching();
  daemon->tick();
  return daemon;
}

Status Daemon::listen(const Config& config, const std::string& version) {
  HealthPages pages;
  pages.healthz = [this] { return health_.healthz(); };
  pages.readyz = [this] { return health_.readyz(); };
  pages.metrics = [this] { return metrics_.text(); };
  pages.version = version_json(version, *settings_.get()->rules);
  LEAKWARDEN_TRY(server_, HealthServer::start(config.listeners, std::move(pages)));
  return place_hook_socket(config);
}

// Kept where it is, moved, begun or ended, as the configuration says; an error changes nothing.
Status Daemon::place_hook_socket(const Config& config) {
  const ListenerConfig* wished = hook_listener(config.listeners);
  if (wished == nullptr) {
    hook_socket_.reset();
    return done();
  }
  const std::string path = socket_path(*wished);
  const bool stays = hook_socket_ && hook_socket_->path() == path && hook_socket_->has_file();
  if (stays) return hook_socket_->give(wished->access);
  if (!decisions_) {
    const std::shared_ptr<const Active> active = settings_.get();  // data_dir needs a restart
    LEAKWARDEN_TRY(decisions_, open_sqlite_store({active->config.data_dir, StoreRole::Command,
                                                  sealing_.key_id(), clock_.now()}));
  }
  HookSocket::Decide decide = [this](const std::vector<scanner::DecisionQuestion>& questions) {
    return decisions_->find_decisions(questions, clock_.now());
  };
  LEAKWARDEN_TRY(std::unique_ptr<HookSocket> next,
                 HookSocket::start(path, wished->access, std::move(decide), log_, {}));
  hook_socket_ = std::move(next);
  return done();
}

void Daemon::start_threads() {
  ScanJobs::Options options;
  scan_jobs_ =
      std::make_unique<ScanJobs>(ScanJobs::Parts{*store_, sealing_, settings_, log_, metrics_,
                                                 clock_, [this] { deliveries_.ring(); }},
                                 options);
  job_loop_ =
      std::make_unique<JobLoop>(*scan_jobs_, *store_, log_, clock_, job_bell_, processors());
}

void Daemon::start_watching() {
  const std::shared_ptr<const Active> active = settings_.get();
  for (const WatchConfig& config : active->config.watch) {
    watches_.push_back(std::make_unique<Watch>(
        config, WatchedFolder::Parts{*store_, settings_, log_, metrics_, clock_, job_bell_,
                                     [this] { deliveries_.ring(); }}));
    Watch& watch = *watches_.back();
    watch.thread = std::thread([this, &watch] { watch.folder.run(stop_watching_); });
  }
}

// Turns ---------------------------------------------------------------------------------------

bool Daemon::tick() {
  std::vector<ReadinessReason> reasons = readiness();
  bool ready = reasons.empty();
  health_.turned(std::move(reasons));
  if (!stopping_ && clock_.steady_now() >= next_prune_) prune();
  return ready;
}

// A little a turn, so that nobody waits behind it; on with the next turn while there is more.
void Daemon::prune() {
  Result<std::size_t> gone = store_->prune_deliveries(clock_.now() - kKeepArrived, kPrunedAtOnce);
  bool more = gone.ok() && *gone == kPrunedAtOnce;
  if (!more) next_prune_ = clock_.steady_now() + kPruneEach;
  if (!gone.ok()) {
    log_.once(LogLevel::Error, "prune", "old deliveries are not forgotten", gone.error());
  } else {
    log_.resolved("prune", "old deliveries are forgotten again");
  }
}

std::vector<ReadinessReason> Daemon::readiness() {
  std::vector<ReadinessReason> reasons;
  if (stopping_) reasons.push_back({"stopping", "the daemon is stopping"});
  look_at_store(reasons);
  look_at_disk(reasons);
  look_at_watches(reasons);
  return reasons;
}

void Daemon::look_at_store(std::vector<ReadinessReason>& reasons) {
  Result<std::size_t> open = store_->open_jobs();
  Result<std::optional<WallTime>> oldest = store_->oldest_job();
  if (!open.ok() || !oldest.ok()) {
    reasons.push_back({"store", (open.ok() ? oldest.error() : open.error()).message()});
    return;
  }
  std::chrono::duration<double> age{0};
  if (oldest->has_value()) age = clock_.now() - **oldest;
  metrics_.queue_is(*open, age);
  if (*open > kMostOpenJobs) {
    reasons.push_back({"queue", std::to_string(*open) + " scan jobs wait"});
  }
}

void Daemon::look_at_disk(std::vector<ReadinessReason>& reasons) const {
  struct statvfs space {};
  const std::shared_ptr<const Active> active = settings_.get();  // a reload may end it
  const std::string& folder = active->config.data_dir;
  if (statvfs(folder.c_str(), &space) != 0) {
    reasons.push_back(
        {"disk", Error::from_errno("look at the data folder", folder, errno).message()});
    return;
  }
  std::uint64_t free_bytes = std::uint64_t{space.f_bavail} * space.f_frsize;
  if (free_bytes < kLeastFreeBytes) {
    reasons.push_back({"disk", std::to_string(free_bytes) + " bytes are left where the data is"});
  }
}

void Daemon::look_at_watches(std::vector<ReadinessReason>& reasons) const {
  for (const std::unique_ptr<Watch>& watch : watches_) {
    if (watch->folder.looked_at()) continue;
    reasons.push_back(
        {"watch", "the first look at " + watch->folder.watch().path + " is not over"});
  }
}

// Reload --------------------------------------------------------------------------------------

Status Daemon::reload() {
  std::shared_ptr<const Active> before = settings_.get();
  Result<Config> config = load_config(before->config.file);
  Result<std::shared_ptr<const Active>> next =
      config.ok() ? load_active(*config) : Result<std::shared_ptr<const Active>>(config.error());
  Result<Pipelines> pipelines =
      next.ok() ? deliveries_.make_pipelines(*config) : Result<Pipelines>(next.error());
  const Status placed = pipelines.ok() ? place_hook_socket(*config) : pipelines.error();
  metrics_.reload_ended(placed.ok(), clock_.now());
  if (!placed.ok()) return placed.error();
  for (const std::string& name : need_restart(before->config, *config)) {
    log_.warning("a change needs a restart", {{"setting", name}});
  }
  settings_.set(*next);
  metrics_.rules_are((*next)->rules->size());
  deliveries_.finish(kReloadPatience);
  deliveries_.start(std::move(pipelines).value());
  return done();
}

// End -----------------------------------------------------------------------------------------

void Daemon::stop(StopHow how) {
  stopping_ = true;
  bool orderly = how == StopHow::Orderly;
  if (orderly) tick();
  stop_watching_.set();
  for (const std::unique_ptr<Watch>& watch : watches_) {
    if (watch->thread.joinable()) watch->thread.join();
  }
  if (job_loop_) job_loop_->finish(orderly ? kScanPatience : milliseconds(0));
  deliveries_.finish(orderly ? kDeliveryPatience : milliseconds(0));
  hook_socket_.reset();
  server_.reset();
}

std::vector<std::string> Daemon::addresses() const {
  std::vector<std::string> all = server_ ? server_->addresses() : std::vector<std::string>();
  if (hook_socket_) all.push_back("unix:" + hook_socket_->path());
  return all;
}

}  // namespace leakwarden::service
