#include "scanner/cli/rules_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scanner/base/sanitize.h"

namespace leakwarden::scanner {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kBytesOfAMegabyte = 1 << 20;

std::string safe(const std::string& text) {
  return sanitize_for_terminal(text, 4000);
}

// "about once in 65 MB of source text".
std::string frequency_text(double bits) {
  const double bytes = std::exp2(bits);
  if (bytes < 1000) return fmt::format("about once in {:.0f} bytes of source text", bytes);
  if (bytes < kBytesOfAMegabyte)
    return fmt::format("about once in {:.0f} KB of source text", bytes / 1000);
  if (bytes < 1e9) return fmt::format("about once in {:.0f} MB of source text", bytes / 1e6);
  return "less than once in 1 GB of source text";
}

std::string join(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

class Lines {
 public:
  void add(const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format("{:<12}{}\n", name, safe(value));
  }
  std::string text;
};

std::string locality_text(const Rule& rule) {
  if (rule.locality == Locality::Local) return "local: depends on a few bytes around the match";
  return fmt::format("object: looks at up to {} bytes from the trigger on", rule.max_bytes);
}

std::string trigger_text(const Rule& rule) {
  if (rule.assigned) return "assignment: tried on the values that judged rules find";
  return rule.trigger + (rule.trigger_overridden ? "   (written by the author)" : "   (derived)");
}

std::string judge_name(const Rule& rule) {
  if (rule.judging == Judging::None) return "";
  if (rule.placed) return "place";
  return rule.judging == Judging::Credential ? "credential" : "provider";
}

std::string judge_text(const Rule& rule) {
  if (rule.judging == Judging::None) return "";
  return judge_name(rule) + ": each candidate is scored" +
         (rule.judging == Judging::Provider ? ", if an assigned rule names it" : "");
}

std::string widths_text(const Rule& rule) {
  if (rule.assigned) return fmt::format("value at most {}", rule.width);
  return fmt::format(
      "match at most {}, trigger at most {}, its end at most {} after the match's start",
      rule.width, rule.trigger_width, rule.before);
}

std::string context_text(const Rule& rule) {
  if (rule.context.words.empty()) return "";
  return fmt::format("{} within {} bytes", join(rule.context.words), rule.context.reach);
}

Json words_json(const std::map<std::string, std::string>& words) {
  Json json = Json::object();
  for (const std::map<std::string, std::string>::value_type& word : words) {
    json[valid_utf8(word.first)] = valid_utf8(word.second);
  }
  return json;
}

Json list_json(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(valid_utf8(text));
  return json;
}

Json summary_of(const Rule& rule) {
  return {{"id", rule.id},
          {"name", valid_utf8(rule.name)},
          {"provider", valid_utf8(rule.provider)},
          {"severity", severity_name(rule.severity)},
          {"confidence", confidence_name(rule.confidence)},
          {"locality", rule.locality == Locality::Local ? "local" : "object"},
          {"source", valid_utf8(fmt::format("{}:{}", rule.source_file, rule.source_line))}};
}

Json advice_of(const Rule& rule) {
  return {{"opens", valid_utf8(rule.advice.opens)},
          {"revoke_url", valid_utf8(rule.advice.revoke_url)},
          {"steps", list_json(rule.advice.steps)},
          {"docs", valid_utf8(rule.advice.docs)}};
}

}  // namespace

std::string rule_list_text(const RuleSet& rules) {
  std::size_t widest = 0;
  for (const Rule& rule : rules.rules()) widest = std::max(widest, rule.id.size());
  std::string text;
  for (const Rule& rule : rules.rules()) {
    text += fmt::format("{:<{}}  {:<8}  {:<6}  {}\n", rule.id, widest, severity_name(rule.severity),
                        confidence_name(rule.confidence), safe(rule.name));
  }
  text += fmt::format("{} rules; columns: id, severity, confidence, name\n", rules.size());
  return text + "next: leakwarden rules show ID\n";
}

std::string rule_list_json(const RuleSet& rules) {
  Json json;
  json["ruleset"] = rules.digest();
  json["rules"] = Json::array();
  for (const Rule& rule : rules.rules()) json["rules"].push_back(summary_of(rule));
  return json.dump(2) + "\n";
}

std::string rule_text(const Rule& rule) {
  Lines lines;
  lines.text = fmt::format("{}   {}\n\n", rule.id, safe(rule.name));
  lines.add("provider", rule.provider);
  lines.add("severity", std::string(severity_name(rule.severity)));
  lines.add("confidence", std::string(confidence_name(rule.confidence)));
  lines.add("opens", rule.advice.opens);
  lines.text += "\n";
  lines.add("pattern", rule.pattern);
  lines.add("trigger", trigger_text(rule));
  if (!rule.assigned) lines.add("fires", frequency_text(rule.trigger_bits));
  lines.add("judge", judge_text(rule));
  lines.add("bytes", widths_text(rule));
  lines.add("locality", locality_text(rule));
  lines.add("context", context_text(rule));
  lines.add("checksum", rule.checksum);
  lines.add("decodes", rule.decode);
  if (rule.entropy > 0)
    lines.add("entropy", fmt::format("at least {} bits a character", rule.entropy));
  lines.add("ignores", join(rule.placeholders));
  lines.add("written in", fmt::format("{}:{}", rule.source_file, rule.source_line));
  lines.text += "\n";
  lines.add("revoke", rule.advice.revoke_url);
  for (std::size_t i = 0; i < rule.advice.steps.size(); i++) {
    lines.text += fmt::format("  {}. {}\n", i + 1, safe(rule.advice.steps[i]));
  }
  lines.add("docs", rule.advice.docs);
  return lines.text;
}

std::string rule_json(const Rule& rule) {
  Json json = summary_of(rule);
  json["pattern"] = valid_utf8(rule.pattern);
  json["trigger"] = {{"expression", rule.trigger},
                     {"derived", !rule.trigger_overridden && !rule.assigned},
                     {"assignment", rule.assigned},
                     {"width", rule.trigger_width},
                     {"before", rule.before},
                     {"literal_bytes", rule.trigger_literal_bytes},
                     {"bits", std::round(rule.trigger_bits * 10) / 10}};
  json["judge"] = judge_name(rule);
  json["width"] = rule.width;
  json["max_bytes"] = rule.max_bytes;
  json["context"] = {{"words", list_json(rule.context.words)}, {"reach", rule.context.reach}};
  json["checksum"] = rule.checksum;
  json["decode"] = rule.decode;
  json["entropy"] = rule.entropy;
  json["placeholders"] = list_json(rule.placeholders);
  json["verify"] = {{"method", rule.verify.method},
                    {"url", valid_utf8(rule.verify.url)},
                    {"headers", words_json(rule.verify.headers)},
                    {"hosts", list_json(rule.verify.hosts)}};
  json["advice"] = advice_of(rule);
  return json.dump(2) + "\n";
}

std::string check_text(const RuleReport& report) {
  const ProblemList& problems = report.problems;
  std::string text = problems.all().empty() ? "" : problems.text() + "\n";
  text += fmt::format(
      "{} rules: {}\n", report.rule_count,
      problems.has_errors() ? fmt::format("{} to mend", problems.errors()) : std::string("good"));
  if (report.oracle_texts > 0) {
    text += fmt::format("tried on {} texts of their own, {} candidates compared with the definition\n",
                        report.oracle_texts, report.oracle_candidates);
  }
  if (!report.costs.empty()) text += rule_costs_text(report.costs);
  return text;
}

std::string check_json(const RuleReport& report) {
  const ProblemList& problems = report.problems;
  Json json;
  json["rules"] = report.rule_count;
  json["errors"] = problems.errors();
  json["problems"] = Json::array();
  for (const RuleProblem& problem : problems.all()) {
    json["problems"].push_back(
        {{"level", problem.level == ProblemLevel::Error ? "error" : "warning"},
         {"file", valid_utf8(problem.file)},
         {"line", problem.place.line},
         {"column", problem.place.column},
         {"what", valid_utf8(problem.what)},
         {"try", valid_utf8(problem.remedy)}});
  }
  json["left_out"] = problems.left_out();
  json["oracle"] = {{"texts", report.oracle_texts}, {"candidates", report.oracle_candidates}};
  json["costs"] = Json::array();
  for (const RuleCost& cost : report.costs) {
    json["costs"].push_back({{"id", cost.rule_id},
                             {"fires_a_megabyte", std::round(cost.fires_a_megabyte * 1000) / 1000},
                             {"bytes_a_megabyte", std::round(cost.bytes_a_megabyte * 10) / 10},
                             {"literal_bytes", cost.literal_bytes}});
  }
  return json.dump(2) + "\n";
}

}  // namespace leakwarden::scanner
