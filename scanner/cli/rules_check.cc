#include "scanner/cli/rules_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "scanner/base/clock.h"
#include "scanner/match/checksum.h"
#include "scanner/match/judge.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/lint.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_image.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

// The real matcher and judge, with all rules of the set, as a scan would have them.
class MatcherProbe final : public RuleProbe {
 public:
  explicit MatcherProbe(Matcher matcher) : matcher_(std::move(matcher)) {}

  Answer find(const Rule& rule, std::string_view text) override {
    Result<LocalVerdicts> verdicts = matcher_.find(text);
    if (!verdicts.ok()) return {.why_not = verdicts.error().message()};
    const JudgedObject judged =
        judge(matcher_.rules(), text, *std::move(verdicts), KeepDropped::Yes);
    for (const Match& match : judged.kept) {
      if (match.finding.rule_id == rule.id) return {.found = true};
    }
    return answer_from_drops(rule, judged.dropped);
  }

  std::string complete(const Rule& rule, const std::string& secret) override {
    return checksum_complete(checksum_kind(rule.checksum).value_or(ChecksumKind::None), secret);
  }

 private:
  // A drawn value has no provider beside it.
  static bool lacks_provider_only(const Rule& rule, const LocalVerdict& verdict) {
    return rule.judging == Judging::Provider && verdict.reason == Reason::NoContext;
  }

  // Nor has a half of a key its other half.
  static bool lacks_other_half_only(const LocalVerdict& verdict) {
    return verdict.reason == Reason::NoPair || verdict.reason == Reason::IdAlone ||
           verdict.reason == Reason::Paired;
  }

  // A better rule on the same bytes, or the same value twice, is as good as found.
  Answer answer_from_drops(const Rule& rule, const std::vector<LocalVerdict>& dropped) const {
    Answer answer{.why_not = "its trigger does not fire"};
    for (const LocalVerdict& verdict : dropped) {
      if (matcher_.rules().rules()[verdict.rule].id != rule.id) continue;
      if (verdict.reason == Reason::Overlapped || verdict.reason == Reason::Duplicate ||
          lacks_provider_only(rule, verdict) || lacks_other_half_only(verdict)) {
        return {.found = true};
      }
      answer.why_not =
          fmt::format("{}: {}", reason_name(verdict.reason), reason_words(verdict.reason));
      answer.is_candidate |= verdict.reason == Reason::Unlikely;
    }
    return answer;
  }

  Matcher matcher_;
};

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

Status try_examples(const LoadedRules& loaded, ProblemList* problems) {
  std::vector<Rule> all = loaded.rules;
  LEAKWARDEN_CHECK(add_families(&all));
  LEAKWARDEN_TRY(const std::string image, build_rule_image(all));
  const AlignedBytes bytes(image);
  LEAKWARDEN_TRY(std::shared_ptr<const RuleSet> rules, RuleSet::from_image(bytes.view()));
  const std::int64_t now = unix_seconds(SystemClock().now());
  LEAKWARDEN_TRY(Matcher matcher, Matcher::create(std::move(rules), Limits{}, now));
  MatcherProbe probe(std::move(matcher));
  problems->append(check_examples(loaded, probe));
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
  LEAKWARDEN_CHECK(try_examples(loaded, &report.problems));
  return report;
}

}  // namespace leakwarden::scanner
