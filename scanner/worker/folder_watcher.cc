#include "scanner/worker/folder_watcher.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "scanner/base/sha256.h"
#include "scanner/git/folder.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMaxFolderEntries = 1'000'000;
constexpr int kRestFactor = 3;

std::string joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

std::size_t depth_of(const std::string& path) {
  return static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool is_transient(const std::string& name) {
  return ends_with(name, ".lock") || ends_with(name, ".new");
}

bool is_part_of_a_repository(const std::string& name) {
  return name == "HEAD" || name == "objects" || name == "refs" || name == ".git";
}

// The entries of a sorted map that are `path` or lie below it.
template <typename Value>
std::vector<std::string> keys_at_or_below(const std::map<std::string, Value>& map,
                                          const std::string& path) {
  std::vector<std::string> keys;
  if (map.count(path) > 0) keys.push_back(path);
  std::string below = path.empty() ? path : path + "/";
  for (typename std::map<std::string, Value>::const_iterator it = map.lower_bound(below);
       it != map.end() && it->first.compare(0, below.size(), below) == 0; ++it) {
    if (it->first != path) keys.push_back(it->first);
  }
  return keys;
}

std::string digest_of(const RefsEvent& event) {
  return sha256_hex(encode(Event(event)));
}

}  // namespace

Result<RefsEvent> read_refs_event(const std::string& path, int folder) {
  Descriptor directory(fcntl(folder, F_DUPFD_CLOEXEC, 0));
  if (!directory.valid()) return Error::from_errno("open repository", path, errno);
  struct stat status {};
  if (fstat(folder, &status) != 0) return Error::from_errno("open repository", path, errno);
  LEAKWARDEN_TRY(std::shared_ptr<Repository> repository,
                 Repository::open_at(directory, OpenOptions{}));
  RefsEvent event;
  event.repository = path;
  event.owner_user_id = status.st_uid;
  LEAKWARDEN_TRY(event.refs, repository->refs(event.gaps));
  return event;
}

FolderWatcher::FolderWatcher(Descriptor folder, std::chrono::milliseconds interval,
                             const Clock& clock, Emit emit)
    : folder_(std::move(folder)), interval_(interval), clock_(clock), emit_(std::move(emit)) {
  next_sweep_ = clock_.steady_now();
}

std::chrono::milliseconds FolderWatcher::step() {
  take_hints();
  visit_touched();
  if (!sweeping_ && clock_.steady_now() >= next_sweep_) begin_sweep();
  if (!visits_.empty()) {
    Visit next = std::move(visits_.front());
    visits_.pop_front();
    visit(next);
  } else if (sweeping_) {
    end_sweep();
  }
  return wait_time();
}

std::chrono::milliseconds FolderWatcher::wait_time() const {
  if (!visits_.empty() || sweeping_) return std::chrono::milliseconds(0);
  SteadyTime until = next_sweep_;
  for (const std::string& path : touched_) {
    std::map<std::string, KnownRepository>::const_iterator it = repositories_.find(path);
    if (it != repositories_.end()) until = std::min(until, it->second.rest_until);
  }
  std::chrono::milliseconds wait =
      std::chrono::ceil<std::chrono::milliseconds>(until - clock_.steady_now());
  return std::max(wait, std::chrono::milliseconds(0));
}

// Hints ---------------------------------------------------------------------------------------

void FolderWatcher::take_hints() {
  for (const Hint& hint : hints_.read()) take_hint(hint);
}

void FolderWatcher::take_hint(const Hint& hint) {
  if (hint.kind == HintKind::Overflow) {
    next_sweep_ = clock_.steady_now();
    return;
  }
  std::unordered_map<int, WatchedPlace>::const_iterator it = places_.find(hint.watch);
  if (it == places_.end()) return;
  const WatchedPlace place = it->second;
  if (hint.kind == HintKind::WatchEnded) forget_watch(hint.watch);
  if (place.in_repository) {
    hint_in_repository(place, hint);
  } else {
    hint_in_folder(place, hint);
  }
}

