// Every built-in rule against the definition of architecture §1, evaluated slowly over texts that
// are nearly, doubly or brokenly what the rule describes.

#include <gtest/gtest.h>

#include <map>

#include "scanner/rules/generate.h"
#include "tests/unit/match/small_language.h"

namespace leakwarden::scanner::testing {
namespace {

constexpr int kTextsPerRule = 6;

// Two examples with a few bytes changed, lost or doubled, so that they run into each other.
std::string damaged(const SampleSource& source, std::mt19937_64& random) {
  std::string text;
  for (int part = 0; part < 2; ++part) {
    std::optional<Sample> sample = source.example(static_cast<std::uint32_t>(random() % 50));
    if (sample) text += sample->text.substr(0, sample->match_end + random() % 3);
  }
  for (int change = static_cast<int>(random() % 4); change > 0 && !text.empty(); --change) {
    std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text[at] = text[random() % text.size()];
        break;
      case 1:
        text.erase(at, 1);
        break;
      case 2:
        text.insert(at, 1, text[at]);
        break;
      default:
        text.insert(at, text.substr(at, random() % 40));
    }
  }
  return text;
}

struct Spans {
  Span match;
  Span secret;
  friend bool operator==(const Spans&, const Spans&) = default;
};

TEST(CatalogDefinition, PipelineAndDefinitionAgree) {
  std::shared_ptr<const RuleSet> set = RuleSet::builtin().value();
  const std::vector<Rule>& rules = set->rules();
  Oracle oracle(rules);
  LocalFinder finder =
      LocalFinder::create(rules, set->database(), Limits{}, 0, nullptr, set->stem_triggers())
          .value();
  std::mt19937_64 random(31);
  std::size_t matched = 0;
  std::size_t unmatched = 0;
  std::size_t tried = 0;
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
    if (rules[rule].assigned) continue;  // has no trigger
    ++tried;
    SampleSource source = SampleSource::create(rules[rule]).value();
    for (int round = 0; round < kTextsPerRule; ++round) {
      std::string text = damaged(source, random);
      std::map<std::uint64_t, Spans> actual;
      LocalVerdicts found = finder.find(text).value();
      for (const LocalVerdict& one : found.verdicts)
        if (one.family == rule) actual[one.trigger_end] = {one.match, one.secret};
      std::map<std::uint64_t, Spans> expected;
      for (std::uint64_t end : oracle.trigger_ends(rule, text)) {
        std::optional<std::pair<Span, Span>> one = oracle.candidate(rule, text, end);
        expected[end] = one ? Spans{one->first, one->second} : Spans{};
        ++(one ? matched : unmatched);
      }
      ASSERT_TRUE(actual == expected) << rules[rule].id << "\n" << text;
    }
  }
  EXPECT_GT(matched, 3 * tried);
  EXPECT_GT(unmatched, tried);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
