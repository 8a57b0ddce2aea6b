#include "scanner/cli/baseline.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/baseline_file.h"
#include "scanner/cli/console.h"
#include "scanner/cli/fingerprint_names.h"
#include "scanner/redact.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"
#include "scanner/rules/suggest.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp =
    R"(leakwarden baseline: findings that were looked at and accepted

  leakwarden baseline create                       accept all that is found now
  leakwarden baseline add s1-3f2a9c01 --reason "revoked in May"
  leakwarden baseline check                        what of it is still needed?

Usage: leakwarden baseline create|update|check [OPTION…] [TARGET]
       leakwarden baseline add [OPTION…] --reason TEXT FINGERPRINT… [TARGET]
It lies in .leakwarden-baseline at the root of the repository: one entry a line,
sorted, made to be committed and merged. A strong value (s1-…) stays accepted
wherever it moves; a weak one (w1-…) in its file, under its rule.
  create   writes a new one; add --force to begin again
  add      accepts what is named; any unique beginning of a fingerprint will do
  update   takes out what is no longer found anywhere, sorts, keeps all reasons
  check    says what is unused, has ended, silences too much or cannot be read,
           here and in the ignore files

Options:
)";

constexpr const char* kHelpEnd = R"(
Exit codes: 0 in order, 1 check found something to mend, 2 wrong usage or a file
that cannot be read, 3 not everything could be scanned, 130 interrupted.
)";

constexpr const char* kReasonOfCreate = "found when the baseline was made";

std::vector<Option> all_options() {
  return with_scan_options({
      {"reason", "TEXT", "why it is accepted"},
      {"expires", "DATE", "the last day it counts: 2027-01-31"},
      {"person", "NAME", "who accepts it; default: who git says we are"},
      {"force", "", "create: write over one that is there"},
  });
}

struct Request {
  Options options;
  ScanSettings settings;
  std::vector<std::string> names;  // of add
  Target target;
};

Result<Request> read_request(const Options& options, bool takes_names) {
  Request request;
  request.options = options;
  std::string target;
  for (const std::string& operand : options.operands()) {
    if (takes_names && looks_like_fingerprint(operand)) {
      request.names.push_back(operand);
    } else if (target.empty()) {
      target = operand;
    } else {
      return Error::invalid("read options", operand, "one repository or folder at a time");
    }
  }
  LEAKWARDEN_TRY(request.target, find_target(target));
  LEAKWARDEN_TRY(request.settings, read_scan_settings(options));
  request.settings.scan.cancel = watch_for_interrupts();
  return request;
}

// All that is there, whoever speaks for it but comments in the files.
Result<ScannedTarget> scan_plain(const Request& request, const Narrowing& narrowing) {
  ScanSettings settings = request.settings;
  settings.files = SuppressionFiles{};
  settings.least_confidence = Confidence::Low;
  return scan_target(request.target, narrowing, settings);
}

bool is_whole(const ScannedTarget& scanned) {
  return scanned.report.coverage.complete() && !scanned.is_shallow;
}

std::string unscanned_words(const ScannedTarget& scanned) {
  if (is_whole(scanned)) return "";
  if (scanned.report.coverage.complete())
    return "a shallow clone lacks a part of the history; git fetch --unshallow\n";
  return "not everything could be scanned; leakwarden scan says what was not\n";
}

std::string entry_line(const BaselineEntry& entry) {
  const std::string place = entry.path.empty() ? entry.kind : entry.path;
  return fmt::format("  {}  {}  {}{}\n", short_fingerprint(entry.fingerprint), entry.rule,
                     sanitize_for_terminal(place),
                     entry.line > 0 ? fmt::format(":{}", entry.line) : "");
}

// The baseline is committed, and what it says is shown.
Status check_reason(const Request& request) {
  const std::string reason = request.options.value("reason").value_or("");
  LEAKWARDEN_TRY(TextScanner scanner, TextScanner::create(request.settings.scan));
  LEAKWARDEN_TRY(const JudgedObject judged, scanner.find(reason));
  if (judged.kept.empty()) return done();
  return Error::invalid("read options", "--reason", "it holds a secret itself")
      .with_remedy("say it without the value");
}

