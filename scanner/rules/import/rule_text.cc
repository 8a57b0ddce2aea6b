#include "scanner/rules/import/rule_text.h"

#include <fmt/core.h>

#include <algorithm>

namespace leakwarden::scanner {
namespace {

bool is_plain_control(char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

std::string list_text(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + yaml_quoted(text);
  return "[" + list + "]";
}

void add_block(std::string& text, const std::string& key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  text += fmt::format("    {}:\n", key);
  for (const std::string& one : texts) text += fmt::format("      - {}\n", yaml_quoted(one));
}

void add_advice(std::string& text, const Advice& advice) {
  text += "    revoke:\n";
  if (!advice.revoke_url.empty()) {
    text += fmt::format("      url: {}\n", yaml_quoted(advice.revoke_url));
  }
  text += "      steps:\n";
  for (const std::string& step : advice.steps) text += fmt::format("        - {}\n", yaml_quoted(step));
  if (!advice.docs.empty()) text += fmt::format("    docs: {}\n", yaml_quoted(advice.docs));
}

void add_rule(std::string& text, const std::string& provider, const Rule& rule) {
  text += fmt::format("  - id: {}\n    name: {}\n", rule.id, yaml_quoted(rule.name));
  if (rule.provider != provider) text += fmt::format("    provider: {}\n", yaml_quoted(rule.provider));
  text += fmt::format("    severity: {}\n    confidence: {}\n", severity_name(rule.severity),
                      confidence_name(rule.confidence));
  if (!rule.advice.opens.empty()) {
    text += fmt::format("    opens: {}\n", yaml_quoted(rule.advice.opens));
  }
  text += fmt::format("    pattern: {}\n", yaml_quoted(rule.pattern));
  if (rule.locality == Locality::Object) {
    text += fmt::format("    locality: object\n    max_bytes: {}\n", rule.max_bytes);
  }
  if (!rule.context.words.empty()) {
    text += fmt::format("    context: {{words: {}, reach: {}}}\n", list_text(rule.context.words),
                        rule.context.reach);
  }
  if (rule.entropy > 0) text += fmt::format("    entropy: {:.4g}\n", rule.entropy);
  add_block(text, "placeholders", rule.placeholders);
  text += fmt::format("    examples: {{seeded: {}}}\n", rule.seeded_examples);
  add_block(text, "counter_examples", rule.counter_examples);
  add_advice(text, rule.advice);
}

}  // namespace

std::string yaml_quoted(const std::string& text) {
  std::string quoted;
  if (std::none_of(text.begin(), text.end(), is_plain_control)) {
    for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return "'" + quoted + "'";
  }
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += std::string("\\") + c;
    } else if (is_plain_control(c)) {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return "\"" + quoted + "\"";
}

std::string rule_file_text(const std::string& provider, const std::vector<Rule>& rules,
                           const std::string& heading) {
  std::string text;
  for (std::size_t begin = 0; begin < heading.size();) {
    const std::size_t end = std::min(heading.find('\n', begin), heading.size());
    text += "# " + heading.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  text += fmt::format("provider: {}\nrules:\n", yaml_quoted(provider));
  for (const Rule& rule : rules) {
    add_rule(text, provider, rule);
    if (&rule != &rules.back()) text += "\n";
  }
  return text;
}

}  // namespace leakwarden::scanner
