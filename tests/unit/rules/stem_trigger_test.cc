#include "scanner/rules/stem_trigger.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/stem_build.h"

namespace leakwarden::scanner {
namespace {

using Ends = std::set<std::pair<std::uint32_t, std::uint64_t>>;

Rule judged_rule(const std::string& id, const std::string& trigger) {
  Rule rule;
  rule.id = id;
  rule.trigger = trigger;
  rule.judging = Judging::Credential;
  return rule;
}

std::vector<Rule> some_families() {
  return {
      judged_rule("assign", "(?i:pass|key|secret)[a-z_]{0,6}[\"']?\\s{0,2}[:=]\\s?[\"']"),
      judged_rule("bare", "(?i:pass|key)[a-z_]{0,6}=[^\\s\"']"),
      judged_rule("option", "--[a-z-]{0,4}(?i:pass|key)[a-z-]{0,3}[ =][a-z]"),
      judged_rule("branches", "(?:SET (?:KEY|key)\\s|(?i:secret) {1,2}x)"),
      judged_rule("exact", "curl -u[a-z]{1,3}:"),
  };
}

Rule distinctive_rule(const std::string& id, const std::string& trigger) {
  Rule rule;
  rule.id = id;
  rule.trigger = trigger;
  rule.trigger_literal_bytes = 1;
  return rule;
}

// Without a word, of either kind, and one rule that is left to Hyperscan.
std::vector<Rule> some_with_pivots() {
  return {
      judged_rule("named value", "[=:>]\\s?[\"'][A-Za-z0-9_-]{20}"),
      judged_rule("setting", "[A-Za-z]=[A-Za-z0-9]{18}"),
      distinctive_rule("colon", "/[0-9]{2,4}:[0-9a-f]{17}"),
      distinctive_rule("dots", "\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{10}"),
      distinctive_rule("dashes", "[0-9a-f]-[0-9a-f]{8}-[0-9a-f]{8}"),
      distinctive_rule("short run", "/[0-9]{2,4}:[0-9a-f]{16}"),
      judged_rule("assign", "(?i:pass|key):[a-z]"),
      judged_rule("spaced", "[A-Za-z] ?[:=] ?[A-Za-z0-9]{18}"),
      judged_rule("noted", "[A-Za-z:|][ |,\\t][A-Za-z0-9]{18}"),
  };
}

struct Opened {
  explicit Opened(const std::vector<Rule>& rules)
      : built(rules),
        bytes(std::string_view(built.bytes())),
        stems(StemTriggers::open(bytes.view(), rules.size()).value()) {}

  // What the scanner does, with the stems looked for by hand.
  Ends ends_in(std::string_view text) const {
    Ends ends;
    for (std::uint32_t stem = 0; stem < built.stems().size(); ++stem) {
      const std::string& letters = built.stems()[stem];
      for (std::size_t at = 0; at + letters.size() <= text.size(); ++at) {
        const bool stands =
            std::equal(letters.begin(), letters.end(),
                       text.begin() + static_cast<std::ptrdiff_t>(at), [](char left, char right) {
                         return left == (right >= 'A' && right <= 'Z' ? right + 32 : right);
                       });
        if (!stands) continue;
        stems.follow(stem, text, at + letters.size(),
                     [&](std::uint32_t rule, std::uint64_t end) { ends.emplace(rule, end); });
      }
    }
    for (std::size_t at = 0; stems.has_pivots() && at < text.size(); ++at) {
      const std::uint32_t pivot = stems.pivot(text, at);
      if (pivot == kNoStem) continue;
      stems.follow(pivot, text, at + 1,
                   [&](std::uint32_t rule, std::uint64_t end) { ends.emplace(rule, end); });
    }
    return ends;
  }

  StemBuild built;
  AlignedBytes bytes;
  StemTriggers stems;
};

// By the trigger itself: RE2 on every stretch of the text.
Ends by_definition(const std::vector<Rule>& rules, const std::string& text) {
  Ends ends;
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
    const re2::RE2 trigger(rules[rule].trigger, pattern_options());
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
      for (std::size_t end = begin + 1; end <= text.size(); ++end) {
        const re2::StringPiece part(text.data() + begin, end - begin);
        if (re2::RE2::FullMatch(part, trigger)) ends.emplace(rule, end);
      }
    }
  }
  return ends;
}

