// RE2 is the oracle: where a walk answers, it says what RE2 says of the same bytes.

#include "scanner/match/pattern_walker.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "scanner/rules/pattern.h"
#include "scanner/rules/rule_set.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

struct Matched {
  std::uint64_t end = 0;
  std::vector<std::optional<Span>> groups;  // with names
  friend bool operator==(const Matched&, const Matched&) = default;
};

using Ends = PatternWalker::Ends;

std::optional<Matched> by_re2(const re2::RE2& pattern, std::string_view text, Span window,
                              Ends ends) {
  std::vector<re2::StringPiece> pieces(static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) +
                                       1);
  const re2::StringPiece subject(text.data(), text.size());
  const re2::RE2::Anchor anchor =
      ends == Ends::Anywhere ? re2::RE2::ANCHOR_START : re2::RE2::ANCHOR_BOTH;
  if (!pattern.Match(subject, window.begin, window.end, anchor, pieces.data(),
                     static_cast<int>(pieces.size())))
    return std::nullopt;
  Matched matched{window.begin + pieces[0].size(), {}};
  for (const auto& [number, name] : pattern.CapturingGroupNames()) {
    const re2::StringPiece& piece = pieces[static_cast<std::size_t>(number)];
    if (piece.data() == nullptr) {
      matched.groups.push_back(std::nullopt);
      continue;
    }
    const std::uint64_t begin = static_cast<std::uint64_t>(piece.data() - text.data());
    matched.groups.push_back(Span{begin, begin + piece.size()});
  }
  return matched;
}

std::optional<Matched> by_walk(PatternWalker& walker, const PatternProgram& program) {
  Matched matched{walker.end(), {}};
  for (std::size_t i = 0; i < program.names.size(); ++i) {
    const Span group = walker.group(i);
    matched.groups.push_back(group.end == PatternWalker::kNowhere ? std::nullopt
                                                                  : std::optional<Span>(group));
  }
  return matched;
}

struct Counts {
  std::size_t matched = 0;
  std::size_t missed = 0;
  std::size_t given_up = 0;
};

void expect_same(const re2::RE2& re2, const PatternProgram& program, std::string_view text,
                 Span window, Ends ends, Counts* counts) {
  static PatternWalker walker;
  walker.begin_question(window.size());
  const PatternWalker::Answer answer = walker.walk(program, text, window, ends);
  if (answer == PatternWalker::Answer::GaveUp) {
    ++counts->given_up;
    return;
  }
  const std::optional<Matched> expected = by_re2(re2, text, window, ends);
  ++(expected ? counts->matched : counts->missed);
  ASSERT_EQ(answer == PatternWalker::Answer::Yes, expected.has_value())
      << re2.pattern() << " in " << text << " at " << window.begin << " to " << window.end;
  if (!expected) return;
  ASSERT_EQ(by_walk(walker, program), expected)
      << re2.pattern() << " in " << text << " at " << window.begin << " to " << window.end;
}

void expect_same_everywhere(const std::string& pattern, const std::string& text,
                            std::mt19937_64& random, Counts* counts) {
  const std::optional<PatternProgram> program = PatternProgram::of(pattern);
  if (!program) return;
  const re2::RE2 re2(pattern, pattern_options());
  ASSERT_TRUE(re2.ok()) << "walked, and no pattern: " << pattern;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const std::uint64_t cut = at + random() % (text.size() - at + 1);
    for (const std::uint64_t end : {static_cast<std::uint64_t>(text.size()), cut})
      for (const Ends ends : {Ends::Anywhere, Ends::AtWindowEnd})
        ASSERT_NO_FATAL_FAILURE(expect_same(re2, *program, text, {at, end}, ends, counts));
  }
}

TEST(PatternWalker, SaysWhatRe2Says) {
  const std::vector<std::string> patterns{
      "k\\s?[=:]\\s?[\"'](?P<secret>[^\"']{2,}[^\"'\\\\])\\\\?[\"']",
      "(?i:k|a)[a-c]{0,3}=(?P<secret>[a-k]+)(?:[ \"]|$)",
      "(?i)K[^A-C]|b{0}x",
      "(?i:a(?:b|c)){2,3}c",
      "(?i)[\xe4x\xb5]\xe9\xd7?",
      "[]a]+b?|[^]a]{2}",
      "a{,2}|a{2",
      "(?P<a>b+?)(?P<secret>[a-c]{1,3}?)(?P<z>c*)",
      "(?:(?P<one>a)|(?P<two>b))c?",
      "(?P<one>a)?(?P<two>b|ab)?c",
      "\\b\\w{2,3}\\b|\\B.",
      "^a|b$|\\Aab|ba\\z",
      "(?:ab|a)(?:bc|c)?(?:c|)",
      "(?:a|ab){2}c??",
      "(?:a[bc]*c)+?b",
      "(?:a|b(?i)c|d)e",
      "x*?y+?a??b",
      "\\x61[\\x62-d]\\.|[\\]\\-a]x|[a-]",
      "\\d\\D\\w\\W\\s?\\S",
      ".{2,5}a|\\n.",
      "a*a*a*a*b",
      "(?:a?b){3,}",
      "(?P<secret>(?:ab?|c)+)=",
  };
  // Of all that patterns name, and of few letters, so that many match.
  const std::vector<std::string_view> alphabets{"kKabccdexy=:: \"'\\AB1{2},]-.\n\xe4\xc4\xe9\xd7",
                                                "aabbcckxe=",
                                                "k=\"x'",
                                                "a{,2",
                                                "xyab",
                                                "aaabc"};
  std::mt19937_64 random(29);
  for (const std::string& pattern : patterns) {
    ASSERT_TRUE(PatternProgram::of(pattern).has_value()) << pattern;
    Counts counts;
    for (int round = 0; round < 300; ++round) {
      const std::string_view letters =
          alphabets[static_cast<std::size_t>(round) % alphabets.size()];
      const std::string text = random_text(random, letters, 24);
      ASSERT_NO_FATAL_FAILURE(expect_same_everywhere(pattern, text, random, &counts));
    }
    EXPECT_GT(counts.matched, 3u) << pattern;
    EXPECT_GT(counts.missed, 20u) << pattern;
    EXPECT_EQ(counts.given_up, 0u) << pattern;
  }
}

