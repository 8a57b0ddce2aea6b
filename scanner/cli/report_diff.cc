#include "scanner/cli/report_diff.h"

#include <sstream>

#include "scanner/cli/console.h"
#include "scanner/cli/options.h"
#include "scanner/cli/report_file.h"
#include "scanner/report/difference.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden report diff: what changed between two reports

  leakwarden report diff yesterday.jsonl today.jsonl
  leakwarden report diff --format json main.sarif branch.sarif

Usage: leakwarden report diff [OPTION…] OLD NEW
OLD and NEW are reports of scan in format jsonl, json, sarif or gitleaks, or of
gitleaks itself; - is standard input.

Options:
)";

constexpr const char* kHelpEnd = R"(
Exit codes: 0 nothing new, 1 something new, 2 wrong usage or no such report.
)";

const std::vector<Option>& diff_options() {
  static const std::vector<Option> kOptions = {{"format", "FORMAT", "text (default) or json"},
                                               {"output", "FILE", "write it there (mode 0600)"},
                                               {"help", "", "this text"}};
  return kOptions;
}

// What was cut off would look as if it had been mended.
Result<PeerReport> read_whole_report(const std::string& file) {
  LEAKWARDEN_TRY(PeerReport report, read_report_file(file));
  if (report.tool != "Leakwarden" || !report.outcome.empty()) return report;
  return Error::invalid("compare reports", file, "its end is missing: it has no summary")
      .with_remedy("scan again, with --output FILE");
}

Result<int> diff(const Options& options) {
  const std::vector<std::string>& operands = options.operands();
  const std::string format = options.value("format").value_or("text");
  if (format != "text" && format != "json") {
    return Error::invalid("read options", options.said("format"), "unknown format")
        .with_remedy("--format text or json");
  }
  if (operands.size() != 2) {
    return Error::invalid("read options", "report diff", "two reports are compared")
        .with_remedy("leakwarden report diff OLD NEW");
  }
  if (operands[0] == "-" && operands[1] == "-") {
    return Error::invalid("read options", "report diff - -", "standard input is one report")
        .with_remedy("leakwarden report diff OLD -");
  }
  LEAKWARDEN_TRY(const PeerReport before, read_whole_report(operands[0]));
  LEAKWARDEN_TRY(const PeerReport after, read_whole_report(operands[1]));
  const Difference difference = difference_of(before, after);
  std::ostringstream text;
  if (format == "json") {
    write_difference_json(difference, text);
  } else {
    write_difference_text(difference, text);
  }
  const Status written = write_output(text.str(), options.value("output").value_or(""));
  if (!written.ok()) return report_lost(written.error());
  return difference.fresh.empty() ? kExitClean : kExitFindings;
}

}  // namespace

int report_command(const std::vector<std::string>& arguments) {
  const std::vector<Option>& table = diff_options();
  const bool is_diff = !arguments.empty() && arguments.front() == "diff";
  const std::vector<std::string> words(arguments.begin() + (is_diff ? 1 : 0), arguments.end());
  const Result<Options> options = Options::parse(table, words);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kHelp + options_help(table) + kHelpEnd);
  if (!is_diff) {
    const std::string word = words.empty() ? "report" : words.front();
    return usage_error(
        Error::invalid("run", word, words.empty() ? "what to do is missing" : "unknown command")
            .with_remedy("leakwarden report diff OLD NEW"));
  }
  const Result<int> code = diff(*options);
  return code.ok() ? *code : usage_error(code.error());
}

}  // namespace leakwarden::scanner
