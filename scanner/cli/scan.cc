#include "scanner/cli/scan.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <utility>

#include "scanner/cli/console.h"
#include "scanner/cli/target.h"
#include "scanner/report/comparison.h"
#include "scanner/report/progress.h"
#include "scanner/windows.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden scan: look for secrets

  leakwarden scan                this repository: work tree, index, every object
  leakwarden scan --staged       what the next commit would add
  leakwarden scan --format jsonl --output report.jsonl /srv/git/a.git

Usage: leakwarden scan [OPTION…] [TARGET…]
TARGET is a repository, a folder, a file, or - for standard input.

Options:
)";

constexpr const char* kHelpEnd = R"(
Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 incomplete and nothing found,
10 findings of which one is live, 130 interrupted.
Each option may be given by environment: LEAKWARDEN_FAIL_ON=high.
)";

const std::vector<Option>& own_options() {
  static const std::vector<Option> kOptions = {
      {"history", "", "only the objects, refs and reflogs of a repository"},
      {"staged", "", "only what is staged"},
      {"range", "A..B", "only commits that B has and A has not"},
      {"work-tree", "", "only the files of the work tree"},
      {"format", "FORMAT", "text (default on a terminal) or jsonl (default elsewhere)"},
      {"output", "FILE", "write the report there (mode 0600)"},
      {"show-secrets", "", "show values instead of masks"},
      {"show-suppressed", "", "list suppressed findings too"},
      {"color", "WHEN", "auto, always or never"},
      {"no-progress", "", "no progress line"},
      {"fresh", "", "neither read nor write the ledger: judge everything anew"},
      {"whole-objects", "", "scan every object whole, also what a delta copied from another"},
      {"compare", "REPORT",
       "say what only we and what only that report found: gitleaks, Betterleaks, "
       "TruffleHog, Kingfisher or SARIF"},
      {"verify", "", "not available in this version"},
      {"help", "", "this text"},
  };
  return kOptions;
}

std::vector<Option> all_options() {
  std::vector<Option> all = own_options();
  const std::vector<Option>& shared = scan_setting_options();
  all.insert(all.end() - 1, shared.begin(), shared.end());
  const std::vector<Option>& files = suppression_options();
  all.insert(all.end() - 1, files.begin(), files.end());
  return all;
}

struct Presentation {
  bool text = false;
  std::string file;
  TextStyle style;
};