// Patterns nobody would write, from the grammar's parts.
std::string random_pattern(std::mt19937_64& random, int depth) {
  static const std::vector<std::string> atoms{"a", "b",  "[ab]", "[^a]", ".",      "\\w", "\\b",
                                              "$", "ab", "",     "\\s",  "(?i:b)", "^"};
  static const std::vector<std::string> repeats{"",   "",    "",      "?",      "*",    "+",
                                                "*?", "{2}", "{1,2}", "{0,2}?", "{1,}", "??"};
  std::string pattern;
  for (std::uint64_t parts = 1 + random() % 3; parts > 0; --parts) {
    const bool is_group = depth > 0 && random() % 3 == 0;
    std::string one = atoms[random() % atoms.size()];
    if (is_group) one = "(?:" + random_pattern(random, depth - 1) + ")";
    if (is_group && random() % 3 == 0) one = "(" + random_pattern(random, depth - 1) + ")";
    pattern += one + (one.empty() ? "" : repeats[random() % repeats.size()]);
    if (random() % 6 == 0) pattern += "|";
  }
  return pattern;
}

TEST(PatternWalker, SaysWhatRe2SaysOfPatternsThatNobodyWrites) {
  std::mt19937_64 random(31);
  Counts counts;
  std::size_t walked = 0;
  for (int round = 0; round < 4000; ++round) {
    const std::string pattern = random_pattern(random, 3);
    if (pattern.empty() || !re2::RE2(pattern, pattern_options()).ok()) continue;
    walked += PatternProgram::of(pattern).has_value();
    for (int texts = 0; texts < 3; ++texts) {
      const std::string text = random_text(random, "abB \n_c", 8);
      ASSERT_NO_FATAL_FAILURE(expect_same_everywhere(pattern, text, random, &counts));
    }
  }
  EXPECT_GT(walked, 1500u);
  EXPECT_GT(counts.matched, 10'000u);
}

// One change in an example: most near misses are seen late.
std::string changed(std::string text, std::mt19937_64& random) {
  if (text.empty()) return text;
  const std::size_t at = random() % text.size();
  switch (random() % 3) {
    case 0:
      text.erase(at, 1 + random() % 3);
      break;
    case 1:
      text.insert(at, 1, text[random() % text.size()]);
      break;
    default:
      text[at] = static_cast<char>(random() % 256);
  }
  return text;
}

TEST(PatternWalker, SaysWhatRe2SaysOfTheCatalogue) {
  constexpr std::size_t kLongest = 300;
  const std::shared_ptr<const RuleSet> rules = RuleSet::builtin().value();
  std::mt19937_64 random(37);
  Counts counts;
  std::size_t walked = 0;
  std::size_t patterns = 0;
  for (const Rule& rule : rules->rules()) {
    ++patterns;
    const std::optional<PatternProgram> program = PatternProgram::of(rule.pattern);
    walked += program.has_value();
    if (!program || rule.examples.empty()) continue;
    const re2::RE2 re2(rule.pattern, pattern_options());
    ASSERT_EQ(program->names.size(), re2.CapturingGroupNames().size()) << rule.id;
    for (int round = 0; round < 4; ++round) {
      std::string text = rule.examples[random() % rule.examples.size()].substr(0, kLongest);
      if (round > 0) text = changed(text, random);
      for (std::size_t at = 0; at < text.size(); ++at)
        ASSERT_NO_FATAL_FAILURE(
            expect_same(re2, *program, text, {at, text.size()}, Ends::Anywhere, &counts));
    }
  }
  EXPECT_GT(walked * 100, patterns * 95);
  EXPECT_GT(counts.matched, 1000u);
  EXPECT_EQ(counts.given_up, 0u);
}

// What takes exponential time of a walk takes a bounded one here, and an answer from RE2 then.
TEST(PatternWalker, GivesUpWhereAWalkWouldNotEnd) {
  const std::string pattern = "(?:a|aa|[a-c]a)+(?:a|aa)+x";
  const std::optional<PatternProgram> program = PatternProgram::of(pattern);
  ASSERT_TRUE(program.has_value());
  PatternWalker walker;
  const std::string text(2000, 'a');
  walker.begin_question(text.size());
  EXPECT_EQ(walker.walk(*program, text, {0, text.size()}, Ends::Anywhere),
            PatternWalker::Answer::GaveUp);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
