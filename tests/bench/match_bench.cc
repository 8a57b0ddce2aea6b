// How fast texts are matched: megabytes a second of one core's CPU time, beside what reading the
// same bytes costs.
//
//   match_bench FILE [OBJECT_BYTES]      the file, cut into objects (default 16384), three rounds
//   each
//
// Rows: memchr (a lower bound: counts line ends), triggers (Hyperscan alone), verdicts (with RE2
// and the local tests), findings (with the judge's passes).

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/match/judge.h"
#include "scanner/match/matcher.h"
#include "scanner/match/trigger.h"

namespace leakwarden::scanner {
namespace {

using Work = std::function<std::size_t(std::string_view)>;

std::vector<std::string_view> objects_of(std::string_view bytes, std::size_t size) {
  std::vector<std::string_view> objects;
  for (std::size_t at = 0; at < bytes.size(); at += size) objects.push_back(bytes.substr(at, size));
  return objects;
}

std::size_t count_lines(std::string_view text) {
  std::size_t lines = 0;
  for (const char* at = text.data(); at < text.data() + text.size(); ++at, ++lines) {
    std::size_t left = static_cast<std::size_t>(text.data() + text.size() - at);
    at = static_cast<const char*>(std::memchr(at, '\n', left));
    if (!at) break;
  }
  return lines;
}

void measure(const char* name, const std::vector<std::string_view>& objects, const Work& work) {
  double best = 0;
  std::size_t count = 0;
  for (int round = 0; round < 3; ++round) {
    std::size_t bytes = 0;
    count = 0;
    std::clock_t start = std::clock();  // CPU time: other work on the machine does not count
    for (std::string_view object : objects) {
      count += work(object);
      bytes += object.size();
    }
    double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    best = std::max(best, static_cast<double>(bytes) / 1e6 / seconds);
  }
  fmt::print("{:<10} {:>8.0f} MB/s   {:>10} counted\n", name, best, count);
}

Status run(const std::string& path, std::size_t object_bytes) {
  LEAKWARDEN_TRY(Descriptor file, open_regular_file(-100, path));  // AT_FDCWD
  LEAKWARDEN_TRY(MappedFile mapped, MappedFile::map(file, path));
  LEAKWARDEN_TRY(std::shared_ptr<const RuleSet> rules, RuleSet::builtin());
  LEAKWARDEN_TRY(Matcher matcher, Matcher::create(rules, Limits{}, 1'790'000'000));
  LEAKWARDEN_TRY(TriggerScanner triggers,
                 TriggerScanner::create(rules->database(), rules->verdict_rules(), Limits{},
                                        rules->encoded_database(), rules->stem_triggers()));
  std::vector<std::string_view> objects = objects_of(mapped.bytes(), object_bytes);
  fmt::print("{} bytes in {} objects, {} rules\n", mapped.bytes().size(), objects.size(),
             rules->rules().size());
  measure("memchr", objects, count_lines);
  measure("triggers", objects,
          [&](std::string_view text) { return triggers.scan(text).value()->ends.size(); });
  measure("verdicts", objects,
          [&](std::string_view text) { return matcher.find(text).value().verdicts.size(); });
  measure("findings", objects, [&](std::string_view text) {
    return judge(*rules, text, matcher.find(text).value()).kept.size();
  });
  return done();
}

}  // namespace
}  // namespace leakwarden::scanner

int main(int argument_count, char** arguments) {
  if (argument_count < 2) {
    fmt::print(stderr, "usage: match_bench FILE [OBJECT_BYTES]\n");
    return 2;
  }
  std::size_t object_bytes = argument_count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 0;
  leakwarden::Status status =
      leakwarden::scanner::run(arguments[1], object_bytes > 0 ? object_bytes : 16384);
  if (status.ok()) return 0;
  fmt::print(stderr, "{}\n", status.error().message());
  return 1;
}
