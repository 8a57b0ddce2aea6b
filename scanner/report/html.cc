// The report as one page that can be mailed, kept and printed: no request leaves it. Its policy
// allows the one style and the one script that stand in it, by their hashes, and nothing else, so
// that text which slipped through the escaping could still not run.

#include <algorithm>
#include <map>
#include <ostream>

#include <fmt/core.h>

#include "scanner/base/base64.h"
#include "scanner/base/clock.h"
#include "scanner/base/sha256.h"
#include "scanner/report/formats.h"
#include "scanner/report/html_card.h"
#include "scanner/report/html_parts.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostCards = 5000;  // more make a browser slow; they are counted
constexpr std::size_t kMostBars = 7;
constexpr Severity kWorstFirst[] = {Severity::Critical, Severity::High, Severity::Medium,
                                    Severity::Low};

std::string hash_of(const char* text) {
  const Sha256Digest digest = sha256(text);
  return "'sha256-" + base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}) +
         "'";
}

using BySeverity = std::map<Severity, std::size_t>;

BySeverity count_severities(const std::vector<SecretGroup>& groups) {
  BySeverity counts;
  for (const SecretGroup& group : groups) ++counts[group.best->severity];
  return counts;
}

std::string title_of(const ReportInput& input, std::size_t secrets) {
  if (secrets == 0)
    return input.coverage.complete() ? "No secrets found" : "No secrets found so far";
  return counted(secrets, "secret", "secrets") + " in " +
         counted(input.findings.size(), "place", "places");
}

std::string repository_of(const ReportInput& input) {
  if (input.run.states.size() != 1) return "";
  const ScannedState& state = input.run.states.front();
  if (!state.repository_uri.empty()) return state.repository_uri;
  return state.root.empty() ? "" : "file://" + state.root;
}

// "corp/payments, main at 9c1f2ab0 · 2026-11-26 19:20 UTC"
std::string about(const ReportInput& input) {
  std::string text = repository_of(input);
  if (text.compare(0, 7, "file://") == 0) text.erase(0, 7);
  if (input.run.states.size() == 1) {
    const ScannedState& state = input.run.states.front();
    if (!state.branch.empty()) text += ", " + state.branch;
    if (!state.commit.empty()) text += " at " + short_id(state.commit);
  }
  std::string time = rfc3339(from_unix_seconds(input.run.finish_unix_seconds));
  time = time.substr(0, 10) + " " + time.substr(11, 5) + " UTC";
  return text.empty() ? time : text + " · " + time;
}

std::string head(const std::string& title) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src " +
         hash_of(kReportStyle) + "; script-src " + hash_of(kReportScript) +
         "; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
         html_text(title) + " – Leakwarden</title>\n<style>" + kReportStyle +
         "</style>\n</head>\n<body>\n";
}

std::string gap_notice(const Coverage& coverage) {
  if (coverage.complete()) return "";
  const std::size_t gaps = coverage.gaps.size() + coverage.unrecorded_gaps;
  return "<p class=\"notice\"><strong>Not everything was scanned.</strong> " +
         counted(gaps, "thing was", "things were") +
         " left out; <a href=\"#coverage\">what and why</a>.</p>\n";
}

std::string good_notice(const ReportInput& input, std::size_t secrets) {
  if (secrets > 0 || !input.coverage.complete()) return "";
  return "<p class=\"notice good\">Everything that was asked for was scanned, and nothing that " +
         counted(input.rule_count, "rule", "rules") + " know" + (input.rule_count == 1 ? "s" : "") +
         " was found.</p>\n";
}

std::string tiles(const BySeverity& counts) {
  std::string html = "<dl class=\"tiles\">\n";
  for (Severity severity : kWorstFirst) {
    const BySeverity::const_iterator found = counts.find(severity);
    html +=
        fmt::format("<div><dt class=\"{0}\">{0}</dt><dd>{1}</dd></div>\n", severity_name(severity),
                    with_separators(found == counts.end() ? 0 : found->second));
  }
  return html + "</dl>\n";
}

