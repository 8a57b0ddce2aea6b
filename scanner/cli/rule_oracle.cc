#include "scanner/cli/rule_oracle.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "scanner/rules/generate.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

// Longer texts are left to the tests: the definition is quadratic.
constexpr std::size_t kMostTextBytes = 2048;
constexpr std::uint32_t kMostSeeded = 3;
constexpr int kMostGroups = 16;

using Found = std::map<std::uint64_t, std::pair<Span, Span>>;  // by trigger end: match and secret

class Definition {
 public:
  explicit Definition(const Rule& rule)
      : rule_(rule),
        trigger_("(?:" + rule.trigger + ")", pattern_options()),
        pattern_(rule.pattern, pattern_options()) {
    const std::map<std::string, int>& groups = pattern_.NamedCapturingGroups();
    const std::map<std::string, int>::const_iterator secret = groups.find("secret");
    secret_group_ = secret == groups.end() ? 0 : secret->second;
  }

  bool usable() const { return trigger_.ok() && pattern_.ok() && secret_group_ < kMostGroups; }

  Found find(std::string_view text) const {
    Found found;
    for (const std::uint64_t end : trigger_ends(text)) {
      const std::optional<std::pair<Span, Span>> one = candidate(text, end);
      found[end] = one.value_or(std::pair<Span, Span>{});
    }
    return found;
  }

 private:
  std::set<std::uint64_t> trigger_ends(std::string_view text) const {
    std::set<std::uint64_t> ends;
    const re2::StringPiece piece(text.data(), text.size());
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
      if (!trigger_.Match(piece, begin, text.size(), re2::RE2::ANCHOR_START, nullptr, 0)) continue;
      const std::size_t farthest = std::min<std::size_t>(text.size(), begin + rule_.trigger_width);
      for (std::size_t end = begin + 1; end <= farthest; ++end) {
        if (trigger_.Match(piece, begin, end, re2::RE2::ANCHOR_BOTH, nullptr, 0)) ends.insert(end);
      }
    }
    return ends;
  }

  // Of a family's matches the first before whose secret a trigger begins that ends there, else the
  // first of all.
  std::optional<std::pair<Span, Span>> candidate(std::string_view text, std::uint64_t end) const {
    const bool is_family =
        rule_.judging == Judging::Credential && rule_.locality == Locality::Local &&
        rule_.trigger_width <= rule_.before;
    std::optional<std::pair<Span, Span>> first;
    const bool object = rule_.locality == Locality::Object;
    const std::uint64_t to =
        std::min<std::uint64_t>(text.size(), end + (object ? rule_.max_bytes : rule_.width));
    for (std::uint64_t start = end - std::min<std::uint64_t>(end, rule_.before); start < end;
         ++start) {
      re2::StringPiece groups[kMostGroups];
      if (!pattern_.Match(re2::StringPiece(text.data(), text.size()), start, to,
                          re2::RE2::ANCHOR_START, groups, secret_group_ + 1)) {
        continue;
      }
      const Span match = span(text, groups[0]);
      const Span secret = span(text, groups[secret_group_]);
      if (match.end >= end && (!is_family || begins_before(secret.begin, text, end)))
        return std::make_pair(match, secret);
      if (match.end >= end && !first) first = {match, secret};
      if (!is_family) start = std::max(match.end, match.begin + 1) - 1;
    }
    return first;
  }

  bool begins_before(std::uint64_t place, std::string_view text, std::uint64_t end) const {
    for (std::uint64_t begin = end - std::min<std::uint64_t>(end, rule_.trigger_width);
         begin < place; ++begin) {
      if (trigger_.Match(re2::StringPiece(text.data(), text.size()), begin, end,
                         re2::RE2::ANCHOR_BOTH, nullptr, 0)) {
        return true;
      }
    }
    return false;
  }

  static Span span(std::string_view text, const re2::StringPiece& group) {
    const std::uint64_t begin = static_cast<std::uint64_t>(group.data() - text.data());
    return {begin, begin + group.size()};
  }

  const Rule& rule_;
  re2::RE2 trigger_;
  re2::RE2 pattern_;
  int secret_group_ = 0;
};

std::vector<std::string> texts_of(const Rule& rule) {
  std::vector<std::string> texts = rule.examples;
  texts.insert(texts.end(), rule.counter_examples.begin(), rule.counter_examples.end());
  const Result<SampleSource> source = SampleSource::create(rule);
  if (!source.ok()) return texts;
  for (std::uint32_t index = 0; index < std::min(rule.seeded_examples, kMostSeeded); ++index) {
    const std::optional<Sample> sample = source->example(index);
    if (sample) texts.push_back(sample->text + sample->text);  // two that may run into each other
    const std::optional<std::string> miss = source->near_miss(index);
    if (miss) texts.push_back(*miss);
  }
  return texts;
}

// A rule that names the provider may take another part of the value, so of those the match counts.
Result<Found> found_by_pipeline(Matcher& matcher, std::uint32_t rule, std::string_view text) {
  LEAKWARDEN_TRY(const LocalVerdicts verdicts, matcher.find(text));
  Found found;
  for (const LocalVerdict& verdict : verdicts.verdicts) {
    if (verdict.family == rule) found[verdict.trigger_end] = {verdict.match, verdict.secret};
  }
  return found;
}

bool same(const Rule& rule, const Found& expected, const Found& actual) {
  if (rule.judging == Judging::None) return expected == actual;
  const auto same_match = [](const Found::value_type& left, const Found::value_type& right) {
    return left.first == right.first && left.second.first == right.second.first;
  };
  return std::equal(expected.begin(), expected.end(), actual.begin(), actual.end(), same_match);
}

}  // namespace

Result<OracleReport> compare_with_definition(const LoadedRules& loaded, Matcher& matcher) {
  OracleReport report;
  for (std::uint32_t index = 0; index < loaded.rules.size(); ++index) {
    const Rule& rule = loaded.rules[index];
    const Definition definition(rule);
    const std::optional<std::uint32_t> number = matcher.rules().index_of(rule.id);
    if (rule.assigned || !number || !definition.usable()) continue;
    for (const std::string& text : texts_of(rule)) {
      if (text.size() > kMostTextBytes) continue;
      const Found expected = definition.find(text);
      LEAKWARDEN_TRY(const Found actual, found_by_pipeline(matcher, *number, text));
      ++report.texts;
      report.candidates += expected.size();
      if (same(rule, expected, actual)) continue;
      report.problems.error(
          rule.source_file, loaded.places[index].rule,
          fmt::format("rule '{}': its trigger finds {} places in its own texts, its definition {}",
                      rule.id, actual.size(), expected.size()),
          rule.trigger_overridden ? "leave 'trigger' out; it is derived"
                                  : "report this rule to us: it is our mistake");
      break;
    }
  }
  return report;
}

}  // namespace leakwarden::scanner
