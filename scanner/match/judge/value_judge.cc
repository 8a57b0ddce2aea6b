#include "scanner/match/judge/value_judge.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <span>
#include <utility>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/judge/decoded.h"
#include "scanner/match/judge/guessable.h"
#include "scanner/match/judge/judge_words.h"
#include "scanner/match/judge/measure.h"
#include "scanner/match/judge/open_names.h"
#include "scanner/match/judge/open_values.h"
#include "scanner/match/judge/value_kinds.h"

namespace leakwarden::scanner::judging {
namespace {

// Far beyond every threshold, whatever the file adds.
constexpr std::int32_t kNeverMedium = -1'000'000;
constexpr std::int32_t kSurely = 1'000'000;
// Above medium by what a file may take away: a table of many such values is none of keys.
constexpr std::int32_t kPlain = 200;
// Above low by what company may take away.
constexpr std::int32_t kPhrase = 2000;

std::string_view standing_words(Standing standing) {
  switch (standing) {
    case Standing::Judged:
      break;
    case Standing::Proven:
      return "its header, claims and signature fit together";
    case Standing::Passing:
      return "it ends by itself, as session ids and nonces do";
    case Standing::Open:
      return "nobody comes in with it: it is a public key, a hash or an id";
    case Standing::Plain:
      return "random letters and digits are assigned to the name of a key";
    case Standing::MadeUp:
      return "it looks made up";
  }
  return {};
}

// Drawn at random from letters and digits, from those of one case, or from the alphabet of URLs.
// Few characters need more of them, for ids of one case stand everywhere. Hex digits spell words by
// chance ("bad", "face"), so that those say nothing, and are of one case.
bool is_drawn_at_random(const Features& features) {
  constexpr std::int32_t kShortest = 20;
  constexpr std::int32_t kShortestOfFew = 32;
  const std::int32_t length = features.get(Feature::length);
  const std::int32_t symbols = features.get(Feature::symbols);
  const std::int32_t classes = features.get(Feature::classes);
  const bool is_mixed = length >= kShortestOfFew && symbols == 0 && classes == 2 &&
                        features.get(Feature::letter_digit_changes) * 5 >= length;
  if (features.get(Feature::hex_only) != 0)
    return is_mixed && features.get(Feature::distinct) >= 11 &&
           features.get(Feature::counted_share) <= 25;
  const std::int32_t tenths = length >= kShortestOfFew ? 8 : 9;
  if (features.get(Feature::uncovered) * 10 < length * tenths) return false;
  if (symbols == 0 && classes == 3) return length >= kShortest;
  const bool is_of_urls =
      symbols == features.get(Feature::dashes) + features.get(Feature::underscores);
  return is_mixed ||
         (is_of_urls && classes == 4 && symbols * 8 <= length && length >= kShortestOfFew);
}

// A password of a generator: hardly anything of it spells words, and it has small and capital
// letters and digits, or signs too and may then be shorter.
bool is_random_password(const Features& features) {
  const std::int32_t length = features.get(Feature::length);
  const bool has_signs = features.get(Feature::symbols) != 0;
  const std::int32_t classes = features.get(Feature::classes);
  const bool is_kept_otherwise = features.get(Feature::own_has_hash) != 0 ||
                                 features.get(Feature::own_has_encrypted) != 0 ||
                                 features.get(Feature::own_has_id) != 0;
  return features.get(Feature::own_head_password) != 0 && !is_kept_otherwise &&
         features.get(Feature::uncovered) * 10 >= length * 9 &&
         ((classes == 3 && !has_signs && length >= 16) || (classes == 4 && length >= 14));
}

// unplug6-coherent-outlast-undergo-plow: four words or more that dice may have drawn, under the
// name of a secret or password of a setting. A name of one says so: my-app-client-secret.
bool is_passphrase(const Subject& subject, const OwnKey& key) {
  constexpr std::ptrdiff_t kFewestSigns = 3;
  constexpr std::size_t kLongest = 100;
  const std::string_view value = subject.whole;
  const bool is_named = key.words.upper && (has(key.words.head, WordGroup::Secret) ||
                                            has(key.words.head, WordGroup::Password));
  if (!is_named || value.size() > kLongest ||
      std::count(value.begin(), value.end(), '-') < kFewestSigns)
    return false;
  const NameWords words = name_words(value);
  return words.groups == 0 &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '-'; }) &&
         std::all_of(words.all().begin(), words.all().end(),
                     [](std::string_view word) { return word.size() >= 3; });
}

