#include "scanner/match/rule_pattern.h"

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

using Answer = PatternWalker::Answer;
using Ends = PatternWalker::Ends;

std::optional<Span> span_of(std::string_view text, const re2::StringPiece& piece) {
  if (piece.data() == nullptr) return std::nullopt;
  const std::uint64_t begin = static_cast<std::uint64_t>(piece.data() - text.data());
  return Span{begin, begin + piece.size()};
}

}  // namespace

RulePattern::RulePattern(std::string_view pattern)
    : pattern_(pattern), program_(PatternProgram::of(pattern)) {
  if (program_) {
    first_ = FirstBytes::of(*program_);
    names_ = program_->names;
  } else {
    for (const auto& [number, name] : re2().CapturingGroupNames()) names_.push_back(name);
  }
  found_.groups.resize(names_.size());
}

const RE2& RulePattern::re2() {
  if (re2_) return *re2_;
  re2_.emplace(re2::StringPiece(pattern_.data(), pattern_.size()), pattern_options());
  if (!re2_->ok()) error_ = re2_->error();
  for (const auto& [number, name] : re2_->CapturingGroupNames()) numbers_.push_back(number);
  return *re2_;
}

bool RulePattern::ask_re2(std::string_view text, const Span& window, RE2::Anchor anchor) {
  found_.has_groups = false;
  const re2::StringPiece subject(text.data(), text.size());
  re2::StringPiece found;
  if (!re2().Match(subject, window.begin, window.end, anchor, &found, 1)) return false;
  found_.match = *span_of(text, found);
  return true;
}

void RulePattern::take_walk(const PatternWalker& walker, std::uint64_t begin) {
  found_.match = {begin, walker.end()};
  found_.has_groups = true;
  for (std::size_t i = 0; i < found_.groups.size(); ++i) {
    const Span group = walker.group(i);
    found_.groups[i] =
        group.end == PatternWalker::kNowhere ? std::nullopt : std::optional<Span>(group);
  }
}

bool RulePattern::match_at(PatternWalker& walker, std::string_view text, const Span& window) {
  return match(walker, text, window, Ends::Anywhere);
}

bool RulePattern::match_whole(PatternWalker& walker, std::string_view text, const Span& whole) {
  return match(walker, text, whole, Ends::AtWindowEnd);
}

bool RulePattern::match(PatternWalker& walker, std::string_view text, const Span& window,
                        Ends ends) {
  if (program_) {
    const Answer answer = walker.walk(*program_, text, window, ends);
    if (answer == Answer::Yes) take_walk(walker, window.begin);
    if (answer != Answer::GaveUp) return answer == Answer::Yes;
    program_.reset();
  }
  return ask_re2(text, window, ends == Ends::Anywhere ? RE2::ANCHOR_START : RE2::ANCHOR_BOTH);
}

bool RulePattern::search(std::string_view text, const Span& window) {
  return ask_re2(text, window, RE2::UNANCHORED);
}

// Of the match's bytes and no others, as RE2 does it itself.
bool RulePattern::find_groups(PatternWalker& walker, std::string_view text) {
  if (found_.has_groups || names_.empty()) return true;
  if (program_) {
    const Span found = found_.match;
    if (match_whole(walker, text, found) && found_.has_groups) return true;
  }
  return ask_re2_for_groups(text);
}

bool RulePattern::ask_re2_for_groups(std::string_view text) {
  const RE2& program = re2();
  const re2::StringPiece subject(text.data(), text.size());
  const int count = numbers_.back() + 1;
  pieces_.assign(static_cast<std::size_t>(count), {});
  if (!program.Match(subject, found_.match.begin, found_.match.end, RE2::ANCHOR_BOTH,
                     pieces_.data(), count))
    return false;
  for (std::size_t i = 0; i < found_.groups.size(); ++i)
    found_.groups[i] = span_of(text, pieces_[static_cast<std::size_t>(numbers_[i])]);
  found_.has_groups = true;
  return true;
}

}  // namespace leakwarden::scanner
