#include "scanner/cli/rule_twin.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "scanner/base/clock.h"
#include "scanner/match/passes.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kSamples = 4;

// Shape alone counts: a drawn sample has no checksum and may look like a filler.
bool has_shape(const LocalVerdict& verdict) {
  return verdict.reason != Reason::NoMatch && verdict.reason != Reason::NoContext;
}

}  // namespace

Result<RuleTwins> RuleTwins::create() {
  LEAKWARDEN_TRY(std::shared_ptr<const RuleSet> rules, RuleSet::builtin());
  const std::int64_t now = unix_seconds(SystemClock().now());
  LEAKWARDEN_TRY(Matcher matcher, Matcher::create(std::move(rules), Limits{}, now));
  return RuleTwins(std::move(matcher));
}

const Rule* RuleTwins::twin_of(const Rule& rule) {
  const Result<SampleSource> source = SampleSource::create(rule);
  if (!source.ok()) return nullptr;
  std::map<std::uint32_t, std::uint32_t> found;  // by rule: samples
  std::uint32_t drawn = 0;
  for (std::uint32_t index = 0; index < kSamples; ++index) {
    const std::optional<Sample> sample = source->example(index);
    if (!sample) continue;
    ++drawn;
    const Result<LocalVerdicts> verdicts = matcher_.find(sample->text);
    if (!verdicts.ok()) return nullptr;
    std::map<std::uint32_t, bool> here;
    for (const LocalVerdict& verdict : verdicts->verdicts) {
      const bool same = verdict.secret == Span{sample->begin, sample->begin + sample->size};
      if (same && has_shape(verdict)) here[verdict.rule] = true;
    }
    for (const std::pair<const std::uint32_t, bool>& one : here) ++found[one.first];
  }
  for (const std::pair<const std::uint32_t, std::uint32_t>& one : found) {
    const Rule& ours = matcher_.rules().rules()[one.first];
    if (drawn > 0 && one.second == drawn && !is_generic(ours)) return &ours;
  }
  return nullptr;
}

}  // namespace leakwarden::scanner
