#include "scanner/match/attribute.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <tuple>

#include "scanner/match/ascii.h"
#include "scanner/match/near_miss.h"

namespace leakwarden::scanner {
namespace {

// Where a word stands, best first.
enum class Place { Statement, Line, Elsewhere };

// In the statement of the value: on its line, or on the one before where nothing but blanks follow,
// to the left, with at most the comma of a call or a pair between them.
Place place_of(std::string_view text, const Span& word, const Span& value) {
  const bool is_left = word.end <= value.begin;
  std::string_view between = is_left ? text.substr(word.end, value.begin - word.end)
                                     : text.substr(value.end, word.begin - value.end);
  if (is_left) between = between.substr(0, between.find_last_not_of(" \t\r\n") + 1);
  if (between.find('\n') != std::string_view::npos) return Place::Elsewhere;
  if (!is_left || between.find_first_of(";{}&") != std::string_view::npos) return Place::Line;
  return std::count(between.begin(), between.end(), ',') <= 1 ? Place::Statement : Place::Line;
}

std::uint64_t distance(const Span& word, const Span& value) {
  return word.end <= value.begin ? value.begin - word.end : word.begin - value.end;
}

// A form of keys, not of a password in a statement or a URL, nor of a hash.
bool is_form_of_keys(const Rule& rule) {
  return !rule.any_shape && rule.judging == Judging::None && rule.severity != Severity::Low &&
         rule.locality == Locality::Local && rule.pattern.find("(?P<user>") == std::string::npos;
}

// From a provider's name to a value that it alone names: the rest of the name, signs and quotes.
constexpr std::uint64_t kBeside = 40;
constexpr std::string_view kJoins = " \t_.-=:>|\"'`[]()";

bool joins_name(std::string_view gap) {
  return std::all_of(gap.begin(), gap.end(), [](char c) {
    return is_alphanumeric(c) || kJoins.find(c) != std::string_view::npos;
  });
}

// What says that a provider's digits are a key, not the commit or digest of something of it.
constexpr std::array<std::string_view, 7> kKeyWords{"key",     "token",  "secret", "auth",
                                                    "private", "access", "pass"};

bool says_key(std::string_view gap) {
  return std::any_of(kKeyWords.begin(), kKeyWords.end(), [&](std::string_view word) {
    return std::search(gap.begin(), gap.end(), word.begin(), word.end(),
                       [](char c, char of_word) { return ascii_lower(c) == of_word; }) != gap.end();
  });
}

// Both cases or letters beyond hex: digests are told by neither.
bool is_no_digest(std::string_view value) {
  const bool has_upper = std::any_of(value.begin(), value.end(), is_upper);
  return std::any_of(value.begin(), value.end(),
                     [&](char c) { return (c >= 'g' && c <= 'z') || (has_upper && is_lower(c)); });
}

}  // namespace

Attributor::Prepared::Prepared(const RuleList& rules) : words(rules), patterns(rules.size()) {
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule)
    if (is_form_of_keys(rules[rule])) forms[rules[rule].provider].push_back(rule);
}

struct Attributor::Standing {
  std::uint32_t rule = 0;
  Span word;
  Place place = Place::Elsewhere;
  std::uint64_t distance = 0;
  double rarity = 0;
  friend bool operator<(const Standing& left, const Standing& right) {
    return std::tie(left.place, left.distance, right.rarity, left.rule, left.word.begin) <
           std::tie(right.place, right.distance, left.rarity, right.rule, right.word.begin);
  }
};

