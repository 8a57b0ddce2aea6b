#include "scanner/match/judge/file_terms.h"

#include <algorithm>
#include <map>
#include <set>
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

struct Place {
  std::uint64_t begin = 0;
  std::string_view name;
  std::string_view value;
};

class Counts {
 public:
  Counts(const RuleList& rules, std::string_view text, const std::vector<LocalVerdict>& verdicts) {
    std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
    for (const LocalVerdict& verdict : verdicts) {
      places_.push_back(place_of(rules, text, verdict));
      const Place& place = places_.back();
      if (!is_judged(rules, verdict)) {
        proven_ += verdict.reason == Reason::Kept;
      } else if (!place.value.empty() && seen.emplace(place.begin, place.value.size()).second) {
        ++all_;
        ++same_value_[place.value];
        under_name_[place.name].insert(place.value);
      }
    }
    const std::size_t lines = static_cast<std::size_t>(count_line_ends(text)) + 1;
    long_lines_ = steps(text.size() / lines / kLineUnit);
  }

  FileTermValues of(std::size_t index) const {
    const Place& place = places_[index];
    if (place.value.empty()) return {};
    FileTermValues terms{};
    auto set = [&](FileTerm term, std::int32_t value) {
      terms[static_cast<std::size_t>(term)] = std::min(value, kMostFileTerm);
    };
    set(FileTerm::SameValue, same_value_.at(place.value) - 1);
    set(FileTerm::Candidates, steps(all_));
    set(FileTerm::SameName, steps(under_name_.at(place.name).size()));
    set(FileTerm::LongLines, long_lines_);
    set(FileTerm::Proven, proven_);
    return terms;
  }

 private:
  static Place place_of(const RuleList& rules, std::string_view text, const LocalVerdict& verdict) {
    bool counts = is_judged(rules, verdict) &&
                  (verdict.reason == Reason::Kept || verdict.reason == Reason::Unlikely);
    if (!counts) return {};
    Subject subject = subject_of(text, verdict.secret);
    OwnKey key = own_key_of(subject);
    return {verdict.secret.begin, key.entry.empty() ? key.name : key.entry, subject.whole};
  }

  std::vector<Place> places_;
  std::map<std::string_view, std::int32_t> same_value_;
  std::map<std::string_view, std::set<std::string_view>> under_name_;
  std::uint64_t all_ = 0;
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
