#include "scanner/match/judge/file_terms.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "scanner/match/judge/fixed_log.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"
#include "scanner/match/lines.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kLineUnit = 64;

// 1 → 0, 2 → 1, 4 → 2 …
std::int32_t steps(std::uint64_t count) {
  std::uint64_t bounded = std::min<std::uint64_t>(count, 1u << 20);
  return std::min(log2_fixed(static_cast<std::uint32_t>(bounded)) / kLogUnit, kMostFileTerm);
}

std::string_view in(std::string_view text, const Span& span) {
  return text.substr(span.begin, span.size());
}

bool counts(const RuleList& rules, const LocalVerdict& verdict) {
  return is_judged(rules, verdict) &&
         (verdict.reason == Reason::Kept || verdict.reason == Reason::Unlikely);
}

std::string_view name_of(std::string_view text, const LocalVerdict& verdict) {
  return verdict.own_name ? in(text, *verdict.own_name)
                          : telling_name(own_key_of(subject_of(text, verdict.secret)));
}

using NameAndValue = std::pair<std::string_view, std::string_view>;
using BeginAndSize = std::pair<std::uint64_t, std::uint64_t>;

struct HashPair {
  template <typename Pair>
  std::size_t operator()(const Pair& pair) const {
    constexpr std::size_t kOdd = 0x9E3779B97F4A7C15;
    return std::hash<typename Pair::first_type>()(pair.first) * kOdd +
           std::hash<typename Pair::second_type>()(pair.second);
  }
};

class Counts {
 public:
  Counts(const RuleList& rules, std::string_view text, const std::vector<LocalVerdict>& verdicts) {
    places_.reserve(verdicts.size());
    for (const LocalVerdict& verdict : verdicts) {
      places_.push_back(counts(rules, verdict) ? place_of(text, verdict) : Place{});
      if (!is_judged(rules, verdict)) proven_ += verdict.reason == Reason::Kept;
    }
    const std::size_t lines = static_cast<std::size_t>(count_line_ends(text)) + 1;
    long_lines_ = steps(text.size() / lines / kLineUnit);
  }

  FileTermValues of(std::size_t index) const {
    const Place& place = places_[index];
    if (place.same_value == nullptr) return {};
    FileTermValues terms{};
    auto set = [&](FileTerm term, std::int32_t value) {
      terms[static_cast<std::size_t>(term)] = std::min(value, kMostFileTerm);
    };
    set(FileTerm::SameValue, *place.same_value - 1);
    set(FileTerm::Candidates, steps(seen_.size()));
    set(FileTerm::SameName, steps(*place.under_name));
    set(FileTerm::LongLines, long_lines_);
    set(FileTerm::Proven, proven_);
    return terms;
  }

 private:
  // The counts that speak of a verdict, which grow while others come; null where none do.
  struct Place {
    const std::int32_t* same_value = nullptr;
    const std::uint32_t* under_name = nullptr;
  };

  Place place_of(std::string_view text, const LocalVerdict& verdict) {
    const std::string_view value = in(text, verdict.secret);
    if (value.empty()) return {};
    const std::string_view name = name_of(text, verdict);
    std::int32_t& same_value = same_value_[value];
    std::uint32_t& under_name = under_name_[name];
    if (seen_.emplace(verdict.secret.begin, verdict.secret.size()).second) {
      ++same_value;
      under_name += named_values_.emplace(name, value).second;
    }
    return {&same_value, &under_name};
  }

  std::vector<Place> places_;
  std::unordered_set<BeginAndSize, HashPair> seen_;  // several rules may speak of one place
  std::unordered_map<std::string_view, std::int32_t> same_value_;
  std::unordered_map<std::string_view, std::uint32_t> under_name_;
  std::unordered_set<NameAndValue, HashPair> named_values_;
  std::int32_t proven_ = 0;
  std::int32_t long_lines_ = 0;
};

}  // namespace

bool is_judged(const RuleList& rules, const LocalVerdict& verdict) {
  return rules[verdict.family].judging != Judging::None;
}

std::vector<FileTermValues> file_terms(const RuleList& rules, std::string_view text,
                                       const std::vector<LocalVerdict>& verdicts) {
  bool any = std::any_of(verdicts.begin(), verdicts.end(),
                         [&](const LocalVerdict& verdict) { return is_judged(rules, verdict); });
  if (!any) return std::vector<FileTermValues>(verdicts.size());
  Counts counts(rules, text, verdicts);
  std::vector<FileTermValues> terms;
  terms.reserve(verdicts.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) terms.push_back(counts.of(i));
  return terms;
}

}  // namespace leakwarden::scanner::judging
