#pragma once

// Rules over a handful of letters, so that random texts are full of matches and near matches, and a
// slow, obvious evaluation of the definition of architecture §1 over them.

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
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
  // A judged rule, and two assigned ones that may name its values.
  rules.push_back(make_rule("judged", {"(?P<secret>[abc]{1,2}[01]{2})=", "[01]{2}=", 3, 5, 5}));
  rules.back().judging = Judging::Credential;
  // A family whose values may hold names: the next one's value must not hide in it.
  rules.push_back(
      make_rule("family", {"[abk]=(?P<secret>[abc01k=]{2,6})[ \\n]", "[abk]=[abc01]", 3, 9, 9}));
  rules.back().judging = Judging::Credential;
  rules.push_back(make_rule("named", {"(?P<secret>[ab][abc]?[01]{2})", "", 0, 4, 4}));
  rules.back().assigned = true;
  rules.back().context = {{"k", "c a"}, 9};
  rules.push_back(make_rule("part", {"[abc]{1,2}(?P<secret>[01]{2})", "", 0, 4, 4}));
  rules.back().assigned = true;
  rules.back().trigger_bits = 1;  // the rarer one
  rules.back().context = {{"b", "k"}, 4};
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

  // The first match with start < e ≤ end among those from e − before on; of a family, where it has
  // a choice, one before whose secret a trigger begins that ends at e.
  std::optional<std::pair<Span, Span>> candidate(std::size_t rule, std::string_view text,
                                                 std::uint64_t end) const {
    const Rule& wanted = rules_[rule];
    std::uint64_t from = end >= wanted.before ? end - wanted.before : 0;
    std::uint32_t width = wanted.locality == Locality::Object ? wanted.max_bytes : wanted.width;
    std::uint64_t to = std::min<std::uint64_t>(text.size(), end + width);
    const bool family = wanted.judging == Judging::Credential && wanted.locality == Locality::Local;
    std::optional<std::pair<Span, Span>> first;
    for (std::uint64_t start = from; start < end; ++start) {
      re2::StringPiece groups[16];
      int count = 1 + patterns_[rule]->NumberOfCapturingGroups();
      if (!patterns_[rule]->Match(piece(text), start, to, RE2::ANCHOR_START, groups, count))
        continue;
      Span match = span(text, groups[0]);
      const std::pair<Span, Span> found(match, secret(rule, text, groups));
      if (match.end >= end && (!family || begins_before(rule, found.second.begin, text, end)))
        return found;
      if (match.end >= end && !first) first = found;
      if (!family) start = std::max(match.end, match.begin + 1) - 1;
    }
    return first;
  }

  bool begins_before(std::size_t rule, std::uint64_t place, std::string_view text,
                     std::uint64_t end) const {
    const std::uint64_t width = rules_[rule].trigger_width;
    for (std::uint64_t begin = end - std::min(end, width); begin < place; ++begin) {
      if (triggers_[rule]->Match(piece(text), begin, end, RE2::ANCHOR_BOTH, nullptr, 0))
        return true;
    }
    return false;
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

  // The assigned rule that names the value best, and the secret it makes of it.
  std::optional<std::pair<std::size_t, Span>> named(std::string_view text, Span value) const {
    using Rank = std::tuple<int, std::uint64_t, double, std::size_t>;
    std::optional<std::pair<Rank, Span>> best;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      if (!rules_[rule].assigned) continue;
      re2::StringPiece groups[3];
      int count = 1 + patterns_[rule]->NumberOfCapturingGroups();
      re2::StringPiece bytes(text.data() + value.begin, value.size());
      if (!patterns_[rule]->Match(bytes, 0, bytes.size(), RE2::ANCHOR_BOTH, groups, count))
        continue;
      for (const Span& word : words(rule, text)) {
        bool left = word.end <= value.begin;
        if (!left && word.begin < value.end) continue;
        std::uint64_t away = left ? value.begin - word.end : word.begin - value.end;
        if (away + word.size() > rules_[rule].context.reach) continue;
        std::string_view between = text.substr(left ? word.end : value.end, away);
        while (left && !between.empty() && (between.back() == ' ' || between.back() == '\n'))
          between.remove_suffix(1);  // the value may stand on the next line
        int place = between.find('\n') != between.npos ? 2 : left ? 0 : 1;
        Rank rank{place, away, -rules_[rule].trigger_bits, rule};
        if (!best || rank < best->first) best = {rank, secret(rule, text, groups)};
      }
    }
    if (!best) return std::nullopt;
    return std::make_pair(std::get<3>(best->first), best->second);
  }

 private:
  // Words of names, in a text without capitals: letters and digits begin words of their own.
  std::vector<Span> words(std::size_t rule, std::string_view text) const {
    std::vector<Span> found;
    for (std::uint64_t begin = 0; begin < text.size(); ++begin) {
      for (std::uint64_t end = begin + 1; end <= std::min(begin + 3, text.size()); ++end) {
        std::string word(text.substr(begin, end - begin));
        if (end - begin == 2) word.insert(1, 1, ' ');  // "ca" is "c a" without its gap
        const std::vector<std::string>& wanted = rules_[rule].context.words;
        bool is_word = std::find(wanted.begin(), wanted.end(), word) != wanted.end();
        if (is_word && !same_kind(text, begin) && !same_kind(text, end))
          found.push_back({begin, end});
      }
    }
    return found;
  }
  // Do two letters, or two digits, stand around this place?
  static bool same_kind(std::string_view text, std::uint64_t at) {
    if (at == 0 || at == text.size()) return false;
    auto kind = [](char c) { return c >= 'a' && c <= 'z' ? 1 : c >= '0' && c <= '9' ? 2 : 0; };
    return kind(text[at]) != 0 && kind(text[at]) == kind(text[at - 1]);
  }

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
