#include "scanner/match/extract.h"

#include <algorithm>
#include <string>
#include <utility>

#include "scanner/match/interval.h"
#include "scanner/match/nearest_match.h"
#include "scanner/match/rule_pattern.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kMostTried = 1024;  // bytes before a trigger's end that a match is tried at
constexpr std::uint64_t kBytesPerStep = 8;  // RE2 reads a wide window once, byte by byte
constexpr std::size_t kMostStarts = 128;    // of 256: above, hardly a byte would be passed over

}  // namespace

struct Extractor::Program {
  explicit Program(const Rule& rule)
      : pattern(rule.pattern),
        is_tried(rule.before <= kMostTried && pattern.first().count() <= kMostStarts) {
    if (takes_nearest_value(rule)) nearest.emplace(rule);
    const std::vector<std::string>& names = pattern.group_names();
    const auto secret = std::find(names.begin(), names.end(), "secret");
    if (secret != names.end()) secret_group = static_cast<std::size_t>(secret - names.begin());
  }

  // Of the rule's matches in `window` that cover `end` the one that is its candidate.
  // `next_match` finds the first from a byte on that is given to it.
  template <typename NextMatch>
  bool find_covering(PatternWalker& walker, std::string_view text, Span window, std::uint64_t end,
                     NextMatch next_match);
  bool find_covering(PatternWalker& walker, std::string_view text, Span window, std::uint64_t end);
  bool find_covering_at(PatternWalker& walker, const std::vector<std::uint64_t>& begins,
                        std::string_view text, Span window, std::uint64_t end);
  Span secret_span() const;
  bool fill(PatternWalker& walker, std::string_view text, Candidate& candidate);

  RulePattern pattern;
  std::optional<std::size_t> secret_group;
  bool is_tried = false;                 // where a match may begin, in place of searched for
  std::optional<TriggerBegins> nearest;  // of a family: which of several matches has the value
};

template <typename NextMatch>
bool Extractor::Program::find_covering(PatternWalker& walker, std::string_view text, Span window,
                                       std::uint64_t end, NextMatch next_match) {
  std::optional<NearestMatch> choice;
  if (nearest) choice.emplace(*nearest, text, end);
  for (std::uint64_t from = window.begin; from < end && next_match(from);) {
    const Span found = pattern.match();
    if (found.begin >= end) break;
    from = nearest ? found.begin + 1 : std::max(found.end, found.begin + 1);
    if (found.end < end) continue;
    if (!choice) return true;
    if (!pattern.find_groups(walker, text)) return false;
    if (choice->is_decided_by(secret_span(), pattern)) return true;
  }
  return choice && choice->take_first(pattern);
}

bool Extractor::Program::find_covering(PatternWalker& walker, std::string_view text, Span window,
                                       std::uint64_t end) {
  if (!is_tried) {
    return find_covering(walker, text, window, end, [&](std::uint64_t from) {
      return pattern.search(text, {from, window.end});
    });
  }
  // The leftmost match is the one at the first byte where there is any.
  return find_covering(walker, text, window, end, [&](std::uint64_t from) {
    for (; from < end; ++from) {
      if (pattern.first().may_begin(text, from) &&
          pattern.match_at(walker, text, {from, window.end}))
        return true;
    }
    return false;
  });
}

bool Extractor::Program::find_covering_at(PatternWalker& walker,
                                          const std::vector<std::uint64_t>& begins,
                                          std::string_view text, Span window, std::uint64_t end) {
  std::vector<std::uint64_t>::const_iterator begin =
      std::lower_bound(begins.begin(), begins.end(), window.begin);
  return find_covering(walker, text, window, end, [&](std::uint64_t from) {
    for (; begin != begins.end() && *begin < end; ++begin) {
      if (*begin >= from && pattern.match_at(walker, text, {*begin, window.end})) return true;
    }
    return false;
  });
}

Span Extractor::Program::secret_span() const {
  const std::optional<Span> group =
      secret_group ? pattern.group(*secret_group) : std::optional<Span>();
  return group.value_or(pattern.match());
}

// False: its secret is empty.
bool Extractor::Program::fill(PatternWalker& walker, std::string_view text, Candidate& candidate) {
  if (!pattern.find_groups(walker, text)) return false;
  candidate.match = pattern.match();
  candidate.secret = secret_span();
  candidate.companions.clear();
  const std::vector<std::string>& names = pattern.group_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::optional<Span>& group = pattern.group(i);
    if (group && i != secret_group) candidate.companions.push_back({names[i], *group});
  }
  return candidate.secret.size() > 0;
}

Extractor::Extractor(const RuleList& rules) : rules_(rules), programs_(rules.size()) {}
Extractor::Extractor(Extractor&&) noexcept = default;
Extractor& Extractor::operator=(Extractor&&) noexcept = default;
Extractor::~Extractor() = default;

Extractor::Program& Extractor::program(std::uint32_t rule) {
  std::unique_ptr<Program>& slot = programs_[rule];
  if (!slot) slot = std::make_unique<Program>(rules_[rule]);
  return *slot;
}

Result<bool> Extractor::finished(std::uint32_t rule, bool found, std::string_view text,
                                 Candidate& candidate) {
  Program& used = *programs_[rule];
  if (used.pattern.error())
    return Error::invalid("compile a pattern", "rule " + rules_[rule].id, *used.pattern.error());
  return found && used.fill(walker_, text, candidate);
}

Result<bool> Extractor::extract(std::uint32_t rule, std::string_view text,
                                std::uint64_t trigger_end, Candidate& candidate) {
  const Span window = search_window(rules_[rule], trigger_end, text.size());
  walker_.begin_question(window.size() / kBytesPerStep);
  const bool found = program(rule).find_covering(walker_, text, window, trigger_end);
  return finished(rule, found, text, candidate);
}

Result<bool> Extractor::extract_at(const std::vector<std::uint64_t>& begins, std::uint32_t rule,
                                   std::string_view text, std::uint64_t trigger_end,
                                   Candidate& candidate) {
  const Span window = search_window(rules_[rule], trigger_end, text.size());
  walker_.begin_question(window.size() / kBytesPerStep);
  const bool found = program(rule).find_covering_at(walker_, begins, text, window, trigger_end);
  return finished(rule, found, text, candidate);
}

}  // namespace leakwarden::scanner
