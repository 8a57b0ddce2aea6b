#include "scanner/match/nearest_match.h"

#include <algorithm>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

bool takes_nearest_value(const Rule& rule) {
  return rule.judging == Judging::Credential && rule.locality == Locality::Local &&
         rule.trigger_width <= rule.before;
}

TriggerBegins::TriggerBegins(const Rule& rule)
    : trigger_("(?:" + rule.trigger + ")"),
      width_(rule.trigger_width),
      least_bytes_(std::max<std::uint32_t>(rule.trigger_literal_bytes, 1)) {}

// From the place backwards: where there is one, it mostly is the value's own name.
bool TriggerBegins::any_before(std::uint64_t place, std::string_view text, std::uint64_t end) {
  if (surely_before(place, end)) return true;
  if (!program_) program_ = std::make_unique<re2::RE2>(trigger_, pattern_options());
  const std::uint64_t farthest = end - std::min<std::uint64_t>(end, width_);
  for (std::uint64_t begin = place; begin > farthest; --begin) {
    if (program_->Match(text, begin - 1, end, re2::RE2::ANCHOR_BOTH, nullptr, 0)) return true;
  }
  return false;
}

bool NearestMatch::is_decided_by(const Span& secret, RulePattern& pattern) {
  if (!first_secret_) {
    if (triggers_.surely_before(secret.begin, end_)) return true;
    first_secret_ = secret;
    first_ = pattern.found();
    return false;
  }
  if (secret == *first_secret_) return false;  // nothing to choose
  if (!first_is_refused_ && triggers_.any_before(first_secret_->begin, text_, end_))
    return take_first(pattern);
  first_is_refused_ = true;
  return triggers_.any_before(secret.begin, text_, end_);
}

bool NearestMatch::take_first(RulePattern& pattern) {
  if (!first_secret_) return false;
  pattern.come_back_to(first_);
  return true;
}

}  // namespace leakwarden::scanner
