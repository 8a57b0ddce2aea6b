#include "scanner/cli/explain.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/console.h"
#include "scanner/cli/fingerprint_names.h"
#include "scanner/cli/target.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden explain: why something was reported, and what to do now

  leakwarden explain s1-3f2a9c01                 in this repository
  leakwarden explain s1-3f2a9c01 config/         in a folder
  leakwarden explain --dropped config/prod.env   what was not reported, and why

Usage: leakwarden explain [OPTION…] FINGERPRINT [TARGET…]
Any unique beginning of a fingerprint will do.

Options:
)";

constexpr std::size_t kWidth = 78;
constexpr std::size_t kMostFilesListed = 6;

std::vector<Option> all_options() {
  return with_scan_options({{"dropped", "", "list candidates that were dropped, with the reason"}});
}

void add_lines(std::string& text, std::string_view label, const std::string& words) {
  if (words.empty()) return;
  std::string head(label);
  for (const std::string& line : wrapped(sanitize_for_terminal(words, 4000), kWidth - 10)) {
    head.resize(10, ' ');
    text += head + line + "\n";
    head.clear();
  }
}

void add_facts(std::string& text, const Finding& finding) {
  for (const std::pair<const std::string, std::string>& fact : finding.facts) {
    add_lines(text, "says", fact.first + " " + fact.second);
  }
}

bool stands_in_a_file_now(const Finding& finding) {
  switch (finding.location.kind) {
    case PlaceKind::WorkTree:
    case PlaceKind::Index:
    case PlaceKind::File:
      return true;
    default:
      return finding.location.kind == PlaceKind::Blob && finding.location.at_tip.value_or(false);
  }
}

// The files to edit, each once.
std::string files_to_clean(const std::vector<const Finding*>& same) {
  std::set<std::string> files;
  for (const Finding* finding : same) {
    if (stands_in_a_file_now(*finding)) files.insert(finding->location.path);
  }
  std::string list;
  std::size_t listed = 0;
  for (const std::string& file : files) {
    if (++listed > kMostFilesListed) break;
    list += (list.empty() ? "" : ", ") + file;
  }
  if (files.size() > kMostFilesListed) {
    list += fmt::format(" and {} more", files.size() - kMostFilesListed);
  }
  return list;
}

bool is_in_history(const std::vector<const Finding*>& same) {
  return std::any_of(same.begin(), same.end(),
                     [](const Finding* finding) { return !finding->location.commit.empty(); });
}

// In the order a person does them: what makes the leak harmless comes first.
std::vector<std::string> steps_for(const std::vector<const Finding*>& same) {
  const Finding& first = *same.front();
  std::vector<std::string> steps = first.advice.steps;
  if (steps.empty()) steps = {"Make a new value where this one was made, and revoke this one"};
  const std::string files = files_to_clean(same);
  if (!files.empty()) {
    steps.push_back("Take it out of " + files +
                    ", and read the new one from the environment or a vault");
  }
  if (is_in_history(same)) {
    steps.push_back(
        std::string("The old value stays in the history of every clone: only revoking it helps") +
        (first.suppressed ? "" : ". Once it is revoked, accept it as below"));
  }
  return steps;
}

void add_steps(std::string& text, const std::vector<const Finding*>& same) {
  const Finding& first = *same.front();
  add_lines(text, "opens", first.advice.opens);
  add_lines(text, "revoke", first.advice.revoke_url);
  add_lines(text, "now", "what to do, in this order:");
  const std::vector<std::string> steps = steps_for(same);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    add_lines(text, fmt::format("  {}.", i + 1), steps[i]);
  }
  add_lines(text, "more", first.advice.docs);
  if (first.suppressed) return;
  add_lines(text, "accept", "not a secret, or revoked already:");
  text += fmt::format("          leakwarden baseline add {} --reason \"why\"\n",
                      short_fingerprint(first.fingerprint));
}

// All places of one secret.
std::string explained(const std::vector<const Finding*>& same) {
  const Finding& first = *same.front();
  std::string text =
      fmt::format("{}   {}\n", sanitize_for_terminal(first.rule_name), first.secret.mask());
  add_lines(text, "name", first.fingerprint);
  add_lines(text, "rule", first.rule_id);
  add_lines(text, "severity",
            std::string(severity_name(first.severity)) + " (what the key can do)");
  add_lines(text, "sure", std::string(confidence_name(first.confidence)) + " (that it is one)");
  for (const std::string& reason : first.reasons) add_lines(text, "why", reason);
  if (first.suppressed) {
    add_lines(text, "but",
              "not reported: " + first.suppressed->by + ", " + first.suppressed->reason);
  }
  add_facts(text, first);
  for (const Finding* finding : same) {
    std::string place = place_words(finding->location);
    const std::string history = history_words(finding->location);
    if (!history.empty()) place += ", " + history;
    add_lines(text, "where", place);
    add_lines(text, "", finding->masked_line);
  }
  add_steps(text, same);
  return text;
}

