#include "scanner/rules/lint.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "scanner/rules/generate.h"
#include "scanner/rules/pattern.h"
#include "scanner/rules/trigger_database.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kGoodLiteralBytes = 3;
constexpr double kGoodTriggerBits = 20;
constexpr std::size_t kGoodCounterExamples = 2;
constexpr std::uint32_t kTriggerSamples = 32;
constexpr std::size_t kHashedPlaceholderBytes = 7 + 64;  // "sha256:" and hex

class RuleLinter {
 public:
  RuleLinter(const Rule& rule, const RulePlaces& places, ProblemList* problems)
      : rule_(rule), places_(places), problems_(problems) {}

  void lint() {
    if (!rule_.assigned) lint_trigger();
    lint_counts("pattern", rule_.pattern);
    if (rule_.trigger_overridden) lint_counts("trigger", rule_.trigger);
    lint_examples();
    lint_placeholders();
    lint_verify();
    lint_advice();
    if (rule_.locality == Locality::Object && rule_.width <= kMaxLocalWidth) {
      warning("locality",
              fmt::format("matches {} bytes at most and need be no object rule", rule_.width),
              "leave out 'locality' and 'max_bytes'");
    }
  }

 private:
  TextPlace place(const char* key) const {
    const std::map<std::string, TextPlace>::const_iterator found = places_.keys.find(key);
    return found == places_.keys.end() ? places_.rule : found->second;
  }
  void error(const char* key, const std::string& what, const std::string& remedy = "") {
    problems_->error(rule_.source_file, place(key), fmt::format("rule '{}' {}", rule_.id, what),
                     remedy);
  }
  void warning(const char* key, const std::string& what, const std::string& remedy = "") {
    problems_->warning(rule_.source_file, place(key), fmt::format("rule '{}' {}", rule_.id, what),
                       remedy);
  }
  const char* trigger_key() const { return rule_.trigger_overridden ? "trigger" : "pattern"; }

  void lint_trigger() {
    const Status compiles = check_trigger_compiles(rule_.trigger);
    if (!compiles.ok()) {
      error(trigger_key(), "has a trigger Hyperscan refuses: " + compiles.error().why,
            "give a simpler 'trigger:'");
    }
    if (rule_.trigger_literal_bytes < kGoodLiteralBytes) {
      warning(trigger_key(),
              fmt::format("has a trigger whose fixed word is {} bytes long, which slows every scan",
                          rule_.trigger_literal_bytes),
              "put a fixed word of 3 or more bytes into the pattern");
    }
    // A judged rule is meant to fire often; the judge sorts its candidates out.
    if (rule_.trigger_bits < kGoodTriggerBits && rule_.judging == Judging::None) {
      warning(trigger_key(),
              fmt::format("has a trigger that fires about once in {:.0f} bytes of source text",
                          std::exp2(rule_.trigger_bits)),
              "put more of the key's shape, or of what stands before it, into the pattern");
    }
    if (rule_.trigger_overridden) lint_written_trigger();
  }

  // A derived trigger is complete by construction; one that was written is tried.
  void lint_written_trigger() {
    const Result<SampleSource> samples = SampleSource::create(rule_);
    const re2::RE2 trigger(rule_.trigger, pattern_options());
    if (!samples.ok() || !trigger.ok()) return;
    for (std::uint32_t index = 0; index < kTriggerSamples; index++) {
      const std::optional<Sample> sample = samples->example(index);
      if (!sample) continue;
      std::string match =
          sample->text.substr(sample->match_begin, sample->match_end - sample->match_begin);
      match.resize(std::min<std::size_t>(match.size(), rule_.before));
      if (re2::RE2::PartialMatch(match, trigger)) continue;
      return error("trigger", "has a trigger that is missing in a text of its pattern",
                   "leave 'trigger' out; it is derived");
    }
  }

  void lint_counts(const char* key, const std::string& expression) {
    for (std::size_t at : broken_counts(expression)) {
      warning(key,
              fmt::format("has a {{ at character {} that begins no count and is a literal brace",
                          at + 1),
              "write a count as {36}, {4,} or {0,3}, and a literal brace as \\{");
    }
  }

  void lint_examples() {
    if (rule_.examples.empty() && rule_.seeded_examples == 0) {
      error("examples", "has no examples", "write 'examples: {seeded: 3}'");
    }
    if (rule_.counter_examples.size() < kGoodCounterExamples) {
      warning("counter_examples",
              fmt::format("has fewer than {} counter-examples", kGoodCounterExamples),
              "list texts that look like it and are none: references, placeholders, cut values");
    }
  }

  void lint_placeholders() {
    for (const std::string& text : rule_.placeholders) {
      const bool hashed = text.rfind("sha256:", 0) == 0;
      const bool good_hash = text.size() == kHashedPlaceholderBytes &&
                             text.find_first_not_of("0123456789abcdef", 7) == std::string::npos;
      if (hashed && !good_hash) {
        error("placeholders", fmt::format("has a placeholder '{}' that is no SHA-256", text),
              "write sha256: and 64 lower-case hex digits");
      }
    }
  }

