#include "scanner/report/formats.h"

#include <iterator>
#include <ostream>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::pair<std::string_view, Format> kFormats[] = {
    {"text", Format::Text},
    {"jsonl", Format::JsonLines},
    {"json", Format::Json},
    {"sarif", Format::Sarif},
    {"gitlab", Format::GitLab},
    {"junit", Format::JUnit},
    {"csv", Format::Csv},
    {"html", Format::Html},
    {"gitleaks", Format::Gitleaks},
    {"github", Format::GitHub},
    {"codequality", Format::CodeQuality},
};

}  // namespace

std::optional<Format> format_from_name(std::string_view name) {
  for (const std::pair<std::string_view, Format>& known : kFormats) {
    if (known.first == name) return known.second;
  }
  return std::nullopt;
}

std::string format_names() {
  std::string names;
  for (const std::pair<std::string_view, Format>& known : kFormats) {
    if (&known == std::rbegin(kFormats).base() - 1)
      names += " or ";
    else if (!names.empty())
      names += ", ";
    names += known.first;
  }
  return names;
}

void write_formatted(Format format, const ReportInput& input, const TextStyle& style,
                     std::ostream& output) {
  switch (format) {
    case Format::Text:
      return write_text(input, style, output);
    case Format::JsonLines:
      return write_json_lines(input, style.show_secrets, output);
    case Format::Json:
      return write_json(input, style.show_secrets, output);
    case Format::Sarif:
      return write_sarif(input, style.show_secrets, output);
    case Format::GitLab:
      return write_gitlab(input, output);
    case Format::JUnit:
      return write_junit(input, output);
    case Format::Csv:
      return write_csv(input, style.show_secrets, output);
    case Format::Html:
      return write_html(input, output);
    case Format::Gitleaks:
      return write_gitleaks(input, style.show_secrets, output);
    case Format::GitHub:
      return write_github(input, output);
    case Format::CodeQuality:
      return write_code_quality(input, output);
  }
}

}  // namespace leakwarden::scanner
