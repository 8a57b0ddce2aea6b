// What the rules cost, beside the bars of issue 4: speed over source text, compiling, starting, and
// which rules are the dearest.
//
//   rules_bench PATH… [--megabytes N]     files or folders of source text; the first N MB (default
//                                         64) of it, binary files left out
//
// Everything on one core, in its CPU time, so that other work on the machine does not count. A
// rule's own cost is that of a set of it alone above an idle one, so what rules share counts for
// each of them.

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/match/judge.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/rule_image.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;
constexpr std::uint64_t kMostFileBytes = 16u << 20;
constexpr std::size_t kSampleBytes = 4u << 20;  // for the cost of one rule alone
constexpr std::size_t kDearest = 10;
constexpr int kRounds = 3;

using Texts = std::vector<std::string>;
using Rules = std::vector<Rule>;

double cpu_seconds_of(const std::function<void()>& work) {
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

std::size_t bytes_of(const Texts& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return bytes;
}

void add_file(const std::string& path, Texts* texts) {
  Result<std::string> text = read_regular_file(AT_FDCWD, path, kMostFileBytes);
  if (!text.ok() || text->empty() || text->find('\0') != std::string::npos) return;
  texts->push_back(*std::move(text));
}

Texts read_texts(const std::vector<std::string>& paths, std::size_t most) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) files.push_back(path);
    else
      for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
        if (entry.is_regular_file() && !entry.is_symlink()) files.push_back(entry.path().string());
      }
  }
  std::sort(files.begin(), files.end());
  Texts texts;
  std::size_t bytes = 0;
  for (const std::string& file : files) {
    if (bytes >= most) break;
    add_file(file, &texts);
    bytes = bytes_of(texts);
  }
  return texts;
}

// A matcher over some of the rules.
struct RuleBench {
  AlignedBytes image;
  std::shared_ptr<const RuleSet> rules;
  std::unique_ptr<Matcher> matcher;

  static Result<RuleBench> over(const Rules& rules) {
    RuleBench bench;
    LEAKWARDEN_TRY(const std::string image, build_rule_image(rules));
    bench.image = AlignedBytes(std::string_view(image));
    LEAKWARDEN_TRY(bench.rules, RuleSet::from_image(bench.image.view()));
    LEAKWARDEN_TRY(Matcher matcher, Matcher::create(bench.rules, Limits{}, kNow));
    bench.matcher = std::make_unique<Matcher>(std::move(matcher));
    return bench;
  }

  std::size_t scan(const Texts& texts) {
    std::size_t found = 0;
    for (const std::string& text : texts) {
      found += judge(*rules, text, matcher->find(text).value()).kept.size();
    }
    return found;
  }
};

void print_row(const std::string& what, double value, const char* unit, const char* bar) {
  fmt::print("{:<52} {:>8.2f} {:<5} {}\n", what, value, unit, bar);
}

Status print_speed(const char* what, const Rules& rules, const Texts& texts, const char* bar) {
  LEAKWARDEN_TRY(RuleBench bench, RuleBench::over(rules));
  std::size_t found = 0;
  const double seconds = cpu_seconds_of([&] { found = bench.scan(texts); });
  print_row(fmt::format("{} ({} rules, {} findings)", what, rules.size(), found),
            static_cast<double>(bytes_of(texts)) / 1e9 / seconds, "GB/s", bar);
  return done();
}

Status print_compile(const Rules& rules) {
  Status status = done();
  const double seconds = cpu_seconds_of([&] {
    const Result<std::string> image = build_rule_image(rules);
    if (!image.ok()) status = image.error();
  });
  print_row("cold compile of the database, one core", seconds, "s", "bar: 2 or less");
  return status;
}