// git init makes a repository piece by piece: with each of its parts the folder is looked at again.
void FolderWatcher::hint_in_folder(const WatchedPlace& place, const Hint& hint) {
  std::string child = joined(place.folder, hint.name);
  if (hint.kind == HintKind::FolderGone || is_part_of_a_repository(hint.name)) {
    touched_.insert(place.folder);
  }
  if (!hint.is_folder || hint.name.empty()) return;
  if (hint.kind == HintKind::Disappeared) forget(child);
  if (hint.kind == HintKind::Appeared) touched_.insert(child);
}

void FolderWatcher::hint_in_repository(const WatchedPlace& place, const Hint& hint) {
  bool in_git_folder = place.folder == place.repository;
  bool matters = hint.kind == HintKind::FolderGone ||
                 (in_git_folder ? hint.name == "packed-refs" || is_part_of_a_repository(hint.name)
                                : hint.is_folder || !is_transient(hint.name));
  if (matters) touched_.insert(place.repository);
}

void FolderWatcher::visit_touched() {
  SteadyTime now = clock_.steady_now();
  for (const std::string& path : std::set<std::string>(touched_)) {
    std::map<std::string, KnownRepository>::const_iterator it = repositories_.find(path);
    if (it != repositories_.end() && it->second.rest_until > now) continue;
    touched_.erase(path);
    visit({path, Because::Hint});
  }
}

// Sweeps --------------------------------------------------------------------------------------

void FolderWatcher::begin_sweep() {
  sweeping_ = true;
  watches_refused_ = false;
  ++sweep_;
  visits_.push_back({"", Because::Sweep});
}

// What was known and not met again is visited by name: it is gone, or no longer a repository.
void FolderWatcher::end_sweep() {
  std::vector<std::string> unmet;
  for (const std::pair<const std::string, KnownRepository>& known : repositories_) {
    if (known.second.sweep != sweep_) unmet.push_back(known.first);
  }
  for (const std::string& path : unmet) visit({path, Because::Sweep});
  sweeping_ = false;
  next_sweep_ = clock_.steady_now() + interval_;
  emit_(SweepDoneEvent{});
}

// Visits --------------------------------------------------------------------------------------

void FolderWatcher::visit(const Visit& visit) {
  Result<Descriptor> folder = open_below(folder_.get(), visit.folder);
  if (!folder.ok()) {
    if (folder.error().kind == ErrorKind::NotFound) return forget(visit.folder);
    return problem(visit.folder, folder.error(), visit.because);
  }
  if (is_git_folder(folder->get())) {
    visit_repository(visit.folder, folder->get(), visit.because);
  } else {
    if (repositories_.count(visit.folder) > 0) forget(visit.folder);
    visit_folder(visit, folder->get());
  }
}

void FolderWatcher::visit_folder(const Visit& visit, int folder) {
  watch_folder(visit.folder, folder);
  Descriptor inner(openat(folder, ".git", O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW));
  if (inner.valid() && is_git_folder(inner.get())) {
    return visit_child(visit, joined(visit.folder, ".git"));
  }
  Result<std::vector<FolderEntry>> entries = list_folder(folder, ".", kMaxFolderEntries);
  if (!entries.ok()) return problem(visit.folder, entries.error(), visit.because);
  if (ends_with(visit.folder, ".git")) {
    problem(visit.folder,
            Error::not_found("watch repository", visit.folder,
                             "not a git repository: HEAD, objects or refs is missing"),
            visit.because);
  }
  if (depth_of(visit.folder) + 1 >= kMaxDepth) return;
  for (const FolderEntry& entry : *entries) {
    if (entry.kind != FolderEntryKind::Folder) continue;
    visit_child(visit, joined(visit.folder, entry.name));
  }
}

void FolderWatcher::visit_child(const Visit& parent, const std::string& child) {
  if (parent.because == Because::Sweep) {
    visits_.push_back({child, Because::Sweep});
  } else if (repositories_.count(child) == 0 && folders_.count(child) == 0) {
    visits_.push_front({child, Because::Hint});
  }
}