std::vector<Attributor::Standing> Attributor::standings(std::string_view text, Span value,
                                                        bool any_shape) {
  found_.clear();
  const std::uint64_t from = value.begin - std::min<std::uint64_t>(value.begin, kJudgeReach);
  const std::uint64_t to =
      value.end + std::min<std::uint64_t>(text.size() - value.end, kJudgeReach);
  prepared_->words.find(text, {from, value.begin}, &found_);
  prepared_->words.find(text, {value.end, to}, &found_);
  std::vector<Standing> all;
  for (const ProviderWord& word : found_) {
    const std::uint64_t away = distance(word.span, value);
    const Place place = place_of(text, word.span, value);
    for (std::uint32_t rule : *word.rules) {
      const Rule& wanted = rules_[rule];
      if (wanted.any_shape != any_shape) continue;
      const std::uint64_t reached = away + word.span.size();
      if (reached > wanted.context.reach) continue;
      all.push_back({rule, word.span, place, away, wanted.trigger_bits});
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

// Providers of the words that standings() found in the value's own statement.
std::set<std::string_view> Attributor::named_in_statement(std::string_view text, Span value) const {
  std::set<std::string_view> providers;
  for (const ProviderWord& word : found_) {
    if (place_of(text, word.span, value) != Place::Statement) continue;
    for (const std::uint32_t rule : *word.rules) providers.insert(rules_[rule].provider);
  }
  return providers;
}

RulePattern& Attributor::pattern(std::uint32_t rule) {
  std::unique_ptr<RulePattern>& one = prepared_->patterns[rule];
  if (!one) one = std::make_unique<RulePattern>(rules_[rule].pattern);
  return *one;
}

std::optional<Span> Attributor::match(std::uint32_t rule, std::string_view text, Span value) {
  if (value.size() > rules_[rule].width) return std::nullopt;
  RulePattern& wanted = pattern(rule);
  const std::string_view bytes = text.substr(value.begin, value.size());
  walker_.begin_question(bytes.size());
  if (!wanted.match_whole(walker_, bytes, {0, bytes.size()})) return std::nullopt;
  if (!wanted.find_groups(walker_, bytes)) return std::nullopt;
  const std::vector<std::string>& names = wanted.group_names();
  const auto secret = std::find(names.begin(), names.end(), "secret");
  if (secret == names.end()) return value;
  const std::optional<Span>& group = wanted.group(static_cast<std::size_t>(secret - names.begin()));
  if (!group) return value;
  return Span{value.begin + group->begin, value.begin + group->end};
}

std::optional<Attribution> Attributor::attribute(std::string_view text, Span value,
                                                 const LocalTests& tests) {
  if (!shapes_.may_be_assigned(text.substr(value.begin, value.size()))) return std::nullopt;
  if (!prepared_) prepared_ = std::make_unique<Prepared>(rules_);
  if (prepared_->words.empty()) return std::nullopt;
  const std::vector<Standing> all = standings(text, value, false);
  if (all.empty()) return std::nullopt;
  const std::set<std::string_view> named = named_in_statement(text, value);
  for (const Standing& standing : all) {
    // SHOPIFY_API_SECRET is not Facebook's, whatever stands on the line before.
    const bool is_apart = standing.place != Place::Statement && !named.empty();
    if (is_apart && named.count(rules_[standing.rule].provider) == 0) continue;
    const std::optional<Span> secret = match(standing.rule, text, value);
    if (!secret) continue;
    const Reason reason = tests.judge(standing.rule, text, Candidate{value, *secret, {}});
    if (reason != Reason::Kept && reason != Reason::Placeholder) continue;
    return Attribution{standing.rule, *secret, standing.word, reason};
  }
  return std::nullopt;
}

bool Attributor::is_near_miss(std::uint32_t any_shape_rule, std::string_view text, Span value) {
  const auto forms = prepared_->forms.find(rules_[any_shape_rule].provider);
  if (forms == prepared_->forms.end()) return false;
  const std::string_view bytes = text.substr(value.begin, value.size());
  return std::any_of(forms->second.begin(), forms->second.end(), [&](std::uint32_t rule) {
    return is_near_form({pattern(rule).re2(), mark_of(rules_[rule].pattern), rules_[rule].width},
                        bytes);
  });
}

std::optional<Attribution> Attributor::name_of(std::string_view text, Span value) {
  if (!prepared_) prepared_ = std::make_unique<Prepared>(rules_);
  if (prepared_->words.empty()) return std::nullopt;
  for (const Standing& standing : standings(text, value, true)) {
    if (standing.place != Place::Statement) return std::nullopt;  // the best come first
    const std::optional<Span> secret = match(standing.rule, text, value);
    if (secret) return Attribution{standing.rule, *secret, standing.word, Reason::Kept};
  }
  return std::nullopt;
}

std::optional<Attribution> Attributor::name_beside(std::string_view text, Span value) {
  if (!prepared_) prepared_ = std::make_unique<Prepared>(rules_);
  if (prepared_->words.empty()) return std::nullopt;
  found_.clear();
  const std::uint64_t from = value.begin - std::min(value.begin, kBeside);
  prepared_->words.find(text, {from, value.begin}, &found_);
  const std::string_view bytes = text.substr(value.begin, value.size());
  if (std::none_of(bytes.begin(), bytes.end(), is_letter)) return std::nullopt;
  const bool is_digest = !is_no_digest(bytes);
  for (const ProviderWord& word : found_) {
    const std::string_view gap = text.substr(word.span.end, value.begin - word.span.end);
    if (!joins_name(gap) || (is_digest && !says_key(gap))) continue;
    for (const std::uint32_t rule : *word.rules) {
      if (!rules_[rule].any_shape) continue;
      const std::optional<Span> secret = match(rule, text, value);
      if (secret) return Attribution{rule, *secret, word.span, Reason::Kept};
    }
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
