// The pipeline against the definition of architecture §1, evaluated slowly; and the promise that a
// verdict depends on its interval only.

#include "scanner/match/local_finder.h"

#include <map>

#include "scanner/match/interval.h"
#include "scanner/match/judge/judge_verdict.h"
#include "tests/unit/match/small_language.h"

namespace leakwarden::scanner::testing {
namespace {

struct Seen {
  Span match;
  Span secret;
  Reason reason = Reason::NoMatch;
  std::uint32_t rule = 0;  // who names it
  friend bool operator==(const Seen&, const Seen&) = default;
};
using Key = std::pair<std::uint64_t, std::uint32_t>;  // trigger end, family

std::map<Key, Seen> by_key(const std::vector<LocalVerdict>& verdicts) {
  std::map<Key, Seen> seen;
  for (const LocalVerdict& one : verdicts)
    seen[{one.trigger_end, one.family}] = {one.match, one.secret, one.reason, one.rule};
  return seen;
}

// What judge_verdict_test.cc holds.
Reason after_the_judge(std::string_view text, const Seen& seen, std::uint32_t family) {
  LocalVerdict verdict;
  verdict.rule = seen.rule;
  verdict.family = family;
  verdict.secret = seen.secret;
  judging::judge_verdict(text, verdict);
  return verdict.reason;
}

std::map<Key, Seen> by_definition(const Oracle& oracle, const std::vector<Rule>& rules,
                                  std::string_view text) {
  std::map<Key, Seen> seen;
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
    for (std::uint64_t end : oracle.trigger_ends(rule, text)) {
      Seen& one = seen[{end, rule}];
      one.rule = rule;
      std::optional<std::pair<Span, Span>> found = oracle.candidate(rule, text, end);
      if (!found) continue;
      one = {found->first, found->second, oracle.reason(rule, text, found->first, found->second),
             rule};
      if (one.reason != Reason::Kept || rules[rule].judging == Judging::None) continue;
      std::optional<std::pair<std::size_t, Span>> named = oracle.named(text, one.secret);
      if (named) {
        one.rule = static_cast<std::uint32_t>(named->first);
        one.secret = named->second;
      }
      one.reason = after_the_judge(text, one, rule);
    }
  }
  return seen;
}

std::string describe(const std::map<Key, Seen>& seen, const std::vector<Rule>& rules) {
  std::string words;
  for (const auto& [key, one] : seen) {
    words += "e=" + std::to_string(key.first) + " " + rules[key.second].id + " [" +
             std::to_string(one.match.begin) + "," + std::to_string(one.match.end) + ") " +
             std::string(reason_name(one.reason)) + "\n";
  }
  return words;
}

TEST(LocalFinder, EqualsTheDefinitionOnRandomTexts) {
  RuleTable table(small_language());
  Oracle oracle(table.rules());
  LocalFinder finder = table.finder();
  std::mt19937_64 random(20261125);
  std::map<std::pair<std::string, Reason>, int> met;
  for (int round = 0; round < 15'000; ++round) {
    std::string text = random_text(random, kLetters, random() % 60);
    Result<LocalVerdicts> found = finder.find(text);
    ASSERT_TRUE(found.ok());
    std::map<Key, Seen> expected = by_definition(oracle, table.rules(), text);
    std::map<Key, Seen> actual = by_key(found->verdicts);
    ASSERT_EQ(found->verdicts.size(), actual.size()) << "a trigger end is there twice";
    ASSERT_EQ(actual, expected) << "text: \"" << text << "\"\nactual\n"
                                << describe(actual, table.rules()) << "expected\n"
                                << describe(expected, table.rules());
    for (const auto& [key, one] : actual) ++met[{table.rules()[one.rule].id, one.reason}];
  }
  // The texts have to try what the rules can do, or the equality above says little.
  for (const Rule& rule : table.rules()) {
    EXPECT_GT((met[{rule.id, Reason::Kept}] + met[{rule.id, Reason::Unlikely}]), 40) << rule.id;
  }
  EXPECT_GT((met[{"neighbours", Reason::NoMatch}]), 1000);
  EXPECT_GT((met[{"inside", Reason::NoMatch}]), 1000);
  EXPECT_GT((met[{"context", Reason::NoContext}]), 100);
  EXPECT_GT((met[{"entropy", Reason::LowEntropy}]), 10);
  EXPECT_GT((met[{"listed", Reason::Placeholder}]), 20);
}

TEST(LocalFinder, VerdictsComeInOrderOfEndThenRule) {
  RuleTable table(small_language());
  LocalVerdicts found = find_in(table, "k=abc1 abbc101 1abca 000111 b0ck=b0b");
  ASSERT_GT(found.verdicts.size(), 8u);
  for (std::size_t i = 1; i < found.verdicts.size(); ++i) {
    const LocalVerdict& before = found.verdicts[i - 1];
    const LocalVerdict& after = found.verdicts[i];
    EXPECT_LT(std::tie(before.trigger_end, before.rule), std::tie(after.trigger_end, after.rule));
  }
}

// Shifts a verdict that was found behind `by` more or fewer bytes.
Seen shifted(const Seen& seen, std::int64_t by) {
  if (seen.match.size() == 0) return seen;
  std::uint64_t add = static_cast<std::uint64_t>(by);
  return {{seen.match.begin + add, seen.match.end + add},
          {seen.secret.begin + add, seen.secret.end + add},
          seen.reason,
          seen.rule};
}

TEST(LocalFinder, AVerdictDependsOnItsIntervalOnly) {
  RuleTable table(small_language());
  LocalFinder finder = table.finder();
  std::mt19937_64 random(7);
  int compared = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string text = random_text(random, kLetters, 20 + random() % 60);
    LocalVerdicts found = finder.find(text).value();
    for (const LocalVerdict& verdict : found.verdicts) {
      // A border of the text that is inside the interval is part of what the verdict depends on;
      // elsewhere whole other texts may stand around it.
      bool left_free = verdict.interval.begin > 0;
      bool right_free = verdict.interval.end < text.size();
      std::string left = left_free ? random_text(random, kLetters, random() % 30)
                                   : text.substr(0, verdict.interval.begin);
      std::string right = right_free ? random_text(random, kLetters, random() % 30)
                                     : text.substr(verdict.interval.end);
      std::string changed =
          left + text.substr(verdict.interval.begin, verdict.interval.size()) + right;
      std::int64_t by = static_cast<std::int64_t>(left.size()) -
                        static_cast<std::int64_t>(verdict.interval.begin);
      std::map<Key, Seen> again = by_key(finder.find(changed).value().verdicts);
      Key key{verdict.trigger_end + static_cast<std::uint64_t>(by), verdict.family};
      ASSERT_TRUE(again.contains(key)) << text << " | " << changed;
      Seen before{verdict.match, verdict.secret, verdict.reason, verdict.rule};
      ASSERT_EQ(again[key], shifted(before, by)) << table.rules()[verdict.rule].id << "\n"
                                                 << text << "\n"
                                                 << changed;
      ++compared;
    }
  }
  EXPECT_GT(compared, 9'000);
}

TEST(LocalFinder, NoTriggerAppearsFromOutsideAnInterval) {
  // The other half of locality: an end that was none stays none, as long as the bytes that could
  // make it one stay.
  RuleTable table(small_language());
  LocalFinder finder = table.finder();
  std::mt19937_64 random(8);
  for (int round = 0; round < 1500; ++round) {
    std::string text = random_text(random, kLetters, 60);
    std::string changed = text;
    std::size_t hole = random() % text.size();
    changed[hole] = kLetters[random() % kLetters.size()];
    std::map<Key, Seen> before = by_key(finder.find(text).value().verdicts);
    std::map<Key, Seen> after = by_key(finder.find(changed).value().verdicts);
    for (const auto& [key, seen] : after) {
      Span interval = dependency_interval(table.rules()[key.second], key.first, text.size());
      if (hole >= interval.begin && hole < interval.end) continue;
      ASSERT_TRUE(before.contains(key)) << text << "\n" << changed;
      ASSERT_EQ(before[key], seen) << text << "\n" << changed;
    }
  }
}

TEST(LocalFinder, ObjectRulesMayMatchBeyondTheirWidthAndDependOnAll) {
  Rule rule = make_rule("block", {"(?P<secret>BEGIN [a-z\\n]{10,}END)", "BEGIN ", 6, 6, 0});
  rule.locality = Locality::Object;
  rule.max_bytes = 2000;
  RuleTable table({rule});
  std::string body;
  for (int i = 0; i < 200; ++i) body += "qwzrt\n";
  std::string text = "xx BEGIN " + body + "END yy";
  LocalVerdicts found = find_in(table, text);
  ASSERT_EQ(found.verdicts.size(), 1u);
  EXPECT_EQ(found.verdicts[0].reason, Reason::Kept);
  EXPECT_EQ(found.verdicts[0].secret, (Span{3, text.size() - 3}));
  EXPECT_EQ(found.verdicts[0].interval, (Span{0, text.size()}));

  // Wider than max_bytes: the whole shape is not there within the window.
  std::string longer = "BEGIN " + body + body + "END";
  EXPECT_EQ(find_in(table, longer).verdicts.at(0).reason, Reason::NoMatch);
}

TEST(LocalFinder, AStormDropsItsRuleAlone) {
  std::vector<Rule> rules{prefix_rule("storming", "a", "[0-9]{3}", 3),
                          prefix_rule("quiet", "q_", "[0-9]{6}", 6)};
  RuleTable table(std::move(rules));
  Limits limits;
  limits.max_matches_per_rule = 10;
  std::string text;
  for (int i = 0; i < 11; ++i) text += "a12" + std::to_string(i % 10) + " ";
  text += "q_481516 ";
  LocalVerdicts found = find_in(table, text, limits);
  EXPECT_EQ(found.stormed_rules, std::vector<std::uint32_t>{0});
  EXPECT_FALSE(found.trigger_limit_reached);
  ASSERT_EQ(found.verdicts.size(), 1u);
  EXPECT_EQ(found.verdicts[0].rule, 1u);

  // At the cap itself nothing is dropped.
  LocalVerdicts at_cap = find_in(table, text.substr(5), limits);
  EXPECT_TRUE(at_cap.stormed_rules.empty());
  EXPECT_EQ(at_cap.verdicts.size(), 11u);
}

TEST(LocalFinder, ABrokenPatternIsAnError) {
  Rule rule = prefix_rule("broken", "tok_", "[0-9]{4}", 4);
  rule.pattern = "(?P<secret>tok_[0-9]{4}";
  RuleTable table({rule});
  LocalFinder finder = table.finder();
  EXPECT_TRUE(finder.find("nothing of the kind").ok());
  Result<LocalVerdicts> found = finder.find("tok_1234");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::Invalid);
  EXPECT_NE(found.error().message().find("broken"), std::string::npos);
}