void FolderWatcher::visit_repository(const std::string& path, int folder, Because because) {
  if (folders_.count(path) > 0) forget(path);  // it was a mere folder until now
  KnownRepository& repository = repositories_[path];
  if (because == Because::Sweep && repository.sweep == sweep_) return;
  repository.sweep = sweep_;
  SteadyTime begin = clock_.steady_now();
  // The key first: whatever is written from here on gives another key next time.
  RefsKey key = look_at_refs(path, folder, repository);
  bool unchanged = key.digest == repository.key.digest && !repository.key.fresh;
  repository.key = std::move(key);
  if (because == Because::Sweep && unchanged && !repository.troubled) return;
  read_refs(path, folder, repository, because);
  SteadyTime end = clock_.steady_now();
  repository.rest_until = end + kRestFactor * (end - begin);
}

RefsKey FolderWatcher::look_at_refs(const std::string& path, int folder,
                                    KnownRepository& repository) {
  watch_in_repository(path, path, folder, repository);
  return refs_key(folder, clock_.now(), [&](const std::string& below, int inner) {
    watch_in_repository(path, joined(path, below), inner, repository);
  });
}

void FolderWatcher::read_refs(const std::string& path, int folder, KnownRepository& repository,
                              Because because) {
  Result<RefsEvent> event = read_refs_event(path, folder);
  if (!event.ok()) {
    repository.troubled = true;  // read again by the next sweep, whatever the key says
    return problem(path, event.error(), because);
  }
  std::string digest = digest_of(*event);
  bool news = digest != repository.said || problems_.erase(path) > 0;
  repository.troubled = false;
  repository.said = std::move(digest);
  if (news) emit_(*std::move(event));
}

// Watches -------------------------------------------------------------------------------------

void FolderWatcher::watch_folder(const std::string& path, int folder) {
  std::pair<std::map<std::string, int>::iterator, bool> entry = folders_.try_emplace(path, -1);
  if (entry.first->second < 0) entry.first->second = add_watch(folder, {path, "", false});
}

void FolderWatcher::watch_in_repository(const std::string& repository, const std::string& path,
                                        int folder, KnownRepository& known) {
  if (known.watches.count(path) > 0) return;
  int watch = add_watch(folder, {path, repository, true});
  if (watch >= 0) known.watches[path] = watch;
}

int FolderWatcher::add_watch(int folder, WatchedPlace place) {
  if (watches_refused_) return -1;
  Result<int> watch = hints_.add(folder);
  if (watch.ok()) {
    places_[*watch] = std::move(place);
    return *watch;
  }
  watches_refused_ = true;
  problem("", watch.error(), Because::Sweep);
  return -1;
}

// The kernel has dropped this watch already.
void FolderWatcher::forget_watch(int watch) {
  std::unordered_map<int, WatchedPlace>::iterator it = places_.find(watch);
  if (it == places_.end()) return;
  const WatchedPlace& place = it->second;
  if (place.in_repository) {
    std::map<std::string, KnownRepository>::iterator known = repositories_.find(place.repository);
    if (known != repositories_.end()) known->second.watches.erase(place.folder);
  } else if (folders_.count(place.folder) > 0) {
    folders_[place.folder] = -1;
  }
  places_.erase(it);
}

void FolderWatcher::forget(const std::string& path) {
  for (const std::string& key : keys_at_or_below(folders_, path)) {
    places_.erase(folders_[key]);
    hints_.remove(folders_[key]);
    folders_.erase(key);
  }
  for (const std::string& key : keys_at_or_below(repositories_, path)) {
    for (const std::pair<const std::string, int>& watch : repositories_[key].watches) {
      places_.erase(watch.second);
      hints_.remove(watch.second);
    }
    repositories_.erase(key);
    touched_.erase(key);
    emit_(RepositoryGoneEvent{key});
  }
  for (const std::string& key : keys_at_or_below(problems_, path)) problems_.erase(key);
}

void FolderWatcher::problem(const std::string& path, Error error, Because because) {
  if (because == Because::Hint) return;
  std::string& emitted = problems_[path];
  std::string message = error.message();
  if (emitted == message) return;
  emitted = std::move(message);
  if (error.kind == ErrorKind::Refused && error.remedy.empty()) {
    error.remedy = "let the user that runs leakwarden read it (its group, or an access list)";
  }
  emit_(WatchProblemEvent{path, std::move(error)});
}

}  // namespace leakwarden::scanner
