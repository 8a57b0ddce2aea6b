#include "scanner/match/judge/value_judge.h"

#include <algorithm>
#include <utility>

#include "scanner/match/judge/judge_words.h"
#include "scanner/match/judge/measure.h"

namespace leakwarden::scanner::judging {
namespace {

// Far below every threshold, whatever the file adds.
constexpr std::int32_t kNeverMedium = -1'000'000;

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
  static const std::optional<ValueJudge> kJudge =
      builtin_table() ? ValueJudge::create(*builtin_table()) : std::nullopt;
  return kJudge ? &*kJudge : nullptr;
}

Scores ValueJudge::score(std::string_view text, const Span& secret) const {
  Subject subject = subject_of(text, secret);
  OwnKey key = own_key_of(subject);
  Features features = measure(table_, subject, key);
  Scores scores{credential_.score(features), strong_.score(features)};
  if (names_passing_value(key)) scores.strong = std::min(scores.strong, kNeverMedium);
  return scores;
}

std::vector<std::string> ValueJudge::reasons(std::string_view text, const Span& secret) const {
  Subject subject = subject_of(text, secret);
  OwnKey key = own_key_of(subject);
  Features features = measure(table_, subject, key);
  return judge_words(key, features, credential_.by_area(features));
}

}  // namespace leakwarden::scanner::judging
