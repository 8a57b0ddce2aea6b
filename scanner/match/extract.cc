#include "scanner/match/extract.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "scanner/match/interval.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

Span span_of(std::string_view text, const re2::StringPiece& piece) {
  std::uint64_t begin = static_cast<std::uint64_t>(piece.data() - text.data());
  return {begin, begin + piece.size()};
}

// Is the pattern "(?P<secret>…)", possibly between \b, without other groups? Then the secret is the
// whole match, and RE2 need not run its slower engines to find where groups begin and end: a text
// full of half keys costs a third. What stands between the parentheses is asked to compile by
// itself; "(?P<secret>a)(b)" would leave "a)(b", which does not.
bool secret_is_whole_match(std::string_view pattern) {
  constexpr std::string_view kBoundary = "\\b";
  constexpr std::string_view kOpen = "(?P<secret>";
  if (pattern.substr(0, kBoundary.size()) == kBoundary) pattern.remove_prefix(kBoundary.size());
  if (pattern.size() > 3 && pattern.substr(pattern.size() - 3) == ")\\b") pattern.remove_suffix(2);
  if (pattern.size() <= kOpen.size() || pattern.substr(0, kOpen.size()) != kOpen) return false;
  if (pattern.back() != ')') return false;
  pattern = pattern.substr(kOpen.size(), pattern.size() - kOpen.size() - 1);
  RE2 inside(re2::StringPiece(pattern.data(), pattern.size()), pattern_options());
  return inside.ok() && inside.NumberOfCapturingGroups() == 0;
}

struct NamedGroup {
  int number = 0;
  std::string name;
};

}  // namespace

struct Extractor::Program {
  explicit Program(const std::string& pattern) : re2(pattern, pattern_options()) {
    if (!re2.ok()) return;
    groups.resize(1);
    if (secret_is_whole_match(pattern)) return;
    groups.resize(static_cast<std::size_t>(re2.NumberOfCapturingGroups()) + 1);
    for (const auto& [number, name] : re2.CapturingGroupNames()) {
      if (name == "secret")
        secret = number;
      else
        companions.push_back({number, name});
    }
  }

  // The first match in `window` that covers `end`, with its groups.
  bool find_covering(std::string_view text, Span window, std::uint64_t end);
  bool find_covering_at(const std::vector<std::uint64_t>& begins, std::string_view text,
                        Span window, std::uint64_t end);
  bool match(std::string_view text, Span window, RE2::Anchor anchor);
  bool find_groups(std::string_view text);
  void fill(std::string_view text, Candidate& candidate) const;

  RE2 re2;
  int secret = 0;  // the whole match, when no group has the name
  std::vector<NamedGroup> companions;
  std::vector<re2::StringPiece> groups;  // of the last match: as many as are needed
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
  const re2::StringPiece subject(text.data(), text.size());
  return re2.Match(subject, found.begin, found.end, RE2::ANCHOR_BOTH, groups.data(),
                   static_cast<int>(groups.size()));
}

bool Extractor::Program::find_covering(std::string_view text, Span window, std::uint64_t end) {
  std::uint64_t from = window.begin;
  while (from < end) {
    if (!match(text, {from, window.end}, RE2::UNANCHORED)) return false;
    const Span found = span_of(text, groups[0]);
    if (found.begin >= end) return false;
    if (found.end >= end) return find_groups(text);
    from = std::max(found.end, found.begin + 1);
  }
  return false;
}

bool Extractor::Program::find_covering_at(const std::vector<std::uint64_t>& begins,
                                          std::string_view text, Span window, std::uint64_t end) {
  std::uint64_t from = window.begin;
  for (auto begin = std::lower_bound(begins.begin(), begins.end(), from);
       begin != begins.end() && *begin < end; ++begin) {
    if (*begin < from || !match(text, {*begin, window.end}, RE2::ANCHOR_START)) continue;
    const Span found = span_of(text, groups[0]);
    if (found.end >= end) return find_groups(text);
    from = std::max(found.end, found.begin + 1);
  }
  return false;
}

void Extractor::Program::fill(std::string_view text, Candidate& candidate) const {
  candidate.match = span_of(text, groups[0]);
  const re2::StringPiece& value = groups[static_cast<std::size_t>(secret)];
  candidate.secret = value.data() ? span_of(text, value) : candidate.match;
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
  std::unique_ptr<Program> made = std::make_unique<Program>(rules_[rule].pattern);
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