Result<int> create(const Request& request) {
  const Options& options = request.options;
  LEAKWARDEN_CHECK(check_reason(request));
  LEAKWARDEN_TRY(BaselineFile file, open_baseline(options, request.target, ReadEntries::No));
  if (file.is_there && !options.has("force")) {
    return Error::refused("create a baseline", file.path, "it is there already")
        .with_remedy("leakwarden baseline add or update; or create --force");
  }
  LEAKWARDEN_TRY(BaselineEntry like,
                 entry_template(options, file.scope.root, request.settings.scan.now_unix_seconds));
  if (like.reason.empty()) like.reason = kReasonOfCreate;
  ScanSettings settings = request.settings;
  settings.files.baselines.clear();
  settings.files.own_baseline = false;
  LEAKWARDEN_TRY(ScannedTarget scanned, scan_target(request.target, Narrowing{}, settings));
  ScanReport& report = scanned.report;
  if (report.interrupted) return kExitInterrupted;
  std::vector<Finding> findings = at_least(std::move(report.findings), settings.confidence);
  take_suppressed(findings);
  file.entries = entries_of(findings, file.scope.paths, like);
  LEAKWARDEN_CHECK(write_baseline(file));
  const std::string text = fmt::format(
      "{} accepted in {}\nLook at them (leakwarden scan --show-suppressed), then commit it.\n{}",
      counted(file.entries.size(), "finding", "findings"), sanitize_for_terminal(file.path),
      unscanned_words(scanned));
  return show(text, is_whole(scanned) ? kExitClean : kExitIncomplete);
}

// Each name, looked up in what is staged, which is quick and what a stopped commit speaks of; then
// in everything.
Result<std::vector<Finding>> look_up(const Request& request) {
  Narrowing staged;
  staged.part = Part::Staged;
  const bool repository = request.target.kind == TargetKind::Repository;
  for (const Narrowing& narrowing : {staged, Narrowing{}}) {
    if (narrowing.part == Part::Staged && !repository) continue;
    Result<ScannedTarget> scanned = scan_plain(request, narrowing);
    if (!scanned.ok() && narrowing.part == Part::Staged) continue;  // a bare repository
    if (!scanned.ok()) return std::move(scanned).error();
    const std::vector<Finding>& findings = scanned->report.findings;
    std::vector<Finding> found;
    std::optional<Error> missing;
    for (const std::string& name : request.names) {
      const Result<std::vector<const Finding*>> named = findings_named(name, findings);
      if (!named.ok()) missing = named.error();
      if (!named.ok()) break;
      for (const Finding* finding : *named) found.push_back(*finding);
    }
    if (!missing) return found;
    if (narrowing.part != Part::Staged) return *missing;
  }
  return std::vector<Finding>();
}

Result<int> add(const Request& request) {
  if (request.names.empty()) {
    return Error::invalid("add to the baseline", "", "no fingerprint is named")
        .with_remedy("leakwarden baseline add s1-… --reason TEXT (leakwarden scan shows them)");
  }
  if (request.options.value("reason").value_or("").empty()) {
    return Error::invalid("add to the baseline", request.names[0], "no reason is given")
        .with_remedy("--reason \"why it is accepted\"");
  }
  LEAKWARDEN_CHECK(check_reason(request));
  LEAKWARDEN_TRY(BaselineFile file, open_baseline(request.options, request.target));
  LEAKWARDEN_TRY(const BaselineEntry like, entry_template(request.options, file.scope.root,
                                                          request.settings.scan.now_unix_seconds));
  LEAKWARDEN_TRY(const std::vector<Finding> findings, look_up(request));
  const std::vector<BaselineEntry> entries = entries_of(findings, file.scope.paths, like);
  put_entries(file, entries);
  LEAKWARDEN_CHECK(write_baseline(file));
  std::string text = fmt::format("{} in {}:\n", counted(entries.size(), "entry", "entries"),
                                 sanitize_for_terminal(file.path));
  for (const BaselineEntry& entry : entries) text += entry_line(entry);
  return show(text);
}

// By entry: does a finding of that name still stand anywhere?
std::vector<bool> still_there(const BaselineFile& file, const std::vector<Finding>& findings) {
  std::vector<bool> there(file.entries.size());
  const std::shared_ptr<const Speaker> speaker = baseline_speaker(file.entries, file.path);
  for (const Finding& finding : findings) {
    const std::vector<std::size_t> numbers =
        speaker->speaking_for(Subject{finding, file.scope.paths(finding.location.path)});
    for (const std::size_t number : numbers) there[number] = true;
  }
  return there;
}