// \x56\xcc\x0d…: bytes of a key as C and Python write them.
bool are_escaped_bytes(std::string_view value) {
  constexpr std::size_t kEscape = 4;
  constexpr std::size_t kFewest = 12;
  if (value.size() % kEscape != 0 || value.size() / kEscape < kFewest) return false;
  for (std::size_t at = 0; at < value.size(); at += kEscape) {
    if (value[at] != '\\' || value[at + 1] != 'x') return false;
    if (!is_hex(value[at + 2]) || !is_hex(value[at + 3])) return false;
  }
  return true;
}

// FIELD_ENCRYPTION_KEY = b'…=': the bytes of a key in base64, 16, 24, 32 or 64 of them, under a
// name that says what it does.
bool is_cipher_key(const Subject& subject, const OwnKey& key, const Features& features) {
  constexpr std::array<std::string_view, 8> kUses{"encryption", "encrypt", "fernet", "signing",
                                                  "cipher",     "aes",     "hmac",   "cookie"};
  const std::span<const std::string_view> words = key.words.all();
  const bool is_named = has(key.words.head, WordGroup::Key) &&
                        std::any_of(words.begin(), words.end(),
                                    [&](std::string_view word) { return is_any_of(word, kUses); });
  const std::string_view value = subject.whole;
  if (!is_named || !value.ends_with('=') || value.size() > 88) return false;
  const Base64Decoded decoded = base64_decode(value);
  const std::size_t bytes = decoded.bytes.size();
  return (bytes == 16 || bytes == 24 || bytes == 32 || bytes == 64) &&
         decoded.used == value.find('=') && features.get(Feature::classes) == 4 &&
         features.get(Feature::uncovered) * 10 >= features.get(Feature::length) * 7;
}

// An API key, an access or auth token, a secret; not its hash, its id or its public half. Other
// keys and tokens open nothing as often as not.
bool is_named_as_key(const Features& features) {
  const auto has = [&](Feature feature) { return features.get(feature) != 0; };
  if (has(Feature::own_has_hash) || has(Feature::own_has_id) || has(Feature::own_has_public))
    return false;
  if (has(Feature::own_head_secret)) return true;
  if (has(Feature::own_has_encrypted)) return false;
  if (has(Feature::own_head_token) && has(Feature::own_has_auth)) return true;
  return (has(Feature::own_head_key) || has(Feature::own_head_token)) &&
         has(Feature::own_has_access);
}

// accu_weather_api_key = "…": the judge learnt to doubt long names, for most of them name something
// else. What was drawn at random and called an API key is one, whatever the name says before that.
bool is_plain_key(const Subject& subject, const OwnKey& key, const Features& features) {
  const auto has = [&](Feature feature) { return features.get(feature) != 0; };
  const bool is_whole = has(Feature::quoted) || has(Feature::ends_line);
  if (!is_whole || !has(Feature::ends_statement)) return false;
  return is_random_password(features) || is_cipher_key(subject, key, features) ||
         (is_named_as_key(features) &&
          (is_drawn_at_random(features) || are_escaped_bytes(subject.whole)));
}

}  // namespace

Standing standing_of(const Subject& subject, const OwnKey& key, const Features& features) {
  if (features.get(Feature::jwt_signed) != 0)
    return names_anonymous_token(subject, key) || opens_nothing(subject, key) ? Standing::Open
                                                                              : Standing::Proven;
  if (names_passing_value(key)) return Standing::Passing;
  auto any = [&](std::initializer_list<Feature> list) {
    return std::any_of(list.begin(), list.end(),
                       [&](Feature feature) { return features.get(feature) != 0; });
  };
  if (any({Feature::ssh_public, Feature::hash_marker})) return Standing::Open;
  if (features.get(Feature::own_head_id) != 0 && !names_secret_half(subject, key))
    return Standing::Open;
  if (names_public_value(subject, key) || is_timed_uuid(subject.value)) return Standing::Open;
  if (opens_nothing(subject, key)) return Standing::Open;
  if (any({Feature::filler, Feature::says_placeholder, Feature::vendor_start}))
    return Standing::MadeUp;
  if (is_unreadable_token(subject.whole)) return Standing::MadeUp;
  if (is_plain_key(subject, key, features)) return Standing::Plain;
  return Standing::Judged;
}

