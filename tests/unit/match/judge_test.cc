// From text to findings, through all passes.

#include "scanner/match/judge_parts.h"

#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"
#include "tests/support/planted.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

using leakwarden::testing::planted_characters;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::planted_postman_key;

enum : std::uint32_t { kPostman, kGithub, kUrl };

RuleTable table() {
  Rule postman = prefix_rule("postman-api-key", "PMAK-", "[0-9a-f]{24}-[0-9a-f]{34}", 59);
  postman.name = "Postman API key";
  postman.severity = Severity::Critical;
  postman.checksum = "objectid-time";
  postman.decode = "objectid";
  postman.advice = {"Everything its user can reach",
                    "https://go.postman.co/keys",
                    {"Delete it", "Make a new one"},
                    "https://docs"};
  Rule github = prefix_rule("github-token", "ghp_", "[A-Za-z0-9]{36}", 36);
  github.checksum = "crc32-base62";
  github.confidence = Confidence::Medium;
  Rule url = make_rule(
      "generic-url",
      {"https://(?P<user>[a-z0-9]{1,20}):(?P<secret>[^\\s@/]{3,60})@(?P<host>[a-z0-9.]{1,40})",
       "https://[a-z0-9]{1,20}:[^\\s@/]{3,60}@", 90, 90, 130});
  url.provider = "Generic";
  url.confidence = Confidence::Medium;
  return RuleTable({postman, github, url});
}

JudgedObject judge_text(const RuleTable& rules, const std::string& text,
                        const Limits& limits = {}) {
  return judge_with(rules.rules(), text, find_in(rules, text, limits), KeepDropped::Yes);
}

TEST(Judge, MakesAWholeFinding) {
  RuleTable rules = table();
  std::string key = planted_postman_key(1);
  std::string text = "# config\n  API_KEY=" + key + "  # keep\n";
  JudgedObject judged = judge_text(rules, text);
  ASSERT_EQ(judged.kept.size(), 1u);
  EXPECT_TRUE(judged.gap_reasons.empty());
  const Match& match = judged.kept[0];
  EXPECT_EQ(match.secret, (Span{19, 19 + key.size()}));
  const Finding& finding = match.finding;
  EXPECT_EQ(finding.rule_id, "postman-api-key");
  EXPECT_EQ(finding.rule_name, "Postman API key");
  EXPECT_EQ(finding.severity, Severity::Critical);
  EXPECT_EQ(finding.secret.reveal(RevealFor::Matching), key);
  EXPECT_EQ(finding.scope, "API_KEY");
  EXPECT_EQ(finding.fingerprint, fingerprint_of(Secret::copy_of(key), "API_KEY"));
  EXPECT_EQ(finding.fingerprint.substr(0, 3), "s1-");
  EXPECT_EQ(finding.location.range.start_line, 2);
  EXPECT_EQ(finding.location.range.start_column, 11);
  EXPECT_EQ(finding.location.range.end_line, 2);
  EXPECT_EQ(finding.location.range.end_column, 10 + static_cast<std::int64_t>(key.size()));
  EXPECT_EQ(finding.masked_line, "  API_KEY=" + finding.secret.mask() + "  # keep");
  EXPECT_TRUE(finding.facts.contains("created"));
  EXPECT_GE(finding.reasons.size(), 3u);
  EXPECT_EQ(finding.advice.steps.size(), 2u);
}

TEST(Judge, EveryLineIsAPlace) {
  RuleTable rules = table();
  std::string key = planted_postman_key(1);
  JudgedObject judged = judge_text(rules, "a=" + key + " b=" + key + "\nc=" + key + "\n");
  ASSERT_EQ(judged.kept.size(), 2u);
  EXPECT_EQ(judged.kept[0].finding.location.range.start_line, 1);
  EXPECT_EQ(judged.kept[1].finding.location.range.start_line, 2);
  EXPECT_EQ(judged.kept[0].finding.fingerprint, judged.kept[1].finding.fingerprint);
  ASSERT_EQ(judged.dropped.size(), 1u);
  EXPECT_EQ(judged.dropped[0].reason, Reason::Duplicate);
  // The second copy on the first line is no finding, and is masked all the same.
  EXPECT_EQ(judged.kept[0].finding.masked_line.find(key.substr(6, 10)), std::string::npos);
}

TEST(Judge, AVendorsTokenInAUrlIsTheVendors) {
  RuleTable rules = table();
  std::string token = planted_github_token(2);
  JudgedObject judged = judge_text(rules, "git clone https://ci:" + token + "@github.com/x.git");
  ASSERT_EQ(judged.kept.size(), 1u);
  EXPECT_EQ(judged.kept[0].finding.rule_id, "github-token");
  EXPECT_EQ(judged.kept[0].finding.confidence, Confidence::High);

  std::string wrong = token;
  wrong.back() = wrong.back() == 'a' ? 'b' : 'a';
  EXPECT_TRUE(judge_text(rules, "https://ci:" + wrong + "@github.com/x.git").kept.empty());
}