TEST(LocalFinder, AnUnknownChecksumIsAnError) {
  Rule rule = prefix_rule("odd", "tok_", "[0-9]{4}", 4);
  rule.checksum = "crc9000";
  RuleTable table({rule});
  Result<LocalFinder> made = LocalFinder::create(table.rules(), table.database(), {}, 0);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::Invalid);
}

TEST(LocalFinder, BytesAreBytes) {
  RuleTable table({prefix_rule("token", "tok_", "[0-9]{4}", 4)});
  std::string text("\x00\xff\xfetok_4815\x00\xc3", 13);
  LocalVerdicts found = find_in(table, text);
  ASSERT_EQ(found.verdicts.size(), 1u);
  EXPECT_EQ(found.verdicts[0].secret, (Span{3, 11}));
  EXPECT_EQ(found.verdicts[0].reason, Reason::Kept);
}

TEST(LocalFinder, CompanionsCarryTheirNamesAndSpans) {
  Rule rule =
      make_rule("pair", {"(?P<user>[a-z]{2,4}):(?P<secret>[0-9]{4})(?:@(?P<host>[a-z]{1,8}))?",
                         ":[0-9]{4}", 5, 9, 18});
  RuleTable table({rule});
  LocalVerdicts found = find_in(table, "x ann:4815@home ");
  ASSERT_EQ(found.verdicts.size(), 1u);
  ASSERT_EQ(found.verdicts[0].companions.size(), 2u);
  EXPECT_EQ(found.verdicts[0].companions[0].name, "user");
  EXPECT_EQ(found.verdicts[0].companions[0].span, (Span{2, 5}));
  EXPECT_EQ(found.verdicts[0].companions[1].name, "host");
  EXPECT_EQ(found.verdicts[0].companions[1].span, (Span{11, 15}));
  LocalVerdicts without = find_in(table, "x ann:4815 ");
  ASSERT_EQ(without.verdicts[0].companions.size(), 1u);
  EXPECT_EQ(without.verdicts[0].match, (Span{2, 10}));
}

}  // namespace
}  // namespace leakwarden::scanner::testing