  void lint_verify() {
    const std::string& url = rule_.verify.url;
    if (url.empty()) return;
    const std::size_t begin = std::string("https://").size();
    const std::string host = url.substr(begin, url.find_first_of("/?#:", begin) - begin);
    const std::vector<std::string>& hosts = rule_.verify.hosts;
    if (host.find('{') == std::string::npos &&
        std::find(hosts.begin(), hosts.end(), host) == hosts.end()) {
      error("verify", fmt::format("sends its secret to {}, which is not among its hosts", host),
            fmt::format("add {} to 'hosts'", host));
    }
  }

  void lint_advice() {
    if (rule_.advice.opens.empty()) {
      warning("id", "does not say what its key opens", "add 'opens:'");
    }
    if (rule_.advice.docs.empty()) warning("id", "names no documentation", "add 'docs:'");
    if (rule_.advice.revoke_url.empty()) {
      warning("revoke", "names no page where its key is revoked", "add 'url:' to 'revoke'");
    }
  }

  const Rule& rule_;
  const RulePlaces& places_;
  ProblemList* problems_;
};

void lint_same_patterns(const LoadedRules& loaded, ProblemList* problems) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < loaded.rules.size(); i++) {
    const Rule& rule = loaded.rules[i];
    std::string shape = rule.pattern;
    // Assigned rules share shapes and are told apart by their words.
    if (rule.assigned) {
      for (const std::string& word : rule.context.words) shape += "\n" + word;
    }
    const std::map<std::string, std::size_t>::const_iterator same =
        first.emplace(std::move(shape), i).first;
    if (same->second == i) continue;
    problems->warning(rule.source_file, loaded.places[i].rule,
                      fmt::format("rule '{}' has the pattern of rule '{}'", rule.id,
                                  loaded.rules[same->second].id),
                      "make one rule of them, or tell them apart");
  }
}

// One rule's texts, tried on the probe.
class ExampleCheck {
 public:
  ExampleCheck(const Rule& rule, const RulePlaces& places, RuleProbe& probe, ProblemList* problems)
      : rule_(rule), places_(places), probe_(probe), problems_(problems) {}

  void check() {
    if (rule_.any_shape) return;  // its examples are made up with it, not written in the file
    for (std::size_t i = 0; i < rule_.examples.size(); i++) {
      expect_found(rule_.examples[i], places_.examples[i], fmt::format("example {}", i + 1));
    }
    for (std::size_t i = 0; i < rule_.counter_examples.size(); i++) {
      expect_not_found(rule_.counter_examples[i], places_.counter_examples[i],
                       fmt::format("counter-example {}", i + 1));
    }
    check_seeded();
  }

 private:
  TextPlace examples_place() const {
    const std::map<std::string, TextPlace>::const_iterator found = places_.keys.find("examples");
    return found == places_.keys.end() ? places_.rule : found->second;
  }

  void error(TextPlace place, const std::string& what, const std::string& remedy) {
    problems_->error(rule_.source_file, place, fmt::format("rule '{}': {}", rule_.id, what),
                     remedy);
  }

  void expect_found(const std::string& text, TextPlace place, const std::string& name) {
    expect(probe_.find(rule_, text), place, name);
  }

  void expect_candidate(const std::string& text, TextPlace place, const std::string& name) {
    RuleProbe::Answer answer = probe_.find(rule_, text);
    answer.found |= answer.is_candidate;
    expect(answer, place, name);
  }

  void expect(const RuleProbe::Answer& answer, TextPlace place, const std::string& name) {
    if (answer.found) return;
    error(place, fmt::format("{} is not found ({})", name, answer.why_not),
          "mend the example or the rule");
  }

  void expect_not_found(const std::string& text, TextPlace place, const std::string& name) {
    if (!probe_.find(rule_, text).found) return;
    error(place, fmt::format("{} is found", name),
          "tighten the pattern, or add it to 'placeholders'");
  }

  void check_seeded() {
    const Result<SampleSource> samples = SampleSource::create(rule_);
    if (!samples.ok()) return error(examples_place(), samples.error().why, "");
    for (std::uint32_t index = 0; index < rule_.seeded_examples; index++) {
      const std::optional<Sample> sample = samples->example(index);
      if (!sample) {
        return error(examples_place(), "no sample can be drawn from the pattern",
                     "give literal examples and 'seeded: 0', or lower 'entropy'");
      }
      expect_candidate(completed(*sample), examples_place(),
                       fmt::format("seeded example {}", index + 1));
      const std::optional<std::string> miss = samples->near_miss(index);
      if (miss) {
        expect_not_found(*miss, examples_place(), fmt::format("seeded near miss {}", index + 1));
      }
    }
  }

  std::string completed(const Sample& sample) {
    std::string text = sample.text;
    return text.replace(sample.begin, sample.size, probe_.complete(rule_, sample.secret()));
  }

  const Rule& rule_;
  const RulePlaces& places_;
  RuleProbe& probe_;
  ProblemList* problems_;
};

}  // namespace

ProblemList lint_rules(const LoadedRules& loaded) {
  ProblemList problems;
  for (std::size_t i = 0; i < loaded.rules.size(); i++) {
    RuleLinter(loaded.rules[i], loaded.places[i], &problems).lint();
  }
  lint_same_patterns(loaded, &problems);
  return problems;
}

ProblemList check_examples(const LoadedRules& loaded, RuleProbe& probe) {
  ProblemList problems;
  for (std::size_t i = 0; i < loaded.rules.size(); i++) {
    ExampleCheck(loaded.rules[i], loaded.places[i], probe, &problems).check();
  }
  return problems;
}

}  // namespace leakwarden::scanner