namespace {

// Of what else would be medium.
Standing with_guesses(Standing standing, const Subject& subject) {
  const bool is_unclear = standing == Standing::Judged || standing == Standing::Plain;
  return is_unclear && is_guessable(subject.whole) ? Standing::MadeUp : standing;
}

OwnKey key_of(const Subject& subject, bool placed) {
  const OwnKey key = own_key_of(subject);
  return placed ? at_place(key) : key;
}

}  // namespace

std::optional<ValueJudge> ValueJudge::create(const Table& table) {
  std::optional<Model> credential = Model::open(table.section(Section::Credential));
  std::optional<Model> strong = Model::open(table.section(Section::Strong));
  std::optional<Calibration> calibration = Calibration::open(table.section(Section::Calibration));
  if (!credential || !strong || !calibration) return std::nullopt;
  return ValueJudge(table, std::move(*credential), std::move(*strong), *calibration);
}

ValueJudge::ValueJudge(const Table& table, Model credential, Model strong,
                       const Calibration& calibration)
    : table_(table),
      credential_(std::move(credential)),
      strong_(std::move(strong)),
      calibration_(calibration) {}

const ValueJudge* ValueJudge::builtin() {
  // Never taken apart: at the end of a short run that would be a tenth of it.
  static const std::optional<ValueJudge>* const kJudge = new std::optional<ValueJudge>(
      builtin_table() ? ValueJudge::create(*builtin_table()) : std::nullopt);
  return *kJudge ? &**kJudge : nullptr;
}

Scores ValueJudge::score(std::string_view text, const Span& secret, bool placed) const {
  constexpr std::int32_t kAny = std::numeric_limits<std::int32_t>::min();
  const Subject subject = subject_of(text, secret);
  return score_or_bounds(subject, key_of(subject, placed), {kAny, kAny});
}

// A bound is good for nothing where the other score counts: the file adds to both.
Scores ValueJudge::score_or_bounds(const Subject& subject, const OwnKey& key,
                                   const Scores& least) const {
  const Features features = measure(table_, subject, key);
  const Standing standing = standing_of(subject, key, features);
  if (standing == Standing::Proven) return {kSurely, kSurely};
  Scores scores{credential_.score_or_bound(features, least.credential), kNeverMedium};
  const bool is_low = scores.credential < least.credential;
  if (standing == Standing::Judged || standing == Standing::Plain)
    scores.strong =
        is_low ? strong_.score_or_bound(features, least.strong) : strong_.score(features);
  if (standing == Standing::Plain)
    scores.strong = std::max(scores.strong, calibration_.medium + kPlain);
  if (scores.strong >= least.strong) {
    if (with_guesses(standing, subject) == Standing::MadeUp) scores.strong = kNeverMedium;
  }
  if (is_low && scores.strong >= least.strong) scores.credential = credential_.score(features);
  if (is_passphrase(subject, key))
    scores.credential = std::max(scores.credential, calibration_.low + kPhrase);
  return scores;
}

bool ValueJudge::is_plain(std::string_view text, const Span& secret) const {
  const Subject subject = subject_of(text, secret);
  const OwnKey key = own_key_of(subject);
  return standing_of(subject, key, measure(table_, subject, key)) == Standing::Plain;
}

std::vector<std::string> ValueJudge::reasons(std::string_view text, const Span& secret,
                                             bool placed) const {
  const Subject subject = subject_of(text, secret);
  const OwnKey key = key_of(subject, placed);
  const Features features = measure(table_, subject, key);
  std::vector<std::string> words = judge_words(key, features, credential_.by_area(features));
  std::string_view first =
      standing_words(with_guesses(standing_of(subject, key, features), subject));
  if (!first.empty()) words.insert(words.begin(), std::string(first));
  return words;
}

}  // namespace leakwarden::scanner::judging
