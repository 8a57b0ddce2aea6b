#include "scanner/match/extract.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "scanner/match/interval.h"
#include "scanner/match/nearest_match.h"
#include "scanner/match/pattern_bytes.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

Span span_of(std::string_view text, const re2::StringPiece& piece) {
  std::uint64_t begin = static_cast<std::uint64_t>(piece.data() - text.data());
  return {begin, begin + piece.size()};
}

// Of a class that opens at `at`; the pattern compiles.
std::size_t end_of_class(std::string_view pattern, std::size_t at) {
  if (pattern.substr(++at, 1) == "^") ++at;
  for (bool first = true; at < pattern.size() && (first || pattern[at] != ']'); first = false)
    at += pattern[at] == '\\' ? 2 : 1;
  return at;
}

// Where the group that opens at the pattern's begin is closed.
std::size_t end_of_first_group(std::string_view pattern) {
  int depth = 0;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\') ++at;
    if (c == '[') at = end_of_class(pattern, at);
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

// Is the pattern "(?P<secret>…)", possibly between \b, the only group? Then the secret is the whole
// match, and RE2 need not run its slower engines to find where groups begin and end: a text full of
// half keys costs a third.
bool secret_is_whole_match(std::string_view pattern, int groups) {
  constexpr std::string_view kBoundary = "\\b";
  constexpr std::string_view kOpen = "(?P<secret>";
  if (pattern.substr(0, kBoundary.size()) == kBoundary) pattern.remove_prefix(kBoundary.size());
  if (pattern.size() > 3 && pattern.substr(pattern.size() - 3) == ")\\b") pattern.remove_suffix(2);
  if (groups != 1 || pattern.substr(0, kOpen.size()) != kOpen) return false;
  return end_of_first_group(pattern) == pattern.size() - 1;
}

constexpr std::uint32_t kMostTried = 1024;  // bytes before a trigger's end that a match is tried at
constexpr std::size_t kMostStarts = 128;    // of 256: above, hardly a byte would be passed over

struct NamedGroup {
  int number = 0;
  std::string name;
};

}  // namespace

struct Extractor::Program {
  explicit Program(const Rule& rule) : re2(rule.pattern, pattern_options()) {
    if (!re2.ok()) return;
    if (takes_nearest_value(rule)) nearest.emplace(rule);
    first = FirstBytes::of(rule.pattern);
    is_tried = rule.before <= kMostTried && first.count() <= kMostStarts;
    groups.resize(1);
    if (secret_is_whole_match(rule.pattern, re2.NumberOfCapturingGroups())) return;
    groups.resize(static_cast<std::size_t>(re2.NumberOfCapturingGroups()) + 1);
    if (groups.size() == 2) place = SecretPlace::of(rule.pattern);
    for (const auto& [number, name] : re2.CapturingGroupNames()) {
      if (name == "secret")
        secret = number;
      else
        companions.push_back({number, name});
    }
  }

  // Of the rule's matches in `window` that cover `end` the one that is its candidate, with its
  // groups. `next_match` finds the first from a byte on that is given to it.
  template <typename NextMatch>
  bool find_covering(std::string_view text, Span window, std::uint64_t end, NextMatch next_match);
  bool find_covering(std::string_view text, Span window, std::uint64_t end);
  bool find_covering_at(const std::vector<std::uint64_t>& begins, std::string_view text,
                        Span window, std::uint64_t end);
  bool match(std::string_view text, Span window, RE2::Anchor anchor);
  bool find_groups(std::string_view text);
  Span secret_span(std::string_view text) const;
  void fill(std::string_view text, Candidate& candidate) const;

  RE2 re2;
  int secret = 0;  // the whole match, when no group has the name
  std::vector<NamedGroup> companions;
  std::vector<re2::StringPiece> groups;  // of the last match: as many as are needed
  FirstBytes first;
  std::optional<SecretPlace> place;      // of the only group, where its bytes tell it
  bool is_tried = false;                 // where a match may begin, in place of searched for
  std::optional<TriggerBegins> nearest;  // of a family: which of several matches has the value
};

// Where it matches, by RE2's DFA alone; where its groups stand is asked of the one that is taken,
// as RE2 does it itself: of the match's bytes and no others.
bool Extractor::Program::match(std::string_view text, Span window, RE2::Anchor anchor) {
  const re2::StringPiece subject(text.data(), text.size());
  return re2.Match(subject, window.begin, window.end, anchor, groups.data(), 1);
}

