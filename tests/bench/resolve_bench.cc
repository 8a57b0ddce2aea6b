// resolve_bench REPOSITORY [JOBS]: every object of a repository inflated and every delta applied
// once, by the reader of history scans, and nothing looked at. What a scan costs is told in times
// of this (tests/bench/history). Prints {"objects": …, "bytes": …, "gaps": …}.

#include <fmt/core.h>

#include <cstdlib>

#include "scanner/git/repository.h"
#include "tests/bench/counting_sink.h"

using namespace leakwarden;
using namespace leakwarden::scanner;

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    fmt::print("usage: resolve_bench REPOSITORY [JOBS]\n");
    return 2;
  }
  Result<std::shared_ptr<Repository>> repository = Repository::open(arguments[1], OpenOptions{});
  if (!repository.ok()) {
    fmt::print("{}\n", repository.error().message());
    return 2;
  }
  CountingSink sink;
  const unsigned jobs = count == 3 ? static_cast<unsigned>(std::atoi(arguments[2])) : 2;
  const Status pushed = (*repository)->objects().push_all(sink, jobs);
  if (!pushed.ok()) {
    fmt::print("{}\n", pushed.error().message());
    return 2;
  }
  fmt::print("{{\"objects\": {}, \"bytes\": {}, \"gaps\": {}}}\n", sink.objects.load(),
             sink.bytes.load(), sink.gaps.load());
  return 0;
}