// All rules as a user's file would give them, from the cache, up to the first byte scanned.
Status print_start(const RuleSet& builtin) {
  std::string folder = (std::filesystem::temp_directory_path() / "rules-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return Error::from_errno("make folder", folder, errno);
  const std::string path = folder + "/own.yaml";
  const std::string text =
      "provider: Example\nhomepage: https://example.com\nrules:\n"
      "  - {id: bench-key, name: Bench key, severity: high, confidence: high, opens: Nothing.,\n"
      "     pattern: '(?P<secret>bnchkq_[0-9a-f]{24})\\b', examples: {seeded: 1},\n"
      "     counter_examples: [x], revoke: {url: https://example.com, steps: [a]}}\n";
  LEAKWARDEN_CHECK(write_output_file(path, text, 0600));
  LEAKWARDEN_TRY(std::shared_ptr<const RuleSet> first,
                 RuleSet::load({"builtin", path}, folder + "/cache"));
  const auto start = [&](const std::function<Result<std::shared_ptr<const RuleSet>>()>& rules) {
    return 1e3 * cpu_seconds_of([&] {
      Result<Matcher> matcher = Matcher::create(rules().value(), Limits{}, kNow);
      static_cast<void>(matcher->find("text").value());
    });
  };
  print_row("start with the built-in rules", start([] { return RuleSet::builtin(); }), "ms",
            "bar: 10 or less");
  print_row("start with a user's rules as well, from the cache",
            start([&] { return RuleSet::load({"builtin", path}, folder + "/cache"); }), "ms",
            "bar: 10 or less");
  print_row(fmt::format("size of the image ({} rules)", first->rules().size()),
            static_cast<double>(builtin.image().size()) / 1e6, "MB", "");
  std::filesystem::remove_all(folder);
  return done();
}

struct OwnCost {
  std::string id;
  double nanoseconds_a_byte = 0;
};

Result<double> cost_alone(const Rules& rules, const Texts& sample) {
  LEAKWARDEN_TRY(RuleBench bench, RuleBench::over(rules));
  const double seconds = cpu_seconds_of([&] { bench.scan(sample); });
  return seconds * 1e9 / static_cast<double>(bytes_of(sample));
}

Status print_dearest(const Rules& rules, const Texts& sample) {
  std::vector<OwnCost> costs;
  for (const Rule& rule : rules) {
    if (rule.assigned) continue;  // tried on what the families find: part of their cost
    LEAKWARDEN_TRY(const double cost, cost_alone({rule}, sample));
    costs.push_back({rule.id, cost});
  }
  std::sort(costs.begin(), costs.end(), [](const OwnCost& left, const OwnCost& right) {
    return left.nanoseconds_a_byte > right.nanoseconds_a_byte;
  });
  const double idle = costs.empty() ? 0 : costs.back().nanoseconds_a_byte;
  fmt::print("\nthe dearest rules, each alone on {:.1f} MB, above an idle one ({:.3f} ns/byte)\n",
             static_cast<double>(bytes_of(sample)) / 1e6, idle);
  for (std::size_t i = 0; i < std::min(kDearest, costs.size()); ++i) {
    fmt::print("  {:<44} {:>7.3f} ns/byte\n", costs[i].id, costs[i].nanoseconds_a_byte - idle);
  }
  return done();
}

// Every so manieth text, so that the sample is of all folders.
Texts sample_of(const Texts& texts, std::size_t most) {
  const std::size_t step = std::max<std::size_t>(1, bytes_of(texts) / most);
  Texts sample;
  for (std::size_t i = 0; i < texts.size(); i += step) sample.push_back(texts[i]);
  return sample;
}

Status run(const std::vector<std::string>& paths, std::size_t most) {
  const Texts texts = read_texts(paths, most);
  if (texts.empty()) return Error::not_found("read source text", paths.front(), "there is none");
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> builtin, RuleSet::builtin());
  const Rules& all = builtin->rules();
  Rules distinctive;
  std::copy_if(all.begin(), all.end(), std::back_inserter(distinctive), [](const Rule& rule) {
    return rule.judging == Judging::None && !rule.assigned;
  });
  fmt::print("{} texts, {:.1f} MB\n", texts.size(), static_cast<double>(bytes_of(texts)) / 1e6);
  LEAKWARDEN_CHECK(print_speed("distinctive rules", distinctive, texts, "bar: 1 or more"));
  LEAKWARDEN_CHECK(print_speed("all, with the judge", all, texts, "bar: 0.5 or more"));
  LEAKWARDEN_CHECK(print_compile(all));
  LEAKWARDEN_CHECK(print_start(*builtin));
  return print_dearest(all, sample_of(texts, kSampleBytes));
}

}  // namespace
}  // namespace leakwarden::scanner

int main(int argument_count, char** arguments) {
  std::vector<std::string> paths;
  std::size_t megabytes = 64;
  for (int i = 1; i < argument_count; ++i) {
    const std::string word = arguments[i];
    if (word == "--megabytes" && i + 1 < argument_count) {
      megabytes = std::strtoull(arguments[++i], nullptr, 10);
    } else {
      paths.push_back(word);
    }
  }
  if (paths.empty() || megabytes == 0) {
    fmt::print(stderr, "usage: rules_bench PATH… [--megabytes N]\n");
    return 2;
  }
  const leakwarden::Status status = leakwarden::scanner::run(paths, megabytes * 1'000'000);
  if (status.ok()) return 0;
  fmt::print(stderr, "{}\n", status.error().message());
  return 1;
}
