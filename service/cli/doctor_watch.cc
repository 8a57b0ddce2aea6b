// Watched folders as they are now, seen by the user who runs doctor, with the watcher's own way of
// looking: no link is followed, no repository opened. Bounded; what the daemon saw is in the store.

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include <fmt/core.h>

#include "scanner/git/folder.h"
#include "scanner/report/words.h"
#include "scanner/worker/folder_watcher.h"
#include "scanner/worker/git_folder.h"
#include "service/cli/doctor_checks.h"
#include "service/intake/real_path.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kMostFolders = 200'000;
constexpr std::size_t kMostEntries = 1'000'000;
constexpr std::size_t kShown = 20;

struct Place {
  std::string below;
  std::size_t depth = 0;
};

struct Look {
  std::size_t repositories = 0;
  std::size_t folders = 0;
  bool cut = false;  // there were more than are looked at
  // Paths below the watched folder, of repositories …
  std::vector<std::string> closed;   // … that this user may not read
  std::vector<std::string> foreign;  // … that may be read, and whose owner is not the folder's
};

std::optional<uid_t> owner_id(int folder) {
  struct stat status {};
  if (::fstat(folder, &status) != 0) return std::nullopt;
  return status.st_uid;
}

bool may_read(int folder) {
  return ::faccessat(folder, ".", R_OK | X_OK, AT_EACCESS) == 0;
}

bool is_closed(int folder, const char* name, int mode) {
  return ::faccessat(folder, name, mode, AT_EACCESS) != 0 && errno == EACCES;
}

// HEAD, objects and refs too, where they are there.
bool may_scan(int folder) {
  return may_read(folder) && !is_closed(folder, "HEAD", R_OK) &&
         !is_closed(folder, "objects", R_OK | X_OK) && !is_closed(folder, "refs", R_OK | X_OK);
}

class Looking {
 public:
  Looking(int root, Look& look) : root_(root), owner_(owner_id(root)), look_(look) {}

  void run() {
    waiting_.push_back({"", 0});
    while (!waiting_.empty() && !look_.cut) {
      Place place = std::move(waiting_.back());
      waiting_.pop_back();
      visit(place);
    }
  }

 private:
  void visit(const Place& place) {
    look_.cut = ++look_.folders > kMostFolders;
    Result<Descriptor> folder = scanner::open_below(root_, place.below);
    if (!folder.ok()) {
      if (folder.error().kind == ErrorKind::Refused) look_.closed.push_back(place.below);
      return;
    }
    if (take_repository(place.below, folder->get())) return;
    Descriptor inner(
        ::openat(folder->get(), ".git", O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW));
    if (inner.valid() && take_repository(place.below, inner.get())) return;
    if (place.depth < scanner::FolderWatcher::kMaxDepth) visit_children(place, folder->get());
  }

  // True when there is nothing else to look at below it.
  bool take_repository(const std::string& below, int folder) {
    bool is_repository = scanner::is_git_folder(folder);
    look_.repositories += is_repository ? 1 : 0;
    if (may_scan(folder)) {
      if (is_repository && owner_id(folder) != owner_) look_.foreign.push_back(below);
      return is_repository;
    }
    look_.closed.push_back(below);
    return true;
  }

  void visit_children(const Place& place, int folder) {
    Result<std::vector<scanner::FolderEntry>> entries =
        scanner::list_folder(folder, ".", kMostEntries);
    if (!entries.ok()) return;
    for (const scanner::FolderEntry& entry : *entries) {
      if (entry.kind != scanner::FolderEntryKind::Folder) continue;
      std::string below = place.below.empty() ? entry.name : place.below + "/" + entry.name;
      waiting_.push_back({std::move(below), place.depth + 1});
    }
  }

  int root_;
  std::optional<uid_t> owner_;
  Look& look_;
  std::vector<Place> waiting_;
};

std::string owner_of(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return "somebody else";
  passwd* entry = ::getpwuid(status.st_uid);
  std::string number = "uid " + std::to_string(status.st_uid);
  return entry != nullptr ? fmt::format("{} ({})", entry->pw_name, number) : number;
}

std::string own_name() {
  passwd* entry = ::getpwuid(::geteuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::geteuid());
}

void say_closed(const std::string& path, DoctorReport& report) {
  report.note("watch", path + " belongs to " + owner_of(path) + " and cannot be read by " +
                           own_name() + ": nothing in it is scanned; try: let " + own_name() +
                           " read it, by its group or with setfacl -R -m u:" + own_name() + ":rX");
}

// Reading is safe whoever wrote it, so this is worth a word and no more.
void say_foreign(const std::string& path, DoctorReport& report) {
  report.note("watch", path + " belongs to " + owner_of(path) +
                           ", not to who owns the watched folder; it is scanned like the others");
}

void say_empty(const WatchConfig& watch, const Look& look, DoctorReport& report) {
  std::string where =
      look.cut ? fmt::format(" among its first {} folders", scanner::with_separators(kMostFolders))
               : std::string();
  report.note("watch", watch.path + " holds no repository" + where +
                           " (symbolic links are not followed); try: watch the folder that holds "
                           "them, or make one there with git init --bare");
}

std::string watch_words(const WatchConfig& watch) {
  return watch.path + ", every " +
         scanner::human_seconds(static_cast<double>(watch.interval.count()) / 1000) + ", " +
         watch.visibility;
}

std::string whole_path(const std::string& root, const std::string& below) {
  return below.empty() ? root : root + "/" + below;
}

void say_some(const std::string& root, const std::vector<std::string>& below,
              void (*say)(const std::string& path, DoctorReport& report), DoctorReport& report) {
  for (std::size_t i = 0; i < std::min(below.size(), kShown); ++i) {
    say(whole_path(root, below[i]), report);
  }
  if (below.size() > kShown) {
    report.note("watch", fmt::format("and {} more", below.size() - kShown));
  }
}

void look_below(const WatchConfig& watch, std::set<std::string>& named, DoctorReport& report) {
  std::string root = real_path(watch.path);
  Result<Descriptor> folder = open_directory(AT_FDCWD, root);
  if (!folder.ok()) return report.bad("watch", watch.path + ": " + folder.error().message());
  Look look;
  Looking(folder->get(), look).run();
  report.good("watch", watch_words(watch));
  if (look.repositories == 0 && look.closed.empty()) say_empty(watch, look, report);
  for (const std::string& below : look.closed) {
    const std::string path = whole_path(root, below);
    named.insert({path, path + "/.git"});
  }
  say_some(root, look.closed, say_closed, report);
  say_some(root, look.foreign, say_foreign, report);
}

void check_one_watch(const WatchConfig& watch, std::set<std::string>& named, DoctorReport& report) {
  struct stat status {};
  if (::stat(watch.path.c_str(), &status) != 0) {
    report.bad("watch", watch.path + ": " + std::strerror(errno));
  } else if (!S_ISDIR(status.st_mode)) {
    report.bad("watch", watch.path + ": not a folder");
  } else if (::faccessat(AT_FDCWD, watch.path.c_str(), R_OK | X_OK, AT_EACCESS) != 0) {
    report.bad("watch", watch.path + ": this user may not read it");
  } else {
    look_below(watch, named, report);
  }
}

}  // namespace

std::set<std::string> check_watched(const Config& config, DoctorReport& report) {
  std::set<std::string> named;
  for (const WatchConfig& watch : config.watch) check_one_watch(watch, named, report);
  return named;
}

}  // namespace leakwarden::service
