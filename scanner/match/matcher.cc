#include "scanner/match/matcher.h"

#include <utility>

#include "scanner/match/inheriting_finder.h"
#include "scanner/match/local_finder.h"

namespace leakwarden::scanner {

std::string_view value_of(std::string_view text, const LocalVerdict& verdict) {
  const Span& secret = verdict.decoded ? verdict.decoded->secret : verdict.secret;
  if (verdict.decoded) text = verdict.decoded->text;
  return text.substr(secret.begin, secret.size());
}

AsRead as_read(std::string_view text, const LocalVerdict& verdict) {
  if (!verdict.decoded) return {text, verdict};
  const DecodedCandidate& decoded = *verdict.decoded;
  AsRead read{decoded.text, verdict};
  read.verdict.match = decoded.match;
  read.verdict.secret = decoded.secret;
  read.verdict.companions = decoded.companions;
  return read;
}

struct Matcher::State {
  std::shared_ptr<const RuleSet> rules;
  LocalFinder finder;
  InheritingFinder inheriting;
};

Result<Matcher> Matcher::create(std::shared_ptr<const RuleSet> rules, const Limits& limits,
                                std::int64_t now_unix_seconds) {
  LEAKWARDEN_TRY(
      LocalFinder finder,
      LocalFinder::create(rules->verdict_rules(), rules->database(), limits, now_unix_seconds,
                          rules->encoded_database(), rules->stem_triggers()));
  InheritingFinder inheriting(rules->verdict_rules(), limits);
  return Matcher(
      std::make_unique<State>(State{std::move(rules), std::move(finder), std::move(inheriting)}));
}

Matcher::Matcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

Result<LocalVerdicts> Matcher::find(std::string_view text) {
  return state_->finder.find(text);
}

Result<FoundVerdicts> Matcher::find(std::string_view text, const Inheritance& from,
                                    WantedVerdicts wanted, AsBase as_base) {
  return state_->inheriting.find(state_->finder, text, from, wanted, as_base);
}

const RuleSet& Matcher::rules() const {
  return *state_->rules;
}

}  // namespace leakwarden::scanner