Result<Presentation> read_presentation(const Options& options) {
  Presentation presentation;
  presentation.file = options.value("output").value_or("");
  const bool on_terminal = presentation.file.empty() && is_terminal(STDOUT_FILENO);
  const std::string format = options.value("format").value_or(on_terminal ? "text" : "jsonl");
  presentation.text = format == "text";
  for (const char* later : {"json", "sarif", "gitlab", "junit", "csv", "html"}) {
    if (format != later) continue;
    return Error::invalid("write a report", "--format " + format, "not available in this version")
        .with_remedy("--format text or jsonl");
  }
  if (format != "text" && format != "jsonl") {
    return Error::invalid("read options", "--format " + format, "unknown format")
        .with_remedy("--format text or jsonl");
  }
  presentation.style.width = on_terminal ? terminal_width(STDOUT_FILENO) : 80;
  const std::string colour = options.value("color").value_or("auto");
  if (colour != "auto" && colour != "always" && colour != "never") {
    return Error::invalid("read options", "--color " + colour, "unknown value")
        .with_remedy("auto, always or never");
  }
  const bool plain_file = !presentation.file.empty() && colour != "always";
  presentation.style.colour = plain_file ? UseColour::No : colour_for(STDOUT_FILENO, colour);
  if (options.has("show-secrets")) presentation.style.show_secrets = ShowSecrets::Yes;
  return presentation;
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

Result<std::vector<Target>> find_targets(const std::vector<std::string>& operands) {
  std::vector<Target> targets;
  for (const std::string& operand : operands) {
    if (operand.empty()) {
      return Error::invalid("scan", "an empty name", "there is nothing to scan")
          .with_remedy("leakwarden scan .");
    }
    LEAKWARDEN_TRY(Target target, find_target(operand));
    targets.push_back(std::move(target));
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

void add_report(ScanReport& all, ScanReport one) {
  std::move(one.findings.begin(), one.findings.end(), std::back_inserter(all.findings));
  all.coverage.merge(std::move(one.coverage));
  all.ruleset_digest = one.ruleset_digest;
  all.rule_count = one.rule_count;
  all.interrupted = all.interrupted || one.interrupted;
}

Result<ScanReport> scan_targets(const std::vector<Target>& targets, const Narrowing& narrowing,
                                ScanSettings settings, const Options& options) {
  std::unique_ptr<ProgressLine> progress;
  if (wants_progress(options)) {
    progress = std::make_unique<ProgressLine>(std::cerr, terminal_width(STDERR_FILENO) - 1);
    settings.scan.on_progress = [&progress](const Progress& now) {
      progress->show({now.objects_done, now.objects_total, now.bytes_done, now.findings});
    };
  }
  settings.scan.cancel = watch_for_interrupts();
  ScanReport all;
  for (const Target& target : targets) {
    if (all.interrupted) break;
    LEAKWARDEN_TRY(ScanReport one, scan_target(target, narrowing, settings));
    add_report(all, std::move(one));
  }
  std::sort(all.findings.begin(), all.findings.end(), report_order);
  return all;
}

// A pipe is read too: --compare <(gitleaks …).
Result<std::string> read_whole(const std::string& file) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!opened.valid()) return Error::from_errno("read the report to compare with", file, errno);
  const ReadBytes read = read_from(opened.get(), file);
  std::string text;
  std::array<char, 1 << 16> buffer;
  while (text.size() <= kMostReportBytes) {
    LEAKWARDEN_TRY(const std::size_t count, read(buffer.data(), buffer.size()));
    if (count == 0) break;
    text.append(buffer.data(), count);
  }
  return text;
}

// Before anything is scanned: what cannot be compared with is said at once.
Result<std::optional<PeerReport>> read_comparison(const Options& options) {
  const std::optional<std::string> file = options.value("compare");
  if (!file) return std::optional<PeerReport>();
  LEAKWARDEN_TRY(const std::string text, read_whole(*file));
  LEAKWARDEN_TRY(PeerReport report, read_peer_report(text, *file));
  return std::optional<PeerReport>(std::move(report));
}

Status write_report(const ReportInput& input, const std::optional<PeerReport>& theirs,
                    const Presentation& presentation) {
  std::ostringstream text;
  if (theirs && presentation.text) {
    write_comparison_text(input, *theirs, presentation.style, text);
  } else if (theirs) {
    write_comparison_lines(input, *theirs, presentation.style.show_secrets, text);
  } else if (presentation.text) {
    write_text(input, presentation.style, text);
  } else {
    write_json_lines(input, presentation.style.show_secrets, text);
  }
  return write_output(text.str(), presentation.file);
}

}  // namespace

Result<int> scan_and_report(const Options& options, const std::vector<std::string>& operands,
                            std::shared_ptr<const KnownValue> known) {
  LEAKWARDEN_TRY(const Presentation presentation, read_presentation(options));
  LEAKWARDEN_TRY(const Narrowing narrowing, read_narrowing(options));
  LEAKWARDEN_TRY(const std::vector<Target> targets, find_targets(operands));
  LEAKWARDEN_TRY(ScanSettings settings, read_scan_settings(options));
  if (options.has("whole-objects")) settings.scan.whole_objects = WholeObjects::Yes;
  LEAKWARDEN_TRY(const std::optional<PeerReport> theirs, read_comparison(options));
  ReportInput input;
  input.explainable = known == nullptr;
  settings.scan.known = std::move(known);
  settings.fresh = options.has("fresh") || settings.scan.known != nullptr;
  settings.least_confidence = settings.confidence;
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  LEAKWARDEN_TRY(ScanReport report, scan_targets(targets, narrowing, settings, options));
  input.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  input.findings = at_least(std::move(report.findings), settings.confidence);
  input.suppressed = take_suppressed(input.findings);
  input.list_suppressed = options.has("show-suppressed");
  input.coverage = std::move(report.coverage);
  input.ruleset_digest = report.ruleset_digest;
  input.rule_count = report.rule_count;
  input.covered = covered_words(targets.front(), narrowing);
  LEAKWARDEN_CHECK(write_report(input, theirs, presentation));
  return exit_code_of(input.findings, input.coverage, settings.exit,
                      report.interrupted ? Interrupted::Yes : Interrupted::No);
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