struct Looked {
  std::vector<Finding> findings;
  bool is_interrupted = false;
  bool is_complete = true;
};

Result<Looked> scan_all(const std::vector<std::string>& operands, const ScanSettings& settings) {
  Looked looked;
  for (const std::string& operand : operands) {
    LEAKWARDEN_TRY(const Target target, find_target(operand));
    LEAKWARDEN_TRY(ScannedTarget scanned, scan_target(target, Narrowing{}, settings));
    std::vector<Finding>& found = scanned.report.findings;
    std::move(found.begin(), found.end(), std::back_inserter(looked.findings));
    looked.is_interrupted = looked.is_interrupted || scanned.report.interrupted;
    looked.is_complete = looked.is_complete && scanned.report.coverage.complete();
  }
  return looked;
}

std::string unscanned_words(const Looked& looked) {
  if (looked.is_interrupted) return "interrupted: there may be more\n";
  return looked.is_complete
             ? ""
             : "not everything could be scanned; leakwarden scan says what was not\n";
}

int exit_code_of(const Looked& looked) {
  if (looked.is_interrupted) return kExitInterrupted;
  return looked.is_complete ? kExitClean : kExitIncomplete;
}

struct Explanation {
  std::string text;
  int exit_code = kExitClean;
};

Result<Explanation> explanation(const std::string& name, const std::vector<std::string>& targets,
                                const ScanSettings& settings) {
  LEAKWARDEN_TRY(const Looked looked, scan_all(targets, settings));
  LEAKWARDEN_TRY(const std::vector<const Finding*> same, findings_named(name, looked.findings));
  return Explanation{explained(same) + unscanned_words(looked), exit_code_of(looked)};
}

Result<int> explain_finding(std::vector<std::string> operands, const ScanSettings& settings) {
  const std::string name = operands.front();
  operands.erase(operands.begin());
  if (operands.empty()) operands.push_back("");
  LEAKWARDEN_TRY(const Explanation found, explanation(name, operands, settings));
  return show(found.text, found.exit_code);
}

std::string dropped_line(const DroppedCandidate& candidate) {
  return fmt::format("{}: {} {}: {}\n", place_words(candidate.location), candidate.rule_id,
                     candidate.secret.mask(), reason_words(candidate.reason));
}

Result<int> explain_dropped(std::vector<std::string> operands, ScanSettings settings) {
  if (operands.empty()) operands.push_back("");
  std::mutex mutex;
  std::vector<std::string> lines;
  settings.scan.on_dropped = [&](const DroppedCandidate& candidate) {
    const std::lock_guard<std::mutex> lock(mutex);
    lines.push_back(dropped_line(candidate));
  };
  LEAKWARDEN_TRY(const Looked looked, scan_all(operands, settings));
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  text += counted(lines.size(), "candidate was", "candidates were") + " dropped, " +
          counted(looked.findings.size(), "finding was", "findings were") + " kept\n";
  return show(text + unscanned_words(looked), exit_code_of(looked));
}

Result<int> explain(const Options& options) {
  const std::vector<std::string>& operands = options.operands();
  const bool dropped = options.has("dropped");
  const bool named = !operands.empty() && looks_like_fingerprint(operands[0]);
  if (!dropped && !named) {
    return Error::invalid("explain", operands.empty() ? "" : operands[0], "a fingerprint is needed")
        .with_remedy("leakwarden explain s1-… (leakwarden scan shows them)");
  }
  LEAKWARDEN_TRY(ScanSettings settings, read_scan_settings(options));
  settings.scan.cancel = watch_for_interrupts();
  if (dropped) return explain_dropped(operands, std::move(settings));
  return explain_finding(operands, settings);
}

}  // namespace

Result<std::string> explanation_of(const std::string& name, const std::vector<std::string>& targets,
                                   const ScanSettings& settings) {
  LEAKWARDEN_TRY(Explanation found, explanation(name, targets, settings));
  return std::move(found.text);
}

int explain_command(const std::vector<std::string>& arguments) {
  const std::vector<Option> table = all_options();
  const Result<Options> options = Options::parse(table, arguments);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kHelp + options_help(table));
  const Result<int> code = explain(*options);
  return code.ok() ? *code : usage_error(code.error());
}

}  // namespace leakwarden::scanner
