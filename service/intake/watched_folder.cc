#include "service/intake/watched_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "scanner/worker/git_folder.h"
#include "service/intake/real_path.h"

namespace leakwarden::service {
namespace {

constexpr std::chrono::milliseconds kFirstPause{1000};
constexpr std::chrono::milliseconds kLongestPause{60'000};
constexpr std::chrono::seconds kLongLife{60};
constexpr std::chrono::milliseconds kStorePause{500};
// Without any event for that long (and ten intervals) a watcher hangs.
constexpr std::chrono::milliseconds kSilence{600'000};
constexpr char kNotWatched[] = "cannot watch as it should be";

// "x/.git" is the repository of the work tree x.
std::string without_git_folder(const std::string& below) {
  if (below == ".git") return "";
  constexpr std::string_view kSuffix = "/.git";
  bool inner = below.size() > kSuffix.size() &&
               below.compare(below.size() - kSuffix.size(), kSuffix.size(), kSuffix) == 0;
  return inner ? below.substr(0, below.size() - kSuffix.size()) : below;
}

// In an order of their own, so that the same gaps are the same words whichever came first.
std::vector<Error> gap_errors(const scanner::RefsEvent& event) {
  std::vector<Error> errors;
  for (const Gap& gap : event.gaps) {
    errors.push_back(Error::corrupt("read refs", gap.what, gap.reason));
  }
  std::sort(errors.begin(), errors.end(), [](const Error& left, const Error& right) {
    return std::tie(left.why, left.where) < std::tie(right.why, right.where);
  });
  return errors;
}

std::string problem_words(const std::vector<Error>& problems) {
  Error first = problems.front();
  if (problems.size() > 1) first.why += " (and " + std::to_string(problems.size() - 1) + " more)";
  return first.message();
}

// Offers it again until it is taken or the daemon stops.
template <typename Attempt>
void insist(const StopSignal& stop, Attempt attempt) {
  while (!stop.is_set() && !attempt()) stop.wait(kStorePause);
}

}  // namespace

WatchedFolder::WatchedFolder(WatchConfig watch, Parts parts)
    : watch_(std::move(watch)), parts_(parts) {}

std::string WatchedFolder::name_of(const std::string& below) const {
  return repository_name(watch_, without_git_folder(below));
}

std::string WatchedFolder::path_of(const std::string& below) const {
  return below.empty() ? path_ : path_ + "/" + below;
}

void WatchedFolder::run(const StopSignal& stop) {
  std::chrono::milliseconds pause = kFirstPause;
  while (!stop.is_set()) {
    SteadyTime begin = parts_.clock.steady_now();
    watch_once(stop);
    if (parts_.clock.steady_now() - begin > kLongLife) pause = kFirstPause;
    if (stop.wait(std::min(pause, std::max(watch_.interval, kFirstPause)))) return;
    pause = std::min(2 * pause, kLongestPause);
    parts_.metrics.watcher_restarted();
  }
}

// One life of a watcher.
void WatchedFolder::watch_once(const StopSignal& stop) {
  Status started = start_watching();
  if (!started.ok()) {
    note_problem("", started.error());
    looked_at_ = true;
    return;
  }
  scanner::WatchRequest request;
  request.interval_milliseconds = static_cast<std::uint64_t>(watch_.interval.count());
  Result<WorkerProcess> watcher = parts_.settings.get()->launcher->start(folder_, request);
  if (!watcher.ok()) {
    parts_.log.once(LogLevel::Error, "watcher " + watch_.path, "cannot start a watcher",
                    watcher.error());
    return;
  }
  listen(*watcher, stop);
  WorkerEnd end = watcher->finish();
  if (!stop.is_set()) {
    parts_.log.warning("a watcher ended", {{"folder", path_}, {"end", end.description}});
  }
}

Status WatchedFolder::start_watching() {
  path_ = real_path(watch_.path);
  folder_.reset();
  LEAKWARDEN_TRY(folder_, open_directory(AT_FDCWD, path_));
  LEAKWARDEN_TRY(known_, parts_.store.folder_is_known(path_));
  parts_.log.resolved(path_, "the folder can be watched again");
  return done();
}

struct WatchedFolder::Take {
  WatchedFolder& folder;
  const StopSignal& stop;
  void operator()(const scanner::RefsEvent& event) const { folder.take_refs(event, stop); }
  void operator()(const scanner::RepositoryGoneEvent& event) const { folder.take_gone(event); }
  void operator()(const scanner::WatchProblemEvent& event) const { folder.take_problem(event); }
  void operator()(const scanner::SweepDoneEvent&) const { folder.take_sweep_done(stop); }
  // What a watcher has no business to say is not believed.
  void operator()(const scanner::FindingEvent&) const {}
  void operator()(const scanner::DoneEvent&) const {}
  void operator()(const scanner::FailedEvent&) const {}
};

void WatchedFolder::listen(WorkerProcess& watcher, const StopSignal& stop) {
  std::chrono::milliseconds patience = std::max(kSilence, 10 * watch_.interval);
  while (true) {
    Result<std::optional<scanner::Event>> event =
        watcher.next(std::chrono::steady_clock::now() + patience, stop);
    if (!event.ok() && !stop.is_set()) {
      parts_.log.warning("a watcher is not to be understood",
                         {{"folder", path_}, LogField(event.error())});
    }
    if (!event.ok() || !event->has_value()) return;
    std::visit(Take{*this, stop}, **event);
    bool swept = std::holds_alternative<scanner::SweepDoneEvent>(**event);
    if (swept && !still_at_its_path()) return;
  }
}

void WatchedFolder::take_refs(const scanner::RefsEvent& event, const StopSignal& stop) {
  parts_.metrics.watch_event();
  insist(stop, [&] { return observe(event); });
  if (event.gaps.empty()) {
    parts_.log.resolved(path_of(event.repository), "the repository can be read again");
  } else {
    note_gaps(event.repository, gap_errors(event));
  }
}

// Without refs there is nothing that was there before: the first push is all of it.
bool WatchedFolder::observe(const scanner::RefsEvent& event) {
  bool is_baseline = !known_ && !event.refs.empty();
  Result<std::optional<JobId>> job =
      parts_.store.observe_refs(name_of(event.repository), path_of(event.repository), event.refs,
                                is_baseline, parts_.clock.now());
  if (!job.ok()) {
    parts_.log.once(LogLevel::Error, "store", "the store does not take what was seen", job.error());
    return false;
  }
  parts_.log.resolved("store", "the store takes what is seen again");
  if (job->has_value()) parts_.jobs.ring();
  return true;
}

void WatchedFolder::take_gone(const scanner::RepositoryGoneEvent& event) {
  note_problem(event.repository, Error::not_found("watch repository", path_of(event.repository),
                                                  "it is not there any more"));
}

void WatchedFolder::take_problem(const scanner::WatchProblemEvent& event) {
  note_problem(event.repository, event.error);
}

void WatchedFolder::note_problem(const std::string& below, const Error& error) {
  parts_.log.once(LogLevel::Warning, path_of(below), kNotWatched, error);
  record_problem(below, error.message());
}

// Those that were there before and are not among them are over.
void WatchedFolder::note_gaps(const std::string& below, const std::vector<Error>& gaps) {
  parts_.log.standing(LogLevel::Warning, path_of(below), kNotWatched, gaps);
  record_problem(below, problem_words(gaps));
}

// A problem of a folder of repositories as a whole is no repository's: the log has it, and doctor
// looks at watched folders itself.
void WatchedFolder::record_problem(const std::string& below, const std::string& words) {
  if (below.empty() && !(folder_.valid() && scanner::is_git_folder(folder_.get()))) return;
  Status recorded =
      parts_.store.record_problem(name_of(below), path_of(below), words, parts_.clock.now());
  if (!recorded.ok()) {
    parts_.log.once(LogLevel::Error, "store", "the store does not take what was seen",
                    recorded.error());
  }
}

void WatchedFolder::take_sweep_done(const StopSignal& stop) {
  insist(stop, [this] { return close_sweep(); });
  looked_at_ = true;
}

bool WatchedFolder::close_sweep() {
  if (!known_) known_ = parts_.store.mark_folder_known(path_, parts_.clock.now()).ok();
  if (!known_) return false;
  std::shared_ptr<const Active> active = parts_.settings.get();
  Result<bool> digest = parts_.store.summarise_baseline(path_, alert_plan(active->config, watch_),
                                                        parts_.clock.now());
  if (digest.ok() && *digest) parts_.ring_deliveries();
  return digest.ok();
}

bool WatchedFolder::still_at_its_path() const {
  struct stat ours {};
  struct stat there {};
  return fstat(folder_.get(), &ours) == 0 && stat(watch_.path.c_str(), &there) == 0 &&
         ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

}  // namespace leakwarden::service
