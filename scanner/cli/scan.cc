#include "scanner/cli/scan.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "scanner/base/clock.h"
#include "scanner/cli/attest.h"
#include "scanner/cli/console.h"
#include "scanner/cli/report_file.h"
#include "scanner/cli/report_output.h"
#include "scanner/cli/scan_run.h"
#include "scanner/cli/target.h"
#include "scanner/redact.h"
#include "scanner/report/progress.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden scan: look for secrets

  leakwarden scan                this repository: work tree, index, every object
  leakwarden scan --staged       what the next commit would add
  leakwarden scan --format html --output report.html /srv/git/a.git

Usage: leakwarden scan [OPTION…] [TARGET…]
TARGET is a repository, a folder, a file, a clone URL, or - for standard input.
Of several, one report and one summary.

Options:
)";

constexpr const char* kHelpEnd = R"(
Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 incomplete and nothing found
or the report could not be written,
10 findings of which one is live, 130 interrupted.
Each option may be given by environment: LEAKWARDEN_FAIL_ON=high.
)";

const std::vector<Option>& format_options() {
  static const std::vector<Option> kOptions = {
      {"format", "FORMAT",
       "text (default on a terminal), jsonl (default elsewhere), json, sarif, gitlab, codequality, "
       "junit, csv, html, gitleaks or github"},
  };
  return kOptions;
}

const std::vector<Option>& own_options() {
  static const std::vector<Option> kOptions = {
      {"show-secrets", "", "show values instead of masks; jsonl, json, sarif, csv, gitleaks, text"},
      {"show-suppressed", "", "list suppressed findings too"},
      {"fresh", "", "neither read nor write the ledger: judge everything anew"},
      {"whole-objects", "", "scan every object whole, also what a delta copied from another"},
      {"compare", "REPORT",
       "say what only we and what only that report found (text, jsonl), or which results are new "
       "(sarif): an earlier one of ours, gitleaks, Betterleaks, TruffleHog, Kingfisher or SARIF"},
      {"attest", "FILE", "write a signed attestation of the commits there (leakwarden attest)"},
      {"attest-key", "FILE", "the private key that signs it, PEM"},
      {"suppressions-from", "REV",
       "heed baseline and ignore files as that commit has them, and no comments: what a change "
       "brings cannot speak for it"},
      {"verify", "", "not available in this version"},
  };
  return kOptions;
}

std::vector<Option> all_options() {
  std::vector<Option> own;
  for (const std::vector<Option>* part :
       {&narrowing_options(), &format_options(), &output_options(), &own_options()}) {
    own.insert(own.end(), part->begin(), part->end());
  }
  return with_scan_options(std::move(own));
}

Result<Narrowing> read_narrowing(const Options& options) {
  Narrowing narrowing;
  std::size_t given = 0;
  const std::pair<const char*, Part> kParts[] = {{"history", Part::History},
                                                 {"staged", Part::Staged},
                                                 {"work-tree", Part::WorkTree},
                                                 {"range", Part::Range}};
  for (const std::pair<const char*, Part>& part : kParts) {
    if (!options.has(part.first)) continue;
    narrowing.part = part.second;
    ++given;
  }
  narrowing.range = options.value("range").value_or("");
  if (given > 1) {
    return Error::invalid("read options", "--history --staged --range --work-tree",
                          "only one of them narrows a scan")
        .with_remedy("run one scan for each");
  }
  return narrowing;
}

// Standard input can be read once.
Status check_standard_input(const Options& options, const std::vector<std::string>& operands) {
  const auto readers =
      std::count(operands.begin(), operands.end(), "-") + (options.value("compare") == "-" ? 1 : 0);
  if (readers < 2) return done();
  return Error::invalid("read options", "-", "standard input can be read once")
      .with_remedy("give one of them as a file");
}

Result<std::vector<Target>> find_targets(const std::vector<std::string>& operands) {
  std::vector<Target> targets;
  for (const std::string& operand : operands) {
    if (operand.empty()) {
      return Error::invalid("scan", "an empty name", "there is nothing to scan")
          .with_remedy("leakwarden scan .");
    }
    Result<Target> target = find_target(operand);
    const bool missing = !target.ok() && target.error().kind == ErrorKind::NotFound;
    // Of several, one that is not there becomes a gap when its turn comes.
    if (missing && operands.size() > 1) target = Target{TargetKind::Files, operand, operand};
    if (!target.ok()) return std::move(target).error();
    targets.push_back(std::move(target).value());
  }
  if (!operands.empty()) return targets;
  LEAKWARDEN_TRY(Target around, find_target(""));
  targets.push_back(std::move(around));
  return targets;
}

