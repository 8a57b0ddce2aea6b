#include "scanner/match/attribute.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string>
#include <tuple>

#include "scanner/base/strength.h"
#include "scanner/match/ascii.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/name_beside.h"
#include "scanner/match/near_miss.h"
#include "scanner/match/owner_lines.h"
#include "scanner/rules/mark.h"

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

// How far from a value that nothing else calls a key a provider's name may stand.
constexpr std::uint64_t kNear = 128;

// Of the name of a credential, but for what it opens: dev_token, setApiKey.
constexpr std::array<std::string_view, 38> kPlainWords{
    "dev",    "developer", "development",  "prod",    "production", "staging", "live",
    "test",   "sandbox",   "my",           "default", "web",        "webhook", "signing",
    "bot",    "admin",     "write",        "read",    "project",    "server",  "workspace",
    "team",   "org",       "organization", "rest",    "v1",         "v2",      "v3",
    "http",   "set",       "with",         "init",    "create",     "new",     "use",
    "config", "configure", "integration"};

// What tells about the value: of a call, the method and not what it is called on.
judging::NameWords words_of_own_name(std::string_view text, Span value) {
  const judging::OwnKey key = judging::own_key_of(judging::subject_of(text, value));
  if (key.separator != judging::Separator::Call) return key.words;
  return judging::name_words(key.name.substr(key.name.rfind('.') + 1));
}

// Does the value's own name say no more than that it is a credential: token, client_secret?
bool says_only_credential(const judging::NameWords& words) {
  using judging::WordGroup;
  constexpr judging::WordGroups kPlain =
      bit(WordGroup::Password) | bit(WordGroup::Secret) | bit(WordGroup::Token) |
      bit(WordGroup::Key) | bit(WordGroup::Auth) | bit(WordGroup::Credential) |
      bit(WordGroup::Access) | bit(WordGroup::Id) | bit(WordGroup::Value) | bit(WordGroup::User) |
      bit(WordGroup::Network);
  return std::ranges::all_of(words.all(), [](std::string_view word) {
    return word.size() == 1 || (judging::groups_of_word(word) & kPlain) != 0 ||
           is_any_of(word, kPlainWords);
  });
}

// What others issue: api_key, token, client_secret. password and SECRET_KEY are a program's own,
// whatever it talks to.
bool is_issued(const judging::NameWords& words) {
  using judging::WordGroup;
  constexpr judging::WordGroups kIssued =
      bit(WordGroup::Key) | bit(WordGroup::Token) | bit(WordGroup::Auth) | bit(WordGroup::Access);
  if (has(words.groups, WordGroup::Password)) return false;
  if (has(words.groups, WordGroup::Secret)) return has(words.groups, WordGroup::Access);
  return words.count == 0 || (words.groups & kIssued) != 0;
}

}  // namespace

bool stands_in_statement(std::string_view text, const Span& word, const Span& value) {
  return place_of(text, word, value) == Place::Statement;
}

bool Attributor::has_words() {
  if (!prepared_) prepared_ = std::make_unique<Prepared>(rules_);
  return !prepared_->words.empty();
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

// Its best standing: where that fails the others do, and texts full of one name have many.
std::vector<Attributor::Standing> Attributor::each_rule_once(const std::vector<Standing>& sorted) {
  std::vector<Standing> once;
  for (const Standing& one : sorted) {
    const bool is_known = std::any_of(once.begin(), once.end(),
                                      [&](const Standing& best) { return best.rule == one.rule; });
    if (!is_known) once.push_back(one);
  }
  return once;
}

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
    for (std::uint32_t rule : word.rules) {
      const Rule& wanted = rules_[rule];
      if (wanted.any_shape != any_shape) continue;
      const std::uint64_t reached = away + word.span.size();
      if (reached > wanted.context.reach) continue;
      all.push_back({rule, word.span, place, away, wanted.trigger_bits});
    }
  }
  std::sort(all.begin(), all.end());
  return each_rule_once(all);
}

