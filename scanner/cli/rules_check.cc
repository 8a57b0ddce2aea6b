#include "scanner/cli/rules_check.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "scanner/cli/matcher_probe.h"
#include "scanner/cli/rule_oracle.h"
#include "scanner/rules/lint.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

LoadedRules builtin_as_loaded(const RuleSet& builtin) {
  LoadedRules loaded;
  loaded.rules = builtin.rules();
  for (const Rule& rule : loaded.rules) {
    RulePlaces places;
    places.rule = {rule.source_line, 1};
    places.examples.resize(rule.examples.size(), places.rule);
    places.counter_examples.resize(rule.counter_examples.size(), places.rule);
    loaded.places.push_back(std::move(places));
  }
  return loaded;
}

// What the built-in rules of this file are called in the program; "" for a file of the user's.
std::string builtin_source(const std::string& file) {
  std::error_code ignored;
  const std::filesystem::path real = std::filesystem::canonical(file, ignored);
  const std::filesystem::path folder = real.parent_path();
  const bool in_catalogue =
      folder.filename() == "catalog" && folder.parent_path().filename() == "rules";
  return in_catalogue ? "builtin:" + real.filename().string() : "";
}

std::vector<Rule> builtin_of_other_files(const RuleSet& builtin,
                                         const std::vector<RuleText>& texts) {
  std::set<std::string> sources;
  for (const RuleText& text : texts) sources.insert(builtin_source(text.name));
  std::vector<Rule> others;
  for (const Rule& rule : builtin.rules()) {
    if (sources.count(rule.source_file) == 0) others.push_back(rule);
  }
  return others;
}

Result<LoadedRules> load(const std::vector<std::string>& paths) {
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> builtin, RuleSet::builtin());
  if (paths.empty()) return builtin_as_loaded(*builtin);
  LEAKWARDEN_TRY(const std::vector<RuleText> texts, read_rule_files(paths));
  LoadedRules loaded = load_rules(texts);
  report_taken_ids(builtin_of_other_files(*builtin, texts), &loaded);
  if (loaded.rules.empty() && !loaded.problems.has_errors()) {
    loaded.problems.error(texts.front().name, {1, 1}, "there is not one rule",
                          "write '- id: …' entries below 'rules:'");
  }
  return loaded;
}

// An assigned rule is tried on what the built-in judged rules find.
Status add_families(std::vector<Rule>* rules) {
  const bool any = std::any_of(rules->begin(), rules->end(),
                               [](const Rule& rule) { return rule.assigned; });
  if (!any) return done();
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> builtin, RuleSet::builtin());
  std::set<std::string> taken;
  for (const Rule& rule : *rules) taken.insert(rule.id);
  for (const Rule& rule : builtin->rules()) {
    if (rule.judging != Judging::None && !taken.contains(rule.id)) rules->push_back(rule);
  }
  std::sort(rules->begin(), rules->end(),
            [](const Rule& left, const Rule& right) { return left.id < right.id; });
  return done();
}

Status try_examples(const LoadedRules& loaded, RuleReport* report) {
  std::vector<Rule> all = loaded.rules;
  LEAKWARDEN_CHECK(add_families(&all));
  LEAKWARDEN_TRY(RulesMatcher rules, matcher_over(all));
  LEAKWARDEN_TRY(OracleReport oracle, compare_with_definition(loaded, *rules.matcher));
  report->oracle_texts = oracle.texts;
  report->oracle_candidates = oracle.candidates;
  MatcherProbe probe(std::move(*rules.matcher));
  report->problems.append(check_examples(loaded, probe));
  report->problems.append(oracle.problems);
  return done();
}

}  // namespace

Result<RuleReport> check_rules(const std::vector<std::string>& paths) {
  LEAKWARDEN_TRY(const LoadedRules loaded, load(paths));
  RuleReport report;
  report.rule_count = loaded.rules.size();
  report.problems = loaded.problems;
  report.problems.append(lint_rules(loaded));
  // Rules with mistakes, or triggers Hyperscan refuses, are mended first.
  if (report.problems.has_errors()) return report;
  report.costs = rule_costs(loaded.rules);
  LEAKWARDEN_CHECK(try_examples(loaded, &report));
  return report;
}

}  // namespace leakwarden::scanner