bool wants_progress(const Options& options) {
  const char* ci = std::getenv("CI");
  return !options.has("no-progress") && is_terminal(STDERR_FILENO) &&
         (ci == nullptr || *ci == '\0');
}

struct ScannedTargets {
  ScanReport report;
  std::vector<AttestedCommit> commits;  // of each target in turn
  bool is_shallow = false;              // any of them
  bool has_baseline = false;            // any of them
};

// One of several targets that could not be scanned costs only itself.
ScannedTarget not_scanned(const Target& target, const Error& error) {
  ScannedTarget scanned;
  scanned.report.coverage.add_gap({target.name, error.what + ": " + error.why});
  return scanned;
}

void add_report(ScanReport& all, ScanReport one) {
  std::move(one.findings.begin(), one.findings.end(), std::back_inserter(all.findings));
  all.coverage.merge(std::move(one.coverage));
  if (!one.ruleset_digest.empty()) all.ruleset_digest = one.ruleset_digest;
  all.rule_count = std::max(all.rule_count, one.rule_count);
  all.interrupted = all.interrupted || one.interrupted;
}

Result<ScannedTargets> scan_targets(const std::vector<Target>& targets, const Narrowing& narrowing,
                                    ScanSettings settings, const Options& options) {
  std::unique_ptr<ProgressLine> progress;
  if (wants_progress(options)) {
    progress = std::make_unique<ProgressLine>(std::cerr, terminal_width(STDERR_FILENO) - 1);
    settings.scan.on_progress = [&progress](const Progress& now) {
      progress->show({now.objects_done, now.objects_total, now.bytes_done, now.findings});
    };
  }
  settings.scan.cancel = watch_for_interrupts();
  ScannedTargets all;
  for (const Target& target : targets) {
    if (all.report.interrupted) break;
    Result<ScannedTarget> one = scan_target(target, narrowing, settings);
    const bool usage = !one.ok() && one.error().kind == ErrorKind::Invalid;
    const bool stopped = !one.ok() && settings.scan.cancel->load();
    all.report.interrupted = all.report.interrupted || stopped;
    if (!one.ok() && !stopped && (usage || targets.size() == 1)) return std::move(one).error();
    ScannedTarget scanned = one.ok() ? std::move(one).value() : not_scanned(target, one.error());
    all.commits.push_back({target.name, scanned.commit});
    all.is_shallow = all.is_shallow || scanned.is_shallow;
    all.has_baseline = all.has_baseline || scanned.has_baseline;
    add_report(all.report, std::move(scanned.report));
  }
  std::sort(all.report.findings.begin(), all.report.findings.end(), report_order);
  return all;
}

// Before anything is scanned: what cannot be compared with is said at once.
Result<std::optional<PeerReport>> read_comparison(const Options& options) {
  const std::optional<std::string> file = options.value("compare");
  if (!file) return std::optional<PeerReport>();
  LEAKWARDEN_TRY(PeerReport report, read_report_file(*file));
  return std::optional<PeerReport>(std::move(report));
}

struct Scanned {
  ReportInput input;
  std::vector<AttestedCommit> commits;
  bool is_shallow = false;
  Interrupted interrupted = Interrupted::No;
};

bool is_of_baseline(const Finding& finding) {
  return finding.suppressed && is_by_baseline(finding.suppressed->by);
}

// A branch or a folder may be called anything, too.
Status mask_names(const ScanOptions& options, ScanRun& run) {
  LEAKWARDEN_TRY(TextScanner scanner, TextScanner::create(options));
  NameMasker masker(scanner);
  for (ScannedState& state : run.states) {
    for (std::string* name : {&state.branch, &state.root, &state.repository_uri})
      masker.mask_name(*name);
  }
  return done();
}

Result<Scanned> scan_for_report(const std::vector<Target>& targets, const Narrowing& narrowing,
                                const ScanSettings& settings, const Options& options) {
  const SystemClock clock;
  const WallTime began = clock.now();
  const SteadyTime start = clock.steady_now();
  LEAKWARDEN_TRY(ScannedTargets all, scan_targets(targets, narrowing, settings, options));
  Scanned scanned;
  ReportInput& input = scanned.input;
  input.seconds = std::chrono::duration<double>(clock.steady_now() - start).count();
  input.run = scan_run_of(targets, began, clock.now());
  LEAKWARDEN_CHECK(mask_names(settings.scan, input.run));
  input.findings = at_least(std::move(all.report.findings), settings.confidence);
  input.suppressed = take_suppressed(input.findings);
  input.list_suppressed = options.has("show-suppressed");
  input.coverage = std::move(all.report.coverage);
  input.ruleset_digest = all.report.ruleset_digest;
  input.rule_count = all.report.rule_count;
  input.covered = covered_words(targets, narrowing);
  input.explainable = settings.scan.known == nullptr;
  if (all.has_baseline) input.was_known = is_of_baseline;
  scanned.commits = std::move(all.commits);
  scanned.is_shallow = all.is_shallow;
  if (all.report.interrupted) scanned.interrupted = Interrupted::Yes;
  return scanned;
}