TEST(Judge, AWeakValueIsNamedWithinItsScope) {
  RuleTable rules = table();
  JudgedObject judged =
      judge_text(rules, "url: https://ann:hunter2x@db.corp/ and https://bob:hunter2x@db.corp/");
  ASSERT_EQ(judged.kept.size(), 1u) << "one value, one rule, one line";
  EXPECT_EQ(judged.kept[0].finding.scope, "ann@db.corp");
  EXPECT_EQ(judged.kept[0].finding.fingerprint,
            fingerprint_of(Secret::copy_of("hunter2x"), "ann@db.corp"));
  EXPECT_EQ(judged.kept[0].finding.fingerprint.substr(0, 3), "w1-");
  EXPECT_EQ(judged.kept[0].finding.masked_line.find("hunter2x"), std::string::npos);
}

TEST(Judge, KeepsDroppedOnlyWhenAsked) {
  RuleTable rules = table();
  std::string text = "key = PMAK-" + std::string(24, '0') + "-" + std::string(34, '0') + " ";
  JudgedObject judged = judge_text(rules, text);
  EXPECT_TRUE(judged.kept.empty());
  ASSERT_EQ(judged.dropped.size(), 1u);
  EXPECT_EQ(judged.dropped[0].reason, Reason::Placeholder);
  EXPECT_TRUE(judge_with(rules.rules(), text, find_in(rules, text)).dropped.empty());
}

TEST(Judge, StormsAndLimitsAreGaps) {
  RuleTable rules = table();
  Limits limits;
  limits.max_matches_per_rule = 2;
  std::string text;
  for (int i = 0; i < 3; ++i) text += planted_postman_key(static_cast<std::uint64_t>(i)) + "\n";
  text += planted_github_token(9) + "\n";
  JudgedObject judged = judge_text(rules, text, limits);
  ASSERT_EQ(judged.gap_reasons.size(), 1u);
  EXPECT_NE(judged.gap_reasons[0].find("postman-api-key"), std::string::npos);
  ASSERT_EQ(judged.kept.size(), 1u);
  EXPECT_EQ(judged.kept[0].finding.masked_line, judged.kept[0].finding.secret.mask());

  limits.max_matches_per_rule = 1000;
  limits.max_triggers_per_object = 1;
  JudgedObject stopped = judge_text(rules, text, limits);
  EXPECT_EQ(stopped.kept.size(), 1u);
  ASSERT_EQ(stopped.gap_reasons.size(), 1u);
  EXPECT_NE(stopped.gap_reasons[0].find("too many"), std::string::npos);
}

TEST(Judge, InheritedVerdictsOfAStormedRuleAreDropped) {
  RuleTable rules = table();
  std::string text = planted_postman_key(1) + " ";
  LocalVerdicts verdicts = find_in(rules, text);
  verdicts.stormed_rules = {kPostman};
  JudgedObject judged = judge_with(rules.rules(), text, verdicts, KeepDropped::Yes);
  EXPECT_TRUE(judged.kept.empty());
  ASSERT_EQ(judged.dropped.size(), 1u);
  EXPECT_EQ(judged.dropped[0].reason, Reason::Capped);
}

TEST(Judge, FindingsComeByOffset) {
  RuleTable rules = table();
  std::string text = planted_github_token(1) + " " + planted_postman_key(1) + " " +
                     planted_github_token(2) + "\n" + planted_postman_key(2) + " ";
  JudgedObject judged = judge_text(rules, text);
  ASSERT_EQ(judged.kept.size(), 4u);
  for (std::size_t i = 1; i < judged.kept.size(); ++i)
    EXPECT_LT(judged.kept[i - 1].secret.end, judged.kept[i].secret.begin);
}

TEST(Judge, AThousandFindingsOnOneLongLineTakeNoTime) {
  RuleTable rules = table();
  std::string text;
  for (std::uint64_t i = 0; i < 1000; ++i)
    text += planted_characters(i, "abc ", 3000) + planted_postman_key(i) + ",";
  JudgedObject judged = judge_text(rules, text);
  EXPECT_EQ(judged.kept.size(), 1000u);
}

TEST(Judge, NothingComesOfNothing) {
  RuleTable rules = table();
  JudgedObject judged = judge_text(rules, "");
  EXPECT_TRUE(judged.kept.empty());
  EXPECT_TRUE(judged.dropped.empty());
  EXPECT_TRUE(judged.gap_reasons.empty());
}

}  // namespace
}  // namespace leakwarden::scanner::testing
