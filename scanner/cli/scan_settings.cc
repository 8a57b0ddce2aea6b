#include "scanner/cli/scan_settings.h"

#include <sched.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "scanner/base/clock.h"
#include "scanner/base/confidence_word.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostJobs = 64;  // the slots of a worker's page

unsigned processors_we_may_use() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(std::clamp(CPU_COUNT(&set), 1, static_cast<int>(kMostJobs)));
}

Error unknown_value(const Options& options, std::string_view name, const std::string& known) {
  return Error::invalid("read options", options.said(name), "unknown value").with_remedy(known);
}

Status read_size(const Options& options, const char* name, std::uint64_t& limit) {
  const std::optional<std::string> text = options.value(name);
  if (!text) return done();
  LEAKWARDEN_TRY(limit, parse_size(options.said(name), *text));
  return done();
}

Status read_limits(const Options& options, Limits& limits) {
  LEAKWARDEN_CHECK(read_size(options, "max-object-bytes", limits.max_object_bytes));
  LEAKWARDEN_CHECK(read_size(options, "max-stream-bytes", limits.max_stream_bytes));
  LEAKWARDEN_CHECK(read_size(options, "max-findings", limits.max_findings));
  LEAKWARDEN_CHECK(read_size(options, "max-commits", limits.max_commits_per_push));
  std::uint64_t matches = limits.max_matches_per_rule;
  LEAKWARDEN_CHECK(read_size(options, "max-matches-per-rule", matches));
  limits.max_matches_per_rule =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(matches, 1u << 30));
  limits.max_judged_matches_per_rule =
      std::max(limits.max_judged_matches_per_rule, limits.max_matches_per_rule);
  return done();
}

Status read_policy(const Options& options, ScanSettings& settings) {
  const std::string confidence = options.value("confidence").value_or("medium");
  LEAKWARDEN_TRY(settings.confidence, parse_confidence(options.said("confidence"), confidence));
  const std::string fail_on = options.value("fail-on").value_or("low");
  settings.exit.fail_on = severity_from_name(fail_on);
  if (!settings.exit.fail_on && fail_on != "never") {
    return unknown_value(options, "fail-on", "low, medium, high, critical or never");
  }
  if (options.has("require-complete")) settings.exit.require_complete = RequireComplete::Yes;
  return done();
}

Result<unsigned> read_jobs(const Options& options) {
  const std::optional<std::string> text = options.value("jobs");
  if (!text) return processors_we_may_use();
  LEAKWARDEN_TRY(const std::uint64_t jobs, parse_number(options.said("jobs"), *text));
  if (jobs == 0) return unknown_value(options, "jobs", "a number from 1 on");
  return static_cast<unsigned>(std::min(jobs, kMostJobs));
}

Result<std::shared_ptr<const RuleSet>> read_rules(const Options& options) {
  const std::vector<std::string> sources = options.values("rules");
  return sources.empty() ? RuleSet::builtin() : RuleSet::load(sources);
}

}  // namespace

const std::vector<Option>& scan_setting_options() {
  static const std::vector<Option> kOptions = {
      {"rules", "PATH", "rule files or folders; builtin names ours; may be repeated", Repeat::Yes},
      {"confidence", "LEVEL", "show and count from low, medium (default) or high"},
      {"fail-on", "LEVEL",
       "exit 1 from severity low (default), medium, high, critical; or never, then not 3 either"},
      {"require-complete", "", "exit 3 when anything was not scanned, whatever was found"},
      {"allow-missing", "", "promised and LFS objects that are not here are no gap"},
      {"verify-objects", "", "check object ids and pack checksums"},
      {"ignore-markers", "",
       "comments such as leakwarden:allow or gitleaks:allow suppress nothing"},
      {"marker", "TEXT", "a comment word that suppresses too: nosec; may be repeated", Repeat::Yes},
      {"jobs", "N", "threads; default: the processors we may use"},
      {"max-object-bytes", "SIZE", "objects kept whole in memory; default 64MiB"},
      {"max-stream-bytes", "SIZE", "bytes of one file or stream; default 64GiB"},
      {"max-matches-per-rule", "N", "matches of a rule in one object; default 1000"},
      {"max-findings", "N", "findings kept of a scan; default 1000000"},
      {"max-commits", "N", "commits of a range; default 5000000"},
  };
  return kOptions;
}

const std::vector<Option>& suppression_options() {
  static const std::vector<Option> kOptions = {
      {"baseline", "FILE",
       "what was accepted, instead of .leakwarden-baseline: ours, a .secrets.baseline or a JSON "
       "report of gitleaks; may be repeated",
       Repeat::Yes},
      {"no-suppressions", "", "heed no baseline and no ignore file"},
  };
  return kOptions;
}

std::vector<Option> with_scan_options(std::vector<Option> own) {
  for (const std::vector<Option>* part : {&scan_setting_options(), &suppression_options()})
    own.insert(own.end(), part->begin(), part->end());
  own.push_back({"help", "", "this text"});
  return own;
}

Result<ScanSettings> read_scan_settings(const Options& options) {
  ScanSettings settings;
  LEAKWARDEN_CHECK(read_policy(options, settings));
  LEAKWARDEN_CHECK(read_limits(options, settings.scan.limits));
  LEAKWARDEN_TRY(settings.scan.jobs, read_jobs(options));
  LEAKWARDEN_TRY(settings.scan.rules, read_rules(options));
  settings.scan.now_unix_seconds = unix_seconds(SystemClock().now());
  if (options.has("allow-missing")) settings.scan.missing_objects = MissingObjects::Note;
  settings.scan.inline_markers =
      options.has("ignore-markers") ? InlineMarkers::Ignore : InlineMarkers::Honour;
  settings.scan.more_markers = options.values("marker");
  settings.files.at_root = !options.has("no-suppressions");
  settings.files.baselines = options.values("baseline");
  if (options.has("verify-objects")) settings.verify_objects = VerifyObjects::Yes;
  return settings;
}

std::vector<Finding> take_suppressed(std::vector<Finding>& findings) {
  const std::vector<Finding>::iterator first = std::stable_partition(
      findings.begin(), findings.end(), [](const Finding& finding) { return !finding.suppressed; });
  std::vector<Finding> suppressed(std::make_move_iterator(first),
                                  std::make_move_iterator(findings.end()));
  findings.erase(first, findings.end());
  return suppressed;
}

std::vector<Finding> at_least(std::vector<Finding> findings, Confidence confidence) {
  findings.erase(
      std::remove_if(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.confidence < confidence; }),
      findings.end());
  return findings;
}

}  // namespace leakwarden::scanner
