#pragma once

// Rules over a handful of letters, so that random texts are full of matches and near matches, and a
// slow, obvious evaluation of the definition of architecture §1 over them.

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scanner/match/entropy.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {

inline constexpr std::string_view kLetters = "abc01k= \n";

inline std::vector<Rule> small_language() {
  std::vector<Rule> rules;
  // A boundary on the right, and more ends of the trigger than matches.
  rules.push_back(make_rule("tail", {"(?P<secret>ab[01]{2,4})\\b", "ab[01]{2,4}", 6, 6, 6}));
  // A boundary on the left; the trigger is the end of the match.
  rules.push_back(make_rule("head", {"\\b(?P<secret>a[ab]{1,3}c)", "[ab]c", 2, 5, 5}));
  // Neighbours inside the match, or the text's borders.
  rules.push_back(
      make_rule("neighbours", {"(?:^|[^abc])(?P<secret>c{2,3})(?:[^abc]|$)", "cc", 2, 4, 5}));
  // Leftmost-first alternatives, one the prefix of another.
  rules.push_back(
      make_rule("alternatives", {"(?P<secret>(?:a|ab)(?:c|bc)[01]{0,3}1)", "c[01]", 2, 5, 8}));
  // The trigger ends anywhere inside, so matches before it must be stepped over.
  rules.push_back(make_rule("inside", {"(?P<secret>[01]{3,6})", "[01]{2,3}", 3, 6, 6}));
  // A lazy repeat and no boundary; a named companion that may be absent.
  rules.push_back(
      make_rule("lazy", {"k(?P<user>[ab])?=(?P<secret>[abc01]{2,5}?)\\B", "k[ab]?=", 3, 3, 8}));
  // Context within two bytes.
  rules.push_back(make_rule("context", {"(?P<secret>[bc]0[bc])", "[bc]0[bc]", 3, 3, 3}));
  rules.back().context = {{"k", "=a"}, 2};
  // An entropy floor that some values miss.
  rules.push_back(make_rule("entropy", {"\\b(?P<secret>1[abc]{4})\\b", "1[abc]{4}", 5, 5, 5}));
  rules.back().entropy = 1.5;
  // A placeholder of the rule.
  rules.push_back(make_rule("listed", {"(?P<secret>=[a-c]{2})0", "=[a-c]{2}0", 4, 4, 4}));
  rules.back().placeholders = {"=a…", "…cc"};
  return rules;
}

// The definition, evaluated slowly and without Hyperscan.
class Oracle {
 public:
  explicit Oracle(const std::vector<Rule>& rules) : rules_(rules) {
    RE2::Options options;
    options.set_encoding(RE2::Options::EncodingLatin1);
    for (const Rule& rule : rules) {
      triggers_.push_back(std::make_unique<RE2>("(?:" + rule.trigger + ")", options));
      patterns_.push_back(std::make_unique<RE2>(rule.pattern, options));
    }
  }

  // Every end of every text the trigger matches, tried substring by substring.
  std::set<std::uint64_t> trigger_ends(std::size_t rule, std::string_view text) const {
    std::set<std::uint64_t> ends;
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
      std::size_t farthest = std::min<std::size_t>(text.size(), begin + rules_[rule].trigger_width);
      for (std::size_t end = begin + 1; end <= farthest; ++end) {
        if (triggers_[rule]->Match(piece(text), begin, end, RE2::ANCHOR_BOTH, nullptr, 0))
          ends.insert(end);
      }
    }
    return ends;
  }

  // The first match with start < e ≤ end among those from e − before on.
  std::optional<std::pair<Span, Span>> candidate(std::size_t rule, std::string_view text,
                                                 std::uint64_t end) const {
    const Rule& wanted = rules_[rule];
    std::uint64_t from = end >= wanted.before ? end - wanted.before : 0;
    std::uint32_t width = wanted.locality == Locality::Object ? wanted.max_bytes : wanted.width;
    std::uint64_t to = std::min<std::uint64_t>(text.size(), end + width);
    for (std::uint64_t start = from; start < end; ++start) {
      re2::StringPiece groups[16];
      int count = 1 + patterns_[rule]->NumberOfCapturingGroups();
      if (!patterns_[rule]->Match(piece(text), start, to, RE2::ANCHOR_START, groups, count))
        continue;
      Span match = span(text, groups[0]);
      if (match.end >= end) return std::make_pair(match, secret(rule, text, groups));
      start = std::max(match.end, match.begin + 1) - 1;
    }
    return std::nullopt;
  }

  Reason reason(std::size_t rule, std::string_view text, Span match, Span secret) const {
    const Rule& wanted = rules_[rule];
    std::string value(text.substr(secret.begin, secret.size()));
    if (!wanted.context.words.empty()) {
      std::uint64_t from =
          match.begin >= wanted.context.reach ? match.begin - wanted.context.reach : 0;
      std::string left(text.substr(from, secret.begin - from));
      std::uint64_t right_size = match.end - secret.end + wanted.context.reach;
      std::string right(text.substr(secret.end, right_size));
      bool found = false;
      for (const std::string& word : wanted.context.words)
        found = found || left.find(word) != left.npos || right.find(word) != right.npos;
      if (!found) return Reason::NoContext;
    }
    if (wanted.id == "listed" && (value[1] == 'a' || value.substr(1) == "cc"))
      return Reason::Placeholder;
    if (value.size() >= 3 && value.find_first_not_of(value[0]) == value.npos)
      return Reason::Placeholder;  // one character, repeated
    if (wanted.entropy > 0 && shannon_entropy(value) < wanted.entropy) return Reason::LowEntropy;
    return Reason::Kept;
  }

 private:
  static re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }
  static Span span(std::string_view text, const re2::StringPiece& group) {
    std::uint64_t begin = static_cast<std::uint64_t>(group.data() - text.data());
    return {begin, begin + group.size()};
  }
  Span secret(std::size_t rule, std::string_view text, const re2::StringPiece* groups) const {
    return span(text, groups[patterns_[rule]->NamedCapturingGroups().at("secret")]);
  }

  const std::vector<Rule>& rules_;
  std::vector<std::unique_ptr<RE2>> triggers_;
  std::vector<std::unique_ptr<RE2>> patterns_;
};

}  // namespace leakwarden::scanner::testing
