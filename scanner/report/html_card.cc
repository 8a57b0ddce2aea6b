#include "scanner/report/html_card.h"

#include <algorithm>
#include <vector>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/report/place_words.h"
#include "scanner/report/uri.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostTextBytes = 4000;
constexpr std::size_t kMostPlacesListed = 100;
constexpr std::size_t kPlacesAtOnce = 3;  // more are folded

std::string severity_of(const Finding& finding) {
  return std::string(severity_name(finding.severity));
}

std::string place_line(const Finding& finding) {
  const std::string history = history_words(finding.location);
  std::string line = "<p class=\"place\">" + html_text(place_words(finding.location)) + "</p>\n";
  if (!history.empty()) line += "<p class=\"history\">" + html_text(history) + "</p>\n";
  return line;
}

// The line it stands on, its mask marked.
std::string context_line(const Finding& finding) {
  std::string line = finding.masked_line;
  line.erase(0, std::min(line.find_first_not_of(" \t"), line.size()));
  const std::string mask = finding.secret.mask();
  if (line.empty() || line == mask) return "";
  const std::size_t at = mask.empty() ? std::string::npos : line.find(mask);
  if (at == std::string::npos) return "<pre>" + html_text(line) + "</pre>\n";
  return "<pre>" + html_text(std::string_view(line).substr(0, at)) + "<mark>" + html_text(mask) +
         "</mark>" + html_text(std::string_view(line).substr(at + mask.size())) + "</pre>\n";
}

std::string row(const char* label, const std::string& html) {
  return html.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", label, html);
}

std::string list_of(const std::vector<std::string>& items, const char* tag) {
  std::string html = fmt::format("<{}>", tag);
  for (const std::string& item : items) html += "<li>" + html_text(item) + "</li>";
  return html + fmt::format("</{}>", tag);
}

std::string folded(const std::string& title, const std::string& html) {
  return "<details><summary>" + html_text(title) + "</summary>" + html + "</details>\n";
}

std::vector<std::string> other_places(const SecretGroup& group) {
  std::vector<std::string> places;
  for (std::int64_t line : group.best->other_lines)
    places.push_back(fmt::format("line {} of the same file", line));
  for (const Finding* other : group.others) {
    if (places.size() > kMostPlacesListed) break;
    const std::string history = history_words(other->location);
    places.push_back(place_words(other->location) + (history.empty() ? "" : ", " + history));
  }
  if (places.size() <= kMostPlacesListed) return places;
  places.resize(kMostPlacesListed);
  places.push_back("and more; leakwarden explain lists them all");
  return places;
}

std::string facts_of(const Finding& finding) {
  std::string text;
  for (const std::pair<const std::string, std::string>& fact : finding.facts)
    text += (text.empty() ? "" : ", ") + html_text(fact.first + " " + fact.second);
  return text;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + html_text(part);
  return text;
}

std::string table_of(const Finding& finding, const std::vector<std::string>& places) {
  std::string rows = row("opens", html_text(finding.advice.opens));
  rows += row("the key says", facts_of(finding));
  rows += row("inside", joined(finding.decoded, ", then "));
  rows += row("why", joined(finding.reasons, "; "));
  if (!places.empty() && places.size() <= kPlacesAtOnce)
    rows += row("also at", list_of(places, "ul"));
  return rows.empty() ? "" : "<dl>\n" + rows + "</dl>\n";
}

std::string link(const std::string& url, const char* style, const char* text) {
  if (!is_web_url(url)) return "";
  return fmt::format("<a class=\"{}\" rel=\"noopener noreferrer\" href=\"{}\">{}</a>\n", style,
                     html_text(url), text);
}

}  // namespace

std::string html_text(std::string_view text) {
  return sanitize_for_html(text, kMostTextBytes);
}

PlaceStanding standing_of(const Finding& finding) {
  const PlaceKind kind = finding.location.kind;
  if (kind == PlaceKind::Config) return PlaceStanding::Current;
  if (kind == PlaceKind::WorkTree || kind == PlaceKind::Index) return PlaceStanding::NotCommitted;
  const bool text_of_git = !is_file(kind) && kind != PlaceKind::Stream;
  return finding.location.at_tip.value_or(!text_of_git && kind != PlaceKind::Blob)
             ? PlaceStanding::Current
             : PlaceStanding::History;
}

const char* standing_name(PlaceStanding standing) {
  if (standing == PlaceStanding::Current) return "current";
  return standing == PlaceStanding::History ? "history" : "uncommitted";
}

std::string html_card(const SecretGroup& group) {
  const Finding& best = *group.best;
  const std::string severity = severity_of(best);
  const bool live = best.verified == Verified::Live;
  std::string html = fmt::format(
      "<article class=\"{0}\" id=\"{1}\" data-severity=\"{0}\" data-place=\"{2}\" "
      "data-provider=\"{3}\">\n",
      severity, html_text(best.fingerprint), standing_name(standing_of(best)),
      html_text(best.provider));
  html += fmt::format("<h3><span class=\"level {}\">{}</span> {} <code>{}</code></h3>\n", severity,
                      live ? "live · " + severity : severity, html_text(best.rule_name),
                      html_text(best.secret.mask()));
  const std::vector<std::string> places = other_places(group);
  html += place_line(best) + context_line(best) + table_of(best, places);
  if (places.size() > kPlacesAtOnce)
    html += folded("Also at " + counted(places.size(), "other place", "other places"),
                   list_of(places, "ul"));
  if (!best.advice.steps.empty())
    html += folded("How to replace it", list_of(best.advice.steps, "ol"));
  html += link(best.advice.revoke_url, "revoke", "Revoke it");
  html += "<span class=\"more\">leakwarden explain " +
          html_text(short_fingerprint(best.fingerprint)) + "</span>\n</article>\n";
  return html;
}

}  // namespace leakwarden::scanner
