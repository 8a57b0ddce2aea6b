// git_bench REPOSITORY: how fast the git room reads it. Compare with `git index-pack`,
// `git rev-list --all` and `git for-each-ref` on the same repository. Processor seconds are of all
// threads, so a busy machine does not change them much.
#include <fmt/core.h>

#include <chrono>
#include <ctime>

#include "scanner/git/changes.h"
#include "scanner/git/index.h"
#include "scanner/git/repository.h"
#include "tests/bench/counting_sink.h"

namespace {

using namespace leakwarden;
using namespace leakwarden::scanner;

class Stopwatch {
 public:
  void print(const std::string& what, const std::string& result) const {
    std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin_;
    fmt::print("{:<28} {:9.4f} s  {:9.4f} processor s  {}\n", what, passed.count(),
               processor_seconds() - processor_begin_, result);
  }

 private:
  static double processor_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
  }
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  double processor_begin_ = processor_seconds();
};

void measure_push(Repository& repository, bool with_trees) {
  CountingSink sink(with_trees);
  Stopwatch watch;
  static_cast<void>(repository.objects().push_all(sink, 2).ok());
  watch.print(with_trees ? "push everything, 2 threads" : "push all but trees, 2 threads",
              fmt::format("{} objects, {:.2f} GB, {} gaps", sink.objects.load(),
                          static_cast<double>(sink.bytes.load()) / 1e9, sink.gaps.load()));
}

void measure_history(Repository& repository) {
  std::vector<Gap> gaps;
  Stopwatch refs_watch;
  Result<std::vector<Ref>> refs = repository.refs(gaps);
  if (!refs.ok()) return;
  refs_watch.print("refs", fmt::format("{} refs", refs->size()));
  std::vector<ObjectId> tips;
  for (const Ref& ref : *refs) tips.push_back(ref.id);
  Stopwatch walk_watch;
  Result<NewCommits> all = new_commits(repository, tips, {});
  if (!all.ok() || all->commits.empty()) return;
  walk_watch.print("walk all commits", fmt::format("{} commits", all->commits.size()));
  Stopwatch push_watch;
  Result<NewCommits> none = new_commits(repository, {all->commits[0].id}, tips);
  push_watch.print("walk a push against all refs",
                   fmt::format("{} commits", none.ok() ? none->commits.size() : 0));
  Stopwatch changes_watch;
  std::size_t introduced = 0;
  std::size_t commits = std::min<std::size_t>(all->commits.size(), 1000);
  for (std::size_t i = 0; i < commits; ++i) {
    Result<CommitChanges> changes = commit_changes(repository, all->commits[i], gaps);
    if (changes.ok()) introduced += changes->introduced.size();
  }
  changes_watch.print(fmt::format("changes of {} commits", commits),
                      fmt::format("{} introduced, {} gaps", introduced, gaps.size()));
}

void measure_index(Repository& repository) {
  Stopwatch watch;
  Result<StagedChanges> staged = staged_changes(repository, "");
  if (staged.ok()) watch.print("staged", fmt::format("{} entries", staged->entries.size()));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    fmt::print("usage: git_bench REPOSITORY\n");
    return 2;
  }
  Stopwatch open_watch;
  Result<std::shared_ptr<Repository>> repository = Repository::open(arguments[1], OpenOptions{});
  if (!repository.ok()) {
    fmt::print("{}\n", repository.error().message());
    return 1;
  }
  open_watch.print("open", "");
  measure_index(**repository);
  measure_push(**repository, false);
  measure_push(**repository, true);
  measure_history(**repository);
  return 0;
}