std::string standing_words(const std::vector<SecretGroup>& groups) {
  std::map<PlaceStanding, std::size_t> counts;
  for (const SecretGroup& group : groups) ++counts[standing_of(*group.best)];
  std::string words;
  const std::pair<PlaceStanding, const char*> kWords[] = {
      {PlaceStanding::Current, "still there"},
      {PlaceStanding::History, "only in history"},
      {PlaceStanding::NotCommitted, "not committed yet"}};
  for (const std::pair<PlaceStanding, const char*>& word : kWords) {
    if (counts[word.first] == 0) continue;
    words += (words.empty() ? "" : " · ") + with_separators(counts[word.first]) + " " + word.second;
  }
  return "<p class=\"where\">" + words + "</p>\n";
}

struct Bar {
  std::string name;
  std::size_t total = 0;
  BySeverity parts;
};

// The providers with most secrets, then the rest as one.
std::vector<Bar> bars_of(const std::vector<SecretGroup>& groups) {
  std::map<std::string, Bar> providers;
  for (const SecretGroup& group : groups) {
    Bar& bar = providers[group.best->provider];
    ++bar.total;
    ++bar.parts[group.best->severity];
  }
  std::vector<Bar> bars;
  for (std::pair<const std::string, Bar>& provider : providers) {
    provider.second.name = provider.first.empty() ? "Other" : provider.first;
    bars.push_back(std::move(provider.second));
  }
  std::stable_sort(bars.begin(), bars.end(),
                   [](const Bar& left, const Bar& right) { return left.total > right.total; });
  if (bars.size() <= kMostBars) return bars;
  Bar rest;
  rest.name = counted(bars.size() - kMostBars + 1, "other", "others");
  for (std::size_t at = kMostBars - 1; at < bars.size(); ++at) {
    rest.total += bars[at].total;
    for (const std::pair<const Severity, std::size_t>& part : bars[at].parts)
      rest.parts[part.first] += part.second;
  }
  bars.resize(kMostBars - 1);
  bars.push_back(std::move(rest));
  return bars;
}

