#include "scanner/report/sarif_rules.h"

#include <algorithm>

#include "scanner/base/sanitize.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/rule_help.h"
#include "scanner/report/uri.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostNameBytes = 255;
constexpr std::size_t kMostDescriptionBytes = 1024;

// What GitHub's bands are cut from: above 9.0 critical, from 7.0 high, from 4.0 medium.
const char* security_severity(Severity severity) {
  switch (severity) {
    case Severity::Critical:
      return "9.5";
    case Severity::High:
      return "8.0";
    case Severity::Medium:
      return "5.5";
    case Severity::Low:
      break;
  }
  return "2.0";
}

const char* precision(Confidence confidence) {
  switch (confidence) {
    case Confidence::High:
      return "very-high";
    case Confidence::Medium:
      return "high";
    case Confidence::Low:
      break;
  }
  return "low";
}

std::string plain_text(std::string_view text, std::size_t most_bytes) {
  JsonObject object;
  object.text("text", sanitize_for_header(text, most_bytes));
  return object.str();
}

std::string or_else(const std::string& text, const std::string& other) {
  return text.empty() ? other : text;
}

}  // namespace

const char* sarif_level(Severity severity) {
  if (severity >= Severity::High) return "error";
  return severity == Severity::Medium ? "warning" : "note";
}

std::string sarif_message(std::string_view text) {
  std::string escaped;
  for (char c : sanitize_for_header(text, kMostDescriptionBytes)) {
    if (c == '[' || c == ']' || c == '\\') escaped += '\\';
    if (c == '{' || c == '}') escaped += c;
    escaped += c;
  }
  JsonObject object;
  object.text("text", escaped);
  return object.str();
}

SarifRules::SarifRules(const std::vector<const Finding*>& findings) {
  for (const Finding* finding : findings) {
    Rule& rule = rules_[finding->rule_id];
    if (rule.example == nullptr) rule.example = finding;
    rule.severity = std::max(rule.severity, finding->severity);
    rule.confidence = std::max(rule.confidence, finding->confidence);
  }
  for (const std::pair<const std::string, Rule>& rule : rules_)
    indexes_.emplace(rule.first, static_cast<std::int64_t>(indexes_.size()));
}

std::string SarifRules::rule_as_json(const Rule& rule) {
  const Finding& example = *rule.example;
  const std::string name = or_else(example.rule_name, example.rule_id);
  JsonObject help;
  help.text("text", help_text(example)).text("markdown", help_markdown(example));
  JsonObject configuration;
  configuration.text("level", sarif_level(rule.severity));
  std::vector<std::string> tags = {"security", "secret"};
  if (!example.provider.empty()) tags.push_back(sanitize_for_header(example.provider, 100));
  JsonObject properties;
  properties.raw("tags", json_list(tags))
      .text("precision", precision(rule.confidence))
      .text("problem.severity", sarif_level(rule.severity))
      .text("security-severity", security_severity(rule.severity));
  JsonObject object;
  object.text("id", example.rule_id)
      .text("name", sanitize_for_header(name, kMostNameBytes))
      .raw("shortDescription", plain_text(name, kMostDescriptionBytes))
      .raw("fullDescription",
           plain_text(or_else(example.advice.opens, name), kMostDescriptionBytes))
      .raw("help", help.str());
  const std::string& page =
      is_web_url(example.advice.docs) ? example.advice.docs : example.advice.revoke_url;
  if (is_web_url(page)) object.text("helpUri", only_uri(page));
  object.raw("defaultConfiguration", configuration.str()).raw("properties", properties.str());
  return object.str();
}

std::string SarifRules::as_json() const {
  std::vector<std::string> rules;
  for (const std::pair<const std::string, Rule>& rule : rules_)
    rules.push_back(rule_as_json(rule.second));
  return json_array(rules);
}

}  // namespace leakwarden::scanner