TEST(StemTriggers, FindEveryEndOfTheTriggerAndNoOther) {
  const std::vector<Rule> rules = some_families();
  const Opened opened(rules);
  for (bool here : opened.built.is_run_here()) EXPECT_TRUE(here);
  const std::vector<std::string> words{"pass", "KEY",    "key", "secret", "SET ", "curl -u",  "--",
                                       "=",    "\"",     " ",   "_a",     "x",    "-",        ": ",
                                       ":",    "--pass", "\n",  "Pass",   "s",    "curl -us:"};
  std::mt19937 random(11);
  std::set<std::uint32_t> met;
  for (int round = 0; round < 1500; ++round) {
    std::string text;
    for (std::size_t count = 2 + random() % 7; count > 0; --count)
      text += words[random() % words.size()];
    const Ends expected = by_definition(rules, text);
    ASSERT_EQ(opened.ends_in(text), expected) << text;
    for (const auto& [rule, end] : expected) met.insert(rule);
  }
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule)
    EXPECT_TRUE(met.contains(rule)) << rules[rule].id;
}

TEST(StemTriggers, FindEveryEndFromPivots) {
  std::vector<Rule> rules = some_with_pivots();
  const Opened opened(rules);
  EXPECT_EQ(opened.built.is_run_here(),
            (std::vector<bool>{true, true, true, true, true, false, true, true, true}));
  const std::vector<std::string> words{"x ",
                                       "| ",
                                       "x,",
                                       "x=",
                                       "x = ",
                                       "= '",
                                       "\"",
                                       ":",
                                       "/12",
                                       "/123:",
                                       "-",
                                       ".",
                                       "pass",
                                       "ab",
                                       "0123456789abcdef01",
                                       "0123456789abcdef0123",
                                       "f-01234567",
                                       "-89abcdef",
                                       ".Ab-d_f",
                                       ".abcdefghij",
                                       "\"_b-dEF"};
  std::mt19937 random(12);
  std::set<std::uint32_t> met;
  for (int round = 0; round < 1500; ++round) {
    std::string text;
    for (std::size_t count = 2 + random() % 5; count > 0; --count)
      text += words[random() % words.size()];
    Ends expected = by_definition(rules, text);
    std::erase_if(expected, [](const auto& end) { return end.first == 5; });
    ASSERT_EQ(opened.ends_in(text), expected) << text;
    for (const auto& [rule, end] : expected) met.insert(rule);
  }
  EXPECT_EQ(met.size(), rules.size() - 1);
}

TEST(StemTriggers, MayLeaveNothingToHyperscan) {
  const std::vector<Rule> rules{distinctive_rule("colon", "/[0-9]{2,4}:[0-9a-f]{17}")};
  EXPECT_EQ(StemBuild(rules).is_run_here(), std::vector<bool>{true});
}

TEST(StemTriggers, LeaveWhatTheyCannotHoldToHyperscan) {
  std::vector<Rule> rules{
      judged_rule("no letters", "[=:]\\s?[\"'][a-z]{12}"),
      judged_rule("too large", "curl[^;]{0,99}(?:-u|-user)[a-z-]{0,60}:"),
      judged_rule("fine", "key=[a-z]"),
      judged_rule("plain", "key=[a-z]"),
      judged_rule("assigned", "key=[a-z]"),
  };
  rules[3].judging = Judging::None;
  rules[4].assigned = true;
  const StemBuild built(rules);
  EXPECT_EQ(built.is_run_here(), (std::vector<bool>{false, false, true, false, false}));
  const std::vector<Rule> others{rules[0], rules[3]};
  EXPECT_EQ(StemBuild(others).is_run_here(), (std::vector<bool>{false, false}));
}

TEST(StemTriggers, CutTablesAreNotOpened) {
  const Opened opened(some_families());
  const std::string_view whole = opened.bytes.view();
  for (std::size_t size = 0; size + 8 <= whole.size(); size += 1 + size / 20)
    EXPECT_FALSE(StemTriggers::open(whole.substr(0, size), 5).has_value()) << size;
  EXPECT_FALSE(StemTriggers::open(whole, 3).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
