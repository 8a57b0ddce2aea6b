#include "scanner/found_texts.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>

#include "scanner/match/lines.h"
#include "scanner/match/passes.h"

namespace leakwarden::scanner {
namespace {

std::string_view value_of_match(const Match& match) {
  return match.finding.secret.reveal(RevealFor::Matching);
}

bool begins_before(const Match& left, const Match& right) {
  return left.secret.begin < right.secret.begin;
}

}  // namespace

bool FoundTexts::is_generic_finding(const Finding& finding) const {
  const Rule* rule = rules_.find(finding.rule_id);
  return rule != nullptr && is_generic(*rule);
}

// Nothing that was found in the bytes becomes less sure: an id that makes a secret sure, or the
// name of another one, may stand beside it there only. Of two that are as sure, a provider's rule.
bool FoundTexts::knows_better(const Finding& raw, const Finding& told) const {
  if (raw.confidence != told.confidence) return raw.confidence > told.confidence;
  return !is_generic_finding(raw) && is_generic_finding(told);
}

void FoundTexts::add(const DecodedText& text, JudgedObject found) {
  for (Match& match : found.kept) {
    match.finding.decoded.insert(match.finding.decoded.begin(), text.places().begin(),
                                 text.places().end());
    if (text.placing() == Placing::OwnLines || match.secret.size() == 0) {
      match.secret = Span{};
      own_.push_back(std::move(match));
    } else {
      place(text, std::move(match));
    }
  }
}

void FoundTexts::place(const DecodedText& text, Match match) {
  const Span within = match.secret;
  const SourceSpan span = text.source_span(within.begin, within.end);
  match.secret = Span{span.begin, span.end};
  TextRange& range = match.finding.location.range;
  if (text.placing() == Placing::SameLines)
    range = text.source_range(within.begin, within.end, range);
  const std::string_view written = bytes_.substr(span.begin, span.end - span.begin);
  if (match.finding.written.empty() && written != value_of_match(match))
    match.finding.written = Secret::copy_of(written);
  placed_.push_back({std::move(match), text.placing() == Placing::SourceLines});
}

// Of a value that stands in a member, its bytes in the archive (a stored member's) say nothing
// more.
void FoundTexts::settle_own() {
  std::unordered_set<std::string_view> known;
  std::unordered_set<std::string_view> by_provider;
  for (const Match& match : own_) {
    known.insert(value_of_match(match));
    if (!is_generic_finding(match.finding)) by_provider.insert(value_of_match(match));
  }
  const auto is_told = [&](const Match& match) {
    const std::string_view value = value_of_match(match);
    return by_provider.count(value) > 0 ||
           (known.count(value) > 0 && is_generic_finding(match.finding));
  };
  std::erase_if(judged_.kept, is_told);
  std::erase_if(placed_, [&](const Placed& placed) { return is_told(placed.match); });
}

// Kept matches in the bytes share none among each other, so that they are in order by their ends
// as well. Each is dropped once: content cannot buy time.
void FoundTexts::settle_placed() {
  std::map<std::uint64_t, Match*> by_end;
  for (Match& match : judged_.kept) by_end[match.secret.end] = &match;
  std::unordered_set<const Match*> dropped;
  std::erase_if(placed_, [&](Placed& placed) {
    const Match& told = placed.match;
    auto raw = by_end.upper_bound(told.secret.begin);
    while (raw != by_end.end() && raw->second->secret.begin < told.secret.end) {
      Finding& finding = raw->second->finding;
      if (knows_better(finding, told.finding)) {
        finding.decoded = told.finding.decoded;
        return true;
      }
      dropped.insert(raw->second);
      raw = by_end.erase(raw);
    }
    return false;
  });
  std::vector<Match> kept;
  for (Match& match : judged_.kept) {
    if (dropped.count(&match) == 0) kept.push_back(std::move(match));
  }
  judged_.kept = std::move(kept);
}

void FoundTexts::set_ranges() {
  std::stable_sort(placed_.begin(), placed_.end(), [](const Placed& left, const Placed& right) {
    return begins_before(left.match, right.match);
  });
  LineCursor cursor(bytes_);
  for (Placed& placed : placed_) {
    if (!placed.needs_range) continue;
    placed.match.finding.location.range = text_range(cursor, placed.match.secret);
  }
}

JudgedObject FoundTexts::finish() && {
  settle_own();
  settle_placed();
  set_ranges();
  for (Match& match : own_) judged_.kept.push_back(std::move(match));
  for (Placed& placed : placed_) judged_.kept.push_back(std::move(placed.match));
  std::stable_sort(judged_.kept.begin(), judged_.kept.end(), begins_before);
  return std::move(judged_);
}

}  // namespace leakwarden::scanner