std::string bar_as_svg(const Bar& bar, std::size_t longest) {
  std::string svg = fmt::format(
      "<svg viewBox=\"0 0 {} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">", longest);
  std::size_t at = 0;
  for (Severity severity : kWorstFirst) {
    const BySeverity::const_iterator part = bar.parts.find(severity);
    if (part == bar.parts.end()) continue;
    svg += fmt::format("<rect class=\"{}\" x=\"{}\" width=\"{}\" height=\"1\"/>",
                       severity_name(severity), at, part->second);
    at += part->second;
  }
  return svg + "</svg>";
}

std::string chart(const std::vector<SecretGroup>& groups) {
  const std::vector<Bar> bars = bars_of(groups);
  std::size_t longest = 1;
  for (const Bar& bar : bars) longest = std::max(longest, bar.total);
  std::string html = "<ul class=\"bars\">\n";
  for (const Bar& bar : bars) {
    html += "<li><span>" + html_text(bar.name) + "</span>" + bar_as_svg(bar, longest) + "<b>" +
            with_separators(bar.total) + "</b></li>\n";
  }
  return html + "</ul>\n";
}

std::string summary(const std::vector<SecretGroup>& groups) {
  if (groups.empty()) return "";
  return "<div class=\"sums\">\n<section><h2>How bad</h2>\n" + tiles(count_severities(groups)) +
         standing_words(groups) + "</section>\n<section><h2>Whose keys</h2>\n" + chart(groups) +
         "</section>\n</div>\n";
}

std::string select(const char* name, const char* label, const std::string& options) {
  return fmt::format(
      "<select name=\"{}\" aria-label=\"{}\"><option value=\"\">{}</option>{}</select>\n", name,
      label, label, options);
}

std::string option(std::string_view value, std::string_view words) {
  return "<option value=\"" + html_text(value) + "\">" + html_text(words) + "</option>";
}

// Shown by the script; of no use without it.
std::string filter(const std::vector<SecretGroup>& groups) {
  if (groups.size() < 2) return "";
  std::string severities;
  for (const std::pair<const Severity, std::size_t>& count : count_severities(groups))
    severities.insert(0, option(severity_name(count.first), severity_name(count.first)));
  std::map<std::string, int> providers;
  for (const SecretGroup& group : groups) providers[group.best->provider] = 1;
  std::string names;
  for (const std::pair<const std::string, int>& provider : providers) {
    if (!provider.first.empty()) names += option(provider.first, provider.first);
  }
  return "<form hidden>\n<input name=\"words\" type=\"search\" aria-label=\"Search\" "
         "placeholder=\"Search: path, name, author, commit\">\n" +
         select("severity", "any severity", severities) +
         select("place", "anywhere",
                option("current", "still there") + option("history", "only in history") +
                    option("uncommitted", "not committed yet")) +
         select("provider", "any provider", names) +
         "<span id=\"count\" role=\"status\"></span>\n</form>\n";
}

void write_cards(const std::vector<SecretGroup>& groups, std::ostream& output) {
  const std::size_t shown = std::min(groups.size(), kMostCards);
  for (std::size_t at = 0; at < shown; ++at) output << html_card(groups[at]);
  if (groups.size() == shown) return;
  output << "<p class=\"notice\"><strong>The worst " << with_separators(shown)
         << " are shown.</strong> " << with_separators(groups.size() - shown)
         << " more are in the report of --format jsonl.</p>\n";
}

std::string suppressed_table(const std::vector<Finding>& suppressed) {
  if (suppressed.empty()) return "";
  std::string html =
      "<h2>Found and suppressed</h2>\n<table><thead><tr><th>What</th><th>Where</th>"
      "<th>By</th><th>Reason</th></tr></thead>\n<tbody>\n";
  for (std::size_t at = 0; at < std::min(suppressed.size(), kMostCards); ++at) {
    const Finding& finding = suppressed[at];
    html += "<tr><td>" + html_text(finding.rule_name) + "</td><td>" +
            html_text(place_words(finding.location)) + "</td><td>" +
            html_text(finding.suppressed->by) + "</td><td>" +
            html_text(finding.suppressed->reason) + "</td></tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string gap_table(const Coverage& coverage) {
  if (coverage.complete()) return "";
  std::string html =
      "<h2>Not scanned</h2>\n<table><thead><tr><th>What</th><th>Why</th></tr></thead>\n<tbody>\n";
  for (const Gap& gap : coverage.gaps) {
    html += "<tr><td>" + html_text(gap.what) + "</td><td>" + html_text(gap.reason);
    if (gap.bytes > 0) html += " (" + human_bytes(gap.bytes) + ")";
    html += "</td></tr>\n";
  }
  html += "</tbody></table>\n";
  if (coverage.unrecorded_gaps > 0)
    html += "<p>" + with_separators(coverage.unrecorded_gaps) + " more are not listed.</p>\n";
  return html;
}

std::string cover_row(const char* label, const std::string& text) {
  return text.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", label, html_text(text));
}

std::string coverage_section(const ReportInput& input) {
  const Coverage& coverage = input.coverage;
  std::string html =
      "<h2 id=\"coverage\">What was scanned</h2>\n<dl class=\"cover\">\n" +
      cover_row("read", counted(coverage.objects, "object", "objects") + ", " +
                            human_bytes(coverage.bytes) + " in " + human_seconds(input.seconds)) +
      cover_row("covering", input.covered) +
      cover_row("looked for", counted(input.rule_count, "rule", "rules")) +
      cover_row("rule set", input.ruleset_digest);
  for (const std::string& note : coverage.notes) html += cover_row("note", note);
  return html + "</dl>\n" + gap_table(coverage);
}

std::string footer(const ScanRun& run) {
  return "<footer>\n<p>Values are masked: this page shows at most four characters of each. The "
         "names beginning with s1- and w1- tell values apart and reveal none.</p>\n<p>Leakwarden " +
         html_text(run.version) + "</p>\n</footer>\n";
}

}  // namespace

void write_html(const ReportInput& input, std::ostream& output) {
  const std::vector<SecretGroup> groups = by_secret(input.findings);
  const std::string title = title_of(input, groups.size());
  output << head(title) << "<header>\n<p class=\"brand\">Leakwarden</p>\n<h1>" << html_text(title)
         << "</h1>\n<p class=\"about\">" << html_text(about(input)) << "</p>\n"
         << gap_notice(input.coverage) << good_notice(input, groups.size()) << summary(groups)
         << "</header>\n<main>\n"
         << filter(groups);
  write_cards(groups, output);
  output << suppressed_table(input.suppressed) << coverage_section(input) << "</main>\n"
         << footer(input.run) << "<script>" << kReportScript << "</script>\n</body>\n</html>\n";
}

}  // namespace leakwarden::scanner