// What a change brings is not asked whether it may pass.
Status heed_commit(const Options& options, ScanSettings& settings) {
  if (!options.has("suppressions-from")) return done();
  settings.suppressions_from = options.value("suppressions-from").value_or("");
  if (settings.suppressions_from.empty()) {
    return Error::invalid("read options", options.said("suppressions-from"), "no commit is named")
        .with_remedy("a branch, tag or commit id");
  }
  if (options.has("no-suppressions")) {
    return Error::invalid("read options", options.said("suppressions-from"),
                          "there is nothing to heed with --no-suppressions")
        .with_remedy("one of the two");
  }
  if (settings.scan.inline_markers == InlineMarkers::Honour)
    settings.scan.inline_markers = InlineMarkers::Mention;
  return done();
}

}  // namespace

const std::vector<Option>& narrowing_options() {
  static const std::vector<Option> kOptions = {
      {"history", "", "only the objects, refs and reflogs of a repository"},
      {"staged", "", "only what is staged"},
      {"range", "A..B", "only commits that B has and A has not"},
      {"work-tree", "", "only the files of the work tree"},
  };
  return kOptions;
}

const std::vector<Option>& output_options() {
  static const std::vector<Option> kOptions = {
      {"output", "FILE", "write the report there, all of it or nothing (mode 0600)"},
      {"color", "WHEN", "auto, always or never"},
      {"no-progress", "", "no progress line"},
  };
  return kOptions;
}

Result<int> scan_and_report(const Options& options, const std::vector<std::string>& operands,
                            std::shared_ptr<const KnownValue> known) {
  LEAKWARDEN_TRY(const Presentation presentation, read_presentation(options));
  LEAKWARDEN_TRY(const Narrowing narrowing, read_narrowing(options));
  LEAKWARDEN_CHECK(check_standard_input(options, operands));
  LEAKWARDEN_TRY(const std::vector<Target> targets, find_targets(operands));
  LEAKWARDEN_TRY(const AttestRequest attest, read_attest_request(options, narrowing));
  LEAKWARDEN_TRY(ScanSettings settings, read_scan_settings(options));
  LEAKWARDEN_CHECK(heed_commit(options, settings));
  if (options.has("whole-objects")) settings.scan.whole_objects = WholeObjects::Yes;
  LEAKWARDEN_TRY(const std::optional<PeerReport> theirs, read_comparison(options));
  if (theirs) LEAKWARDEN_CHECK(check_comparison(presentation));
  settings.scan.known = std::move(known);
  settings.fresh = options.has("fresh") || settings.scan.known != nullptr;
  settings.least_confidence = settings.confidence;
  LEAKWARDEN_TRY(const Scanned scanned, scan_for_report(targets, narrowing, settings, options));
  const Status written = write_report(scanned.input, theirs, presentation);
  if (!written.ok()) return report_lost(written.error());
  if (!attest.file.empty() && scanned.is_shallow) {
    return Error::invalid("attest", attest.file, "a shallow clone lacks a part of the history")
        .with_remedy("git fetch --unshallow");
  }
  if (!attest.file.empty()) {
    LEAKWARDEN_CHECK(
        write_attestation(attest, narrowing, settings, scanned.commits, scanned.input));
  }
  if (!scanned.input.coverage.complete() && !presentation.names_gaps()) {
    std::cerr << "leakwarden: not everything was scanned, and this format cannot say so; "
                 "--format text or jsonl names what was not\n";
  }
  return exit_code_of(scanned.input.findings, scanned.input.coverage, settings.exit,
                      scanned.interrupted);
}

int scan_command(const std::vector<std::string>& arguments) {
  const std::vector<Option> table = all_options();
  const Result<Options> options = Options::parse(table, arguments);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kHelp + options_help(table) + kHelpEnd);
  if (options->has("verify")) return not_available("scan --verify");
  const Result<int> code = scan_and_report(*options, options->operands(), nullptr);
  return code.ok() ? *code : usage_error(code.error());
}

}  // namespace leakwarden::scanner
