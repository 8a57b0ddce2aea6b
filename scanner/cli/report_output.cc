#include "scanner/cli/report_output.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <sstream>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "scanner/cli/console.h"
#include "scanner/report/comparison.h"

namespace leakwarden::scanner {
namespace {

Error no_place(const std::string& file, int error_number) {
  return Error::from_errno("write the report", file, error_number)
      .with_remedy("--output in a folder that is there and that you may write to");
}

// What can be known before an hour of scanning.
Status check_place(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return no_place(file, EISDIR);
    if (!S_ISREG(status.st_mode)) return done();
  }
  const std::size_t slash = file.rfind('/');
  const std::string folder = slash == std::string::npos ? "."
                             : slash == 0               ? "/"
                                                        : file.substr(0, slash);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return no_place(file, errno);
  return done();
}

bool in_github_workflow() {
  const char* value = std::getenv("GITHUB_ACTIONS");
  return value != nullptr && std::string_view(value) == "true";
}

Result<UseColour> read_colour(const Options& options, bool to_file) {
  const std::string colour = options.value("color").value_or("auto");
  if (colour != "auto" && colour != "always" && colour != "never") {
    return Error::invalid("read options", options.said("color"), "unknown value")
        .with_remedy("auto, always or never");
  }
  if (to_file && colour != "always") return UseColour::No;
  return colour_for(STDOUT_FILENO, colour);
}

// Which findings of the input theirs has, too.
WasKnown known_from(const ReportInput& input, const PeerReport& theirs) {
  std::unordered_set<const Finding*> known;
  for (const std::vector<Finding>* findings : {&input.findings, &input.suppressed}) {
    const Comparison comparison = compare(*findings, theirs);
    for (const SecretGroup& group : comparison.both) {
      known.insert(group.best);
      known.insert(group.others.begin(), group.others.end());
    }
  }
  return [known = std::move(known)](const Finding& finding) { return known.count(&finding) > 0; };
}

void write_compared(const ReportInput& input, const PeerReport& theirs,
                    const Presentation& presentation, std::ostream& output) {
  if (presentation.format == Format::Sarif) {
    return write_sarif(input, presentation.style.show_secrets, output, known_from(input, theirs));
  }
  if (presentation.format == Format::Text)
    return write_comparison_text(input, theirs, presentation.style, output);
  write_comparison_lines(input, theirs, presentation.style.show_secrets, output);
}

std::string annotations(const ReportInput& input) {
  std::ostringstream lines;
  write_github(input, lines);
  return lines.str();
}

}  // namespace

Result<Presentation> read_presentation(const Options& options) {
  Presentation presentation;
  presentation.file = options.value("output").value_or("");
  const bool to_file = !presentation.file.empty();
  const bool on_terminal = !to_file && is_terminal(STDOUT_FILENO);
  const std::string name = options.value("format").value_or(on_terminal ? "text" : "jsonl");
  const std::optional<Format> format = format_from_name(name);
  if (!format) {
    return Error::invalid("read options", options.said("format"), "unknown format")
        .with_remedy("--format " + format_names());
  }
  presentation.format = *format;
  presentation.annotate = *format == Format::Text && in_github_workflow();
  presentation.style.width = on_terminal ? terminal_width(STDOUT_FILENO) : 80;
  LEAKWARDEN_TRY(presentation.style.colour, read_colour(options, to_file));
  if (options.has("show-secrets")) presentation.style.show_secrets = ShowSecrets::Yes;
  if (to_file) LEAKWARDEN_CHECK(check_place(presentation.file));
  return presentation;
}

Status check_comparison(const Presentation& presentation) {
  const Format format = presentation.format;
  if (format == Format::Text || format == Format::JsonLines || format == Format::Sarif)
    return done();
  return Error::invalid("read options", "--compare", "it has no such --format")
      .with_remedy("--format text, jsonl or sarif");
}

Status write_report(const ReportInput& input, const std::optional<PeerReport>& theirs,
                    const Presentation& presentation) {
  std::ostringstream report;
  if (theirs) {
    write_compared(input, *theirs, presentation, report);
  } else {
    write_formatted(presentation.format, input, presentation.style, report);
  }
  const std::string text = report.str();
  if (!presentation.annotate) return write_output(text, presentation.file);
  if (presentation.file.empty())
    return write_output(without_workflow_commands(text) + annotations(input), "");
  LEAKWARDEN_CHECK(write_output(text, presentation.file));
  return write_output(annotations(input), "");
}

}  // namespace leakwarden::scanner
