#include "scanner/cli/rules_page.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <vector>

#include "scanner/base/base64.h"
#include "scanner/base/sanitize.h"
#include "scanner/base/sha256.h"
#include "scanner/cli/rules_page_parts.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostTextBytes = 8192;

std::string escaped(const std::string& text) {
  return sanitize_for_html(text, kMostTextBytes);
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

// By provider, in any case; rules in their order.
using ByProvider = std::map<std::string, std::vector<const Rule*>>;

ByProvider by_provider(const RuleSet& rules) {
  ByProvider groups;
  for (const Rule& rule : rules.rules()) groups[lower(rule.provider)].push_back(&rule);
  return groups;
}

constexpr const char* kByShape = "by fixed letters";
constexpr const char* kByWord = "by a word beside it";
constexpr const char* kJudged = "by a judge of values";

const char* known(const Rule& rule) {
  if (rule.assigned) return kByWord;
  return rule.judging == Judging::None ? kByShape : kJudged;
}

std::string known_words(const RuleSet& rules) {
  std::map<std::string, std::size_t> counts;
  for (const Rule& rule : rules.rules()) ++counts[known(rule)];
  return fmt::format("{} are known {}, {} {}, {} {}.", with_separators(counts[kByShape]), kByShape,
                     with_separators(counts[kByWord]), kByWord, with_separators(counts[kJudged]),
                     kJudged);
}

// "words within 80 bytes", "a checksum": what more than its shape a value must have.
std::string asks_for(const Rule& rule) {
  std::vector<std::string> parts;
  if (!rule.context.words.empty()) {
    std::string words;
    for (const std::string& word : rule.context.words) words += (words.empty() ? "" : ", ") + word;
    parts.push_back(fmt::format("one of these within {} bytes: {}", rule.context.reach, words));
  }
  if (!rule.checksum.empty()) parts.push_back("the check " + rule.checksum);
  if (rule.entropy > 0) parts.push_back(fmt::format("entropy of {} bits a character", rule.entropy));
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

// Script runs only if the browser's hash of it is ours.
std::string head_of(const RuleSet& rules) {
  const Sha256Digest digest = sha256(kPageScript);
  const std::string hash = base64_encode(
      std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'sha256-{}'\">\n"
      "<title>What Leakwarden looks for</title>\n<style>{}</style>\n</head>\n<body>\n<header>\n"
      "<h1>What Leakwarden looks for</h1>\n<p>{} rules: {} Open one to see what its key opens and "
      "how to revoke it.</p>\n</header>\n<main>\n",
      hash, kPageStyle, with_separators(rules.rules().size()), known_words(rules));
}

std::string choice(const char* name, const char* any, const std::vector<const char*>& values) {
  std::string html = fmt::format("<select name=\"{}\" aria-label=\"{}\"><option value=\"\">{}"
                                 "</option>",
                                 name, name, any);
  for (const char* value : values) html += fmt::format("<option>{}</option>", value);
  return html + "</select>\n";
}

std::string form() {
  return "<form hidden>\n<input name=\"words\" type=\"search\" placeholder=\"provider, name, id, "
         "pattern\" aria-label=\"search\">\n" +
         choice("severity", "any severity", {"critical", "high", "medium", "low"}) +
         choice("confidence", "any confidence", {"high", "medium", "low"}) +
         choice("known", "known by anything", {kByShape, kByWord, kJudged}) +
         "<output id=\"count\"></output>\n</form>\n";
}

std::string row(const char* label, const std::string& html) {
  return html.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", label, html);
}

std::string link(const std::string& url) {
  if (url.rfind("https://", 0) != 0) return "";
  return fmt::format("<a href=\"{0}\" rel=\"noopener noreferrer\">{0}</a>", escaped(url));
}

std::string steps_of(const Rule& rule) {
  if (rule.advice.steps.empty()) return "";
  std::string html = "<ol>";
  for (const std::string& step : rule.advice.steps) html += "<li>" + escaped(step) + "</li>";
  return html + "</ol>";
}

std::string rule_html(const Rule& rule) {
  const std::string severity(severity_name(rule.severity));
  const std::string confidence(confidence_name(rule.confidence));
  std::string html = fmt::format(
      "<details id=\"{0}\" data-severity=\"{1}\" data-confidence=\"{2}\" "
      "data-known=\"{4}\"><summary><span class=\"level "
      "{1}\">{1}</span><span>{3}</span><code>{0}</code></summary>\n<div class=\"body\"><dl>\n",
      escaped(rule.id), severity, confidence, escaped(rule.name), known(rule));
  html += row("opens", escaped(rule.advice.opens));
  html += row("known", known(rule));
  html += row("confidence", rule.judging == Judging::None && !rule.assigned
                                ? confidence + " (what its shape proves)"
                                : "as the judge finds each value");
  html += row("pattern", "<code>" + escaped(rule.pattern) + "</code>");
  html += row("asks for", escaped(asks_for(rule)));
  html += row("revoke", link(rule.advice.revoke_url));
  html += row("steps", steps_of(rule));
  html += row("docs", link(rule.advice.docs));
  return html + "</dl></div></details>\n";
}

std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : escaped(text)) safe += c == '|' ? std::string("\\|") : std::string(1, c);
  return safe;
}

}  // namespace

std::string rule_list_html(const RuleSet& rules) {
  std::string html = head_of(rules) + form();
  for (const ByProvider::value_type& group : by_provider(rules)) {
    html += fmt::format("<section><h2>{} <small>{}</small></h2>\n",
                        escaped(group.second.front()->provider), group.second.size());
    for (const Rule* rule : group.second) html += rule_html(*rule);
    html += "</section>\n";
  }
  html += fmt::format("<footer>Rule set {}</footer>\n</main>\n<script>{}</script>\n</body>\n</html>\n",
                      rules.digest(), kPageScript);
  return html;
}

std::string rule_list_markdown(const RuleSet& rules) {
  std::string text = fmt::format("# What Leakwarden looks for\n\n{} rules.\n",
                                 with_separators(rules.rules().size()));
  for (const ByProvider::value_type& group : by_provider(rules)) {
    text += fmt::format("\n## {}\n\n| rule | name | severity | confidence | revoke |\n"
                        "|---|---|---|---|---|\n",
                        cell(group.second.front()->provider));
    for (const Rule* rule : group.second) {
      const std::string url = cell(rule->advice.revoke_url);
      text += fmt::format("| `{}` | {} | {} | {} | {} |\n", rule->id, cell(rule->name),
                          severity_name(rule->severity), confidence_name(rule->confidence),
                          url.empty() ? "" : "<" + url + ">");
    }
  }
  return text;
}

}  // namespace leakwarden::scanner