bool Extractor::Program::find_groups(std::string_view text) {
  if (groups.size() == 1) return true;
  const Span found = span_of(text, groups[0]);
  if (place) {
    const Span only = place->in(text, found);
    groups[1] = re2::StringPiece(text.data() + only.begin, only.size());
    return true;
  }
  const re2::StringPiece subject(text.data(), text.size());
  return re2.Match(subject, found.begin, found.end, RE2::ANCHOR_BOTH, groups.data(),
                   static_cast<int>(groups.size()));
}

template <typename NextMatch>
bool Extractor::Program::find_covering(std::string_view text, Span window, std::uint64_t end,
                                       NextMatch next_match) {
  std::optional<NearestMatch> choice;
  if (nearest) choice.emplace(*nearest, text, end);
  for (std::uint64_t from = window.begin; from < end && next_match(from);) {
    const Span found = span_of(text, groups[0]);
    if (found.begin >= end) break;
    from = nearest ? found.begin + 1 : std::max(found.end, found.begin + 1);
    if (found.end < end) continue;
    if (!find_groups(text)) return false;
    if (!choice || choice->is_decided_by(secret_span(text), groups)) return true;
  }
  return choice && choice->take_first(groups);
}

bool Extractor::Program::find_covering(std::string_view text, Span window, std::uint64_t end) {
  if (!is_tried) {
    return find_covering(text, window, end, [&](std::uint64_t from) {
      return match(text, {from, window.end}, RE2::UNANCHORED);
    });
  }
  // The leftmost match is the one at the first byte where there is any.
  return find_covering(text, window, end, [&](std::uint64_t from) {
    for (; from < end; ++from) {
      if (first.may_begin(text, from) && match(text, {from, window.end}, RE2::ANCHOR_START))
        return true;
    }
    return false;
  });
}

bool Extractor::Program::find_covering_at(const std::vector<std::uint64_t>& begins,
                                          std::string_view text, Span window, std::uint64_t end) {
  std::vector<std::uint64_t>::const_iterator begin =
      std::lower_bound(begins.begin(), begins.end(), window.begin);
  return find_covering(text, window, end, [&](std::uint64_t from) {
    for (; begin != begins.end() && *begin < end; ++begin) {
      if (*begin >= from && match(text, {*begin, window.end}, RE2::ANCHOR_START)) return true;
    }
    return false;
  });
}

Span Extractor::Program::secret_span(std::string_view text) const {
  const re2::StringPiece& value = groups[static_cast<std::size_t>(secret)];
  return span_of(text, value.data() ? value : groups[0]);
}

void Extractor::Program::fill(std::string_view text, Candidate& candidate) const {
  candidate.match = span_of(text, groups[0]);
  candidate.secret = secret_span(text);
  candidate.companions.clear();
  for (const NamedGroup& group : companions) {
    const re2::StringPiece& piece = groups[static_cast<std::size_t>(group.number)];
    if (piece.data()) candidate.companions.push_back({group.name, span_of(text, piece)});
  }
}

Extractor::Extractor(const RuleList& rules) : rules_(rules), programs_(rules.size()) {}
Extractor::Extractor(Extractor&&) noexcept = default;
Extractor& Extractor::operator=(Extractor&&) noexcept = default;
Extractor::~Extractor() = default;

Result<Extractor::Program*> Extractor::program(std::uint32_t rule) {
  std::unique_ptr<Program>& slot = programs_[rule];
  if (slot) return slot.get();
  std::unique_ptr<Program> made = std::make_unique<Program>(rules_[rule]);
  if (!made->re2.ok()) {
    return Error::invalid("compile a pattern", "rule " + rules_[rule].id, made->re2.error());
  }
  slot = std::move(made);
  return slot.get();
}

Result<bool> Extractor::extract(std::uint32_t rule, std::string_view text,
                                std::uint64_t trigger_end, Candidate& candidate) {
  LEAKWARDEN_TRY(Program * compiled, program(rule));
  Span window = search_window(rules_[rule], trigger_end, text.size());
  if (!compiled->find_covering(text, window, trigger_end)) return false;
  compiled->fill(text, candidate);
  return candidate.secret.size() > 0;
}

Result<bool> Extractor::extract_at(const std::vector<std::uint64_t>& begins, std::uint32_t rule,
                                   std::string_view text, std::uint64_t trigger_end,
                                   Candidate& candidate) {
  LEAKWARDEN_TRY(Program * compiled, program(rule));
  Span window = search_window(rules_[rule], trigger_end, text.size());
  if (!compiled->find_covering_at(begins, text, window, trigger_end)) return false;
  compiled->fill(text, candidate);
  return candidate.secret.size() > 0;
}

}  // namespace leakwarden::scanner