// Providers of the words that standings() found in the value's own statement, where the value can
// be theirs: params = {'a': 'BTC', 'api_key': '…'} is of no wallet.
std::set<std::string_view> Attributor::named_in_statement(std::string_view text, Span value) {
  std::set<std::string_view> providers;
  for (const ProviderWord& word : found_) {
    if (place_of(text, word.span, value) != Place::Statement) continue;
    for (const std::uint32_t rule : word.rules)
      if (match(rule, text, value)) providers.insert(rules_[rule].provider);
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
  if (!has_words()) return std::nullopt;
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
  const std::span<const std::uint32_t> forms = prepared_->words.tree().forms_of(any_shape_rule);
  const std::string_view bytes = text.substr(value.begin, value.size());
  return std::any_of(forms.begin(), forms.end(), [&](std::uint32_t rule) {
    return is_near_form({pattern(rule).re2(), mark_of(rules_[rule].pattern), rules_[rule].width},
                        bytes);
  });
}

std::optional<Attribution> Attributor::named_by(const ProviderWord& word, std::string_view text,
                                                Span value) {
  for (const std::uint32_t rule : word.rules) {
    if (!rules_[rule].any_shape) continue;
    const std::optional<Span> secret = match(rule, text, value);
    if (secret) return Attribution{rule, *secret, word.span, Reason::Kept};
  }
  return std::nullopt;
}

// By a form of the provider's keys.
std::optional<Attribution> Attributor::form_by(const ProviderWord& word, std::string_view text,
                                               Span value, const LocalTests& tests) {
  for (const std::uint32_t rule : word.rules) {
    if (rules_[rule].any_shape) continue;
    const std::optional<Span> secret = match(rule, text, value);
    if (!secret) continue;
    if (tests.judge(rule, text, Candidate{value, *secret, {}}) != Reason::Kept) continue;
    return Attribution{rule, *secret, word.span, Reason::Kept};
  }
  return std::nullopt;
}

std::optional<Attribution> Attributor::name_of(std::string_view text, Span value,
                                               const LocalTests& tests) {
  if (!has_words()) return std::nullopt;
  for (const Standing& standing : standings(text, value, true)) {
    if (standing.place != Place::Statement) break;  // the best come first
    const std::optional<Span> secret = match(standing.rule, text, value);
    if (secret) return Attribution{standing.rule, *secret, standing.word, Reason::Kept};
  }
  return name_of_owner(text, value, tests);
}

// Asks the words that standings() found. A weak value is known by its rule in people's baselines,
// and keeps it, unless it has a form of the provider's keys.
std::optional<Attribution> Attributor::name_of_owner(std::string_view text, Span value,
                                                     const LocalTests& tests) {
  if (found_.empty() || !named_in_statement(text, value).empty()) return std::nullopt;
  const bool is_weak = strength_of(text.substr(value.begin, value.size())) == Strength::Weak;
  const judging::NameWords words = words_of_own_name(text, value);
  if (!says_only_credential(words)) return std::nullopt;
  const Span seen{value.begin - std::min<std::uint64_t>(value.begin, kJudgeReach),
                  value.end + std::min<std::uint64_t>(text.size() - value.end, kJudgeReach)};
  std::optional<Attribution> best;
  auto best_of_all = std::make_tuple(OwnerLine::None, std::uint64_t{0});
  bool is_disputed = false;
  for (const ProviderWord& word : found_) {
    OwnerLine line = owner_line_of(text, seen, word.span, value);
    if (line == OwnerLine::Comment) line = OwnerLine::Block;  // the nearer one counts
    if (line == OwnerLine::None || (line >= OwnerLine::Host && !is_issued(words))) continue;
    std::optional<Attribution> named = form_by(word, text, value, tests);
    if (!named && !is_weak) named = named_by(word, text, value);
    if (!named) continue;
    const bool is_another = best && rules_[best->rule].provider != rules_[named->rule].provider;
    is_disputed = is_disputed || is_another;
    const auto here = std::make_tuple(line, distance(word.span, value));
    if (best && best_of_all <= here) continue;
    best = named;
    best_of_all = here;
  }
  // Of two hosts or libraries nobody can tell which one takes the key.
  if (is_disputed && std::get<0>(best_of_all) >= OwnerLine::Host) return std::nullopt;
  return best;
}

bool Attributor::may_name(const Attribution& named, std::string_view text, Span value) const {
  const std::string_view bytes = text.substr(value.begin, value.size());
  if (looks_drawn(bytes)) return true;
  return std::any_of(found_.begin(), found_.end(), [&](const ProviderWord& word) {
    if (word.span.end > value.begin || !is_of_provider(word, rules_[named.rule].provider))
      return false;
    return may_name_form(text.substr(word.span.end, value.begin - word.span.end), bytes);
  });
}

bool Attributor::is_of_provider(const ProviderWord& word, std::string_view provider) const {
  return std::any_of(word.rules.begin(), word.rules.end(),
                     [&](std::uint32_t rule) { return rules_[rule].provider == provider; });
}

bool Attributor::is_near_name(std::string_view text, Span value) {
  if (!has_words()) return false;
  found_.clear();
  const std::uint64_t from = value.begin - std::min(value.begin, kNear);
  const std::uint64_t to = value.end + std::min(text.size() - value.end, kNear);
  prepared_->words.find(text, {from, value.begin}, &found_);
  if (found_.empty()) prepared_->words.find(text, {value.end, to}, &found_);
  return !found_.empty();
}

std::optional<Attribution> Attributor::name_beside(std::string_view text, Span value) {
  if (!has_words()) return std::nullopt;
  found_.clear();
  const std::uint64_t from = value.begin - std::min(value.begin, kBeside);
  prepared_->words.find(text, {from, value.begin}, &found_);
  for (const ProviderWord& word : found_) {
    const std::string_view gap = text.substr(word.span.end, value.begin - word.span.end);
    if (!names_alone(gap, text.substr(value.begin, value.size()))) continue;
    const std::optional<Attribution> named = named_by(word, text, value);
    if (named) return named;
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
