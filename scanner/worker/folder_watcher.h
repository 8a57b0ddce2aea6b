#pragma once

// Watches one folder of repositories (or one repository) and says which refs each has.
//
// Two ways of looking, of which only the second is trusted:
//
//   hints    inotify on every folder on the way, on each git folder and on the folders below refs.
//            A hint is acted on at its leading edge: the repository it belongs to is read at once.
//   sweeps   at the start, each interval, and whenever hints were lost: every folder is listed, and
//            every repository whose refs key (git_folder.h) changed is read.
//
// Reading means all refs of a repository, compared with what was said last; RefsEvent only when
// they differ. Everything is emitted once at the start, then SweepDoneEvent after each sweep.
//
// Example, `git push` of a new branch a/b to x.git, and what is lost and found again:
//
//   mkdir refs/heads/a              hint on refs/heads: the new folder gets a watch, x.git is read
//   create refs/heads/a/b.lock      hint, ignored: a lock
//   rename b.lock → b               before the watch was set: no hint, but the read after it sees b
//                                   after it was set: hint, x.git is read again
//
// A busy repository is not read more than a quarter of the time: after a read of T it rests 3 T,
// and what happens meanwhile is one further read. Sweeps are done a folder at a time between hints,
// so that a push does not wait for a sweep over a hundred thousand repositories.
//
// Symbolic links are not followed, folders deeper than kMaxDepth not entered, a work tree's content
// neither (its .git is the repository). Problems are emitted once each, by sweeps only: what a
// hint finds half made (git init, rm -r) is no problem.
//
// Thread rules: one thread.

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "scanner/base/clock.h"
#include "scanner/base/file.h"
#include "scanner/worker/git_folder.h"
#include "scanner/worker/inotify.h"
#include "scanner/worker/protocol.h"

namespace leakwarden::scanner {

class FolderWatcher {
 public:
  static constexpr std::size_t kMaxDepth = 12;
  using Emit = std::function<void(const Event&)>;

  FolderWatcher(Descriptor folder, std::chrono::milliseconds interval, const Clock& clock,
                Emit emit);

  // Readable when step() has something to do before the time it asked for; -1 without inotify.
  int descriptor() const { return hints_.descriptor(); }
  // Does what is due; returns how long the caller may wait for the descriptor.
  std::chrono::milliseconds step();

 private:
  enum class Because { Hint, Sweep };

  struct WatchedPlace {
    std::string folder;      // below the watched folder
    std::string repository;  // of which it is a part, when in_repository
    bool in_repository = false;
  };
  struct KnownRepository {
    std::map<std::string, int> watches;  // by folder
    std::string said;                    // digest of the refs last emitted
    RefsKey key;
    std::uint64_t sweep = 0;  // the last one that looked at it
    bool troubled = false;    // a problem was emitted after the refs
    SteadyTime rest_until;
  };
  struct Visit {
    std::string folder;
    Because because;
  };

  void take_hints();
  void take_hint(const Hint& hint);
  void hint_in_folder(const WatchedPlace& place, const Hint& hint);
  void hint_in_repository(const WatchedPlace& place, const Hint& hint);
  void begin_sweep();
  void end_sweep();
  void visit(const Visit& visit);
  void visit_folder(const Visit& visit, int folder);
  void visit_child(const Visit& parent, const std::string& child);
  void visit_repository(const std::string& path, int folder, Because because);
  void visit_touched();
  RefsKey look_at_refs(const std::string& path, int folder, KnownRepository& repository);
  void read_refs(const std::string& path, int folder, KnownRepository& repository, Because because);
  void watch_folder(const std::string& path, int folder);
  void watch_in_repository(const std::string& repository, const std::string& path, int folder,
                           KnownRepository& known);
  int add_watch(int folder, WatchedPlace place);
  void forget(const std::string& path);
  void forget_watch(int watch);
  void problem(const std::string& path, Error error, Because because);
  std::chrono::milliseconds wait_time() const;

  Descriptor folder_;
  std::chrono::milliseconds interval_;
  const Clock& clock_;
  Emit emit_;
  Inotify hints_;
  std::unordered_map<int, WatchedPlace> places_;
  std::map<std::string, int> folders_;  // that hold repositories, with their watch (-1: none)
  std::map<std::string, KnownRepository> repositories_;
  std::map<std::string, std::string> problems_;  // what was emitted, by path
  std::set<std::string> touched_;                // to visit because of hints
  std::deque<Visit> visits_;
  std::uint64_t sweep_ = 0;
  bool sweeping_ = false;
  bool watches_refused_ = false;  // since the last sweep
  SteadyTime next_sweep_;
};

// What one look at a repository says, for ReadRefsRequest too. `folder` is its git folder.
Result<RefsEvent> read_refs_event(const std::string& path, int folder);

}  // namespace leakwarden::scanner
