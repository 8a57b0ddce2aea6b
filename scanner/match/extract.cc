#include "scanner/match/extract.h"

#include <algorithm>
#include <string>
#include <utility>

#include "scanner/match/interval.h"
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
        is_tried(rule.before <= kMostTried && pattern.first().count() <= kMostStarts) {}

  // The first match in `window` that covers `end`.
  bool find_covering(PatternWalker& walker, std::string_view text, Span window, std::uint64_t end);
  bool search_covering(std::string_view text, Span window, std::uint64_t end);
  bool try_covering(PatternWalker& walker, std::string_view text, Span window, std::uint64_t end);
  bool find_covering_at(PatternWalker& walker, const std::vector<std::uint64_t>& begins,
                        std::string_view text, Span window, std::uint64_t end);
  bool fill(PatternWalker& walker, std::string_view text, Candidate& candidate);

  RulePattern pattern;
  bool is_tried = false;  // where a match may begin, in place of searched for
};

bool Extractor::Program::find_covering(PatternWalker& walker, std::string_view text, Span window,
                                       std::uint64_t end) {
  return is_tried ? try_covering(walker, text, window, end) : search_covering(text, window, end);
}

bool Extractor::Program::search_covering(std::string_view text, Span window, std::uint64_t end) {
  std::uint64_t from = window.begin;
  while (from < end) {
    if (!pattern.search(text, {from, window.end})) return false;
    const Span found = pattern.match();
    if (found.begin >= end) return false;
    if (found.end >= end) return true;
    from = std::max(found.end, found.begin + 1);
  }
  return false;
}

// The leftmost match is the one at the first byte where there is any.
bool Extractor::Program::try_covering(PatternWalker& walker, std::string_view text, Span window,
                                      std::uint64_t end) {
  for (std::uint64_t from = window.begin; from < end;) {
    if (!pattern.first().may_begin(text, from) ||
        !pattern.match_at(walker, text, {from, window.end})) {
      ++from;
      continue;
    }
    if (pattern.match().end >= end) return true;
    from = std::max(pattern.match().end, from + 1);
  }
  return false;
}

bool Extractor::Program::find_covering_at(PatternWalker& walker,
                                          const std::vector<std::uint64_t>& begins,
                                          std::string_view text, Span window, std::uint64_t end) {
  std::uint64_t from = window.begin;
  for (auto begin = std::lower_bound(begins.begin(), begins.end(), from);
       begin != begins.end() && *begin < end; ++begin) {
    if (*begin < from || !pattern.match_at(walker, text, {*begin, window.end})) continue;
    const Span found = pattern.match();
    if (found.end >= end) return true;
    from = std::max(found.end, found.begin + 1);
  }
  return false;
}

// False: its secret is empty.
bool Extractor::Program::fill(PatternWalker& walker, std::string_view text, Candidate& candidate) {
  if (!pattern.find_groups(walker, text)) return false;
  candidate.match = candidate.secret = pattern.match();
  candidate.companions.clear();
  const std::vector<std::string>& names = pattern.group_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::optional<Span>& group = pattern.group(i);
    if (!group) continue;
    if (names[i] == "secret")
      candidate.secret = *group;
    else
      candidate.companions.push_back({names[i], *group});
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
