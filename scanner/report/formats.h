#pragma once

// The formats a report can be written in: for people, for code hosts, for other tools.
//
//   text      terminal              sarif     code scanning (GitHub and others), 2.1.0
//   jsonl     one object a line     gitlab    secret detection report, 15.0.4
//   json      one document          junit     test results, read by every CI server
//   html      one page, offline     gitleaks  what reads gitleaks' JSON
//   csv       a spreadsheet         github    annotations of a workflow's log
//   codequality                     GitLab's widget of every tier
//
// All are total: any bytes in names and values come out as valid UTF-8 in the format's own
// escaping. Values are masked unless the caller says otherwise.

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/report/report.h"

namespace leakwarden::scanner {

enum class Format {
  Text,
  JsonLines,
  Json,
  Sarif,
  GitLab,
  JUnit,
  Csv,
  Html,
  Gitleaks,
  GitHub,
  CodeQuality
};

std::optional<Format> format_from_name(std::string_view name);
std::string format_names();  // "text, jsonl, … or codequality"

// `style` counts for text; `style.show_secrets` for all that show values at all: GitLab, JUnit,
// Code Quality, HTML and annotations are read by many and never do.
void write_formatted(Format format, const ReportInput& input, const TextStyle& style,
                     std::ostream& output);

// {"schema_version", "tool", "findings": […], "summary": {…}}, each finding on a line of its own
// and as in JSON lines.
void write_json(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output);
inline constexpr int kJsonSchemaVersion = 1;

// One run a repository; in each one result for each secret in each file, worst first, at most
// kMostSarifResults: GitHub refuses files with more of either.
// With `was_known` (else the input's), each says whether it is new or unchanged.
void write_sarif(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output,
                 const WasKnown& was_known = {});
inline constexpr std::size_t kMostSarifResults = 25'000;
inline constexpr std::size_t kMostSarifRuns = 20;

// One vulnerability for each secret in each file; suppressed ones only counted, in a message.
void write_gitlab(const ReportInput& input, std::ostream& output);

// The same as an array of issues, without what is suppressed.
void write_code_quality(const ReportInput& input, std::ostream& output);

// One test case for each secret in each file (a failure), for each gap (an error) and for each
// suppressed one (skipped); a passing one where nothing is wrong.
void write_junit(const ReportInput& input, std::ostream& output);

// RFC 4180 with a header row: gitleaks' columns, then ours.
void write_csv(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output);

// An array of objects with gitleaks' keys, one for each finding, and our fingerprint beside its
// own.
void write_gitleaks(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output);
// "commit:file:rule:line", without the commit where there is none.
std::string gitleaks_fingerprint(const Finding& finding);

// One page without anything from outside: no fonts, no pictures, one script that its policy names.
void write_html(const ReportInput& input, std::ostream& output);

// Workflow commands, worst first, at most kMostAnnotations: GitHub shows no more.
void write_github(const ReportInput& input, std::ostream& output);
inline constexpr std::size_t kMostAnnotations = 50;
// A text that a workflow's log shows as it is, whatever commands stand in it.
std::string without_workflow_commands(const std::string& text);

}  // namespace leakwarden::scanner