// Takes out what is gone; says which.
std::string prune(BaselineFile& file, const std::vector<Finding>& findings) {
  const std::vector<bool> there = still_there(file, findings);
  const std::vector<BaselineEntry> old = std::exchange(file.entries, {});
  std::string gone;
  for (std::size_t number = 0; number < old.size(); ++number) {
    if (there[number]) file.entries.push_back(old[number]);
    if (!there[number]) gone += entry_line(old[number]);
  }
  return fmt::format("{} taken out of {}\n{}",
                     counted(old.size() - file.entries.size(), "entry", "entries"),
                     sanitize_for_terminal(file.path), gone);
}

Result<int> update(const Request& request) {
  LEAKWARDEN_TRY(BaselineFile file, open_baseline(request.options, request.target));
  if (!file.is_there) {
    return Error::not_found("update the baseline", file.path, "there is none")
        .with_remedy("leakwarden baseline create");
  }
  LEAKWARDEN_TRY(const ScannedTarget scanned, scan_plain(request, Narrowing{}));
  const ScanReport& report = scanned.report;
  if (report.interrupted) return kExitInterrupted;
  const bool whole = is_whole(scanned);
  const std::string text =
      whole ? prune(file, report.findings) : "nothing was taken out: " + unscanned_words(scanned);
  LEAKWARDEN_CHECK(write_baseline(file));
  return show(text, whole ? kExitClean : kExitIncomplete);
}

const char* problem_name(StatementProblem problem) {
  switch (problem) {
    case StatementProblem::Unused:
      return "unused";
    case StatementProblem::Expired:
      return "expired";
    case StatementProblem::Broad:
      return "very broad";
  }
  return "";
}

Result<int> check(const Request& request) {
  const SuppressionScope scope = suppression_scope(request.target, Narrowing{});
  LEAKWARDEN_TRY(
      Suppressions suppressions,
      read_suppressions(in_folder(scope.root), request.settings.files, request.settings.scan));
  if (suppressions.empty()) return show("no baseline and no ignore file here\n");
  LEAKWARDEN_TRY(ScannedTarget scanned, scan_plain(request, Narrowing{}));
  ScanReport& report = scanned.report;
  if (report.interrupted) return kExitInterrupted;
  for (Finding& finding : report.findings) {
    suppressions.heed(finding, scope.paths(finding.location.path));
  }
  const bool whole = is_whole(scanned);
  std::string text;
  std::size_t problems = 0;
  LEAKWARDEN_TRY(TextScanner scanner, TextScanner::create(request.settings.scan));
  NameMasker masker(scanner);  // files may hold anything where a pattern or a reason should stand
  std::vector<StatementNote> notes = suppressions.problems(Confidence::Low);
  for (StatementNote& note : notes) {
    masker.mask_name(note.words);
    if (note.problem == StatementProblem::Unused && !whole) continue;
    ++problems;
    text +=
        sanitize_for_terminal(note.place + ": " + problem_name(note.problem) + ": " + note.words) +
        "\n";
  }
  text += problems == 0 ? "all in order\n" : counted(problems, "thing", "things") + " to mend\n";
  text += unscanned_words(scanned);
  if (problems > 0) return show(text, kExitFindings);
  return show(text, whole ? kExitClean : kExitIncomplete);
}

struct Action {
  std::string_view name;
  Result<int> (*run)(const Request&);
};
constexpr Action kActions[] = {
    {"create", create}, {"add", add}, {"update", update}, {"check", check}};

int unknown_action(const std::string& word) {
  std::vector<std::string_view> names;
  for (const Action& action : kActions) names.push_back(action.name);
  const std::string near(nearest_word(word, names));
  return usage_error(Error::invalid("run", "baseline " + word, "unknown command")
                         .with_remedy("leakwarden baseline " + (near.empty() ? "--help" : near)));
}

}  // namespace

int baseline_command(const std::vector<std::string>& arguments) {
  const std::vector<Option> table = all_options();
  const std::string word = arguments.empty() ? "--help" : arguments[0];
  const bool help = word == "--help" || word == "-h";
  const Action* action = std::find_if(std::begin(kActions), std::end(kActions),
                                      [&word](const Action& one) { return one.name == word; });
  if (!help && action == std::end(kActions)) return unknown_action(word);
  const std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1),
                                      arguments.end());
  const Result<Options> options = Options::parse(table, rest);
  if (!options.ok()) return usage_error(options.error());
  if (help || options->has("help")) return show(kHelp + options_help(table) + kHelpEnd);
  const Result<Request> request = read_request(*options, word == "add");
  if (!request.ok()) return usage_error(request.error());
  const Result<int> code = action->run(*request);
  return code.ok() ? *code : usage_error(code.error());
}

}  // namespace leakwarden::scanner
