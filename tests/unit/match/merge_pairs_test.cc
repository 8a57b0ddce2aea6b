#include <gtest/gtest.h>

#include "scanner/match/explain.h"
#include "scanner/match/judge_parts.h"
#include "scanner/match/passes.h"
#include "tests/unit/match/match_parts.h"
#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

enum : std::uint32_t { kId, kLoudId, kSecret };

std::vector<Rule> rules() {
  std::vector<Rule> all{named_rule("acme-key-id"), named_rule("acme-loud-id"),
                        named_rule("acme-secret")};
  all[kId].id_half = true;
  return all;
}

LocalVerdict secret_with(std::uint32_t rule, const std::string& id, Reason reason = Reason::Kept) {
  LocalVerdict verdict = verdict_at(kSecret, 20, 30, reason);
  verdict.pair = PairedId{rule, {0, id.size()}, id};
  return verdict;
}

std::vector<Reason> merged(std::vector<LocalVerdict> verdicts, const std::string& text) {
  merge_pairs(rules(), text, verdicts);
  return reasons_of(verdicts);
}

TEST(MergePairs, OnePairIsOneFinding) {
  std::string text = "id-one    ..........secretsecr id-one id-two";
  EXPECT_EQ(merged({verdict_at(kId, 0, 6), secret_with(kId, "id-one")}, text),
            (std::vector{Reason::Paired, Reason::Kept}));
  EXPECT_EQ(merged({verdict_at(kLoudId, 0, 6), secret_with(kLoudId, "id-one")}, text),
            (std::vector{Reason::Paired, Reason::Kept}));
  // The same id elsewhere goes with it, another does not.
  EXPECT_EQ(merged({verdict_at(kLoudId, 0, 6), secret_with(kLoudId, "id-one"),
                    verdict_at(kLoudId, 31, 37), verdict_at(kLoudId, 38, 44)},
                   text),
            (std::vector{Reason::Paired, Reason::Kept, Reason::Paired, Reason::Kept}));
}

TEST(MergePairs, IdsAlone) {
  std::string text = "id-one    ..........secretsecr";
  EXPECT_EQ(merged({verdict_at(kId, 0, 6)}, text), std::vector{Reason::IdAlone});
  EXPECT_EQ(merged({verdict_at(kLoudId, 0, 6)}, text), std::vector{Reason::Kept});
  EXPECT_EQ(
      merged({verdict_at(kLoudId, 0, 6), secret_with(kLoudId, "id-one", Reason::Overlapped)}, text),
      (std::vector{Reason::Kept, Reason::Overlapped}));
}

// The whole way: the finding names the secret, shows the id and what the id tells.
TEST(MergePairs, TheFindingOfAPair) {
  Rule id = prefix_rule("aws-access-key-id", "ASIA", "[A-Z2-7]{16}", 16);
  id.decode = "aws-account";
  Rule secret =
      make_rule("aws-secret", {"secret=(?P<secret>[A-Za-z0-9/+]{40})", "secret=", 7, 7, 47});
  secret.pair = {{"aws-access-key-id"}, "", kWholeText, true};
  secret.confidence = Confidence::Low;
  RuleTable table({id, secret});
  std::string key_id = std::string("ASIA") + "Y34FZKBOKMUTVV7A";
  std::string value = "bK9sV2xLq7TzWm4RcY8n" + std::string("Hd3PfJ6gUa5EoXi1NtBv");
  JudgedObject pair =
      judge_with(table.rules(), "secret=" + value + "\nid=" + key_id + "\n",
                 find_in(table, "secret=" + value + "\nid=" + key_id + "\n"), KeepDropped::Yes);
  ASSERT_EQ(pair.kept.size(), 1u);
  const Finding& finding = pair.kept[0].finding;
  EXPECT_EQ(finding.rule_id, "aws-secret");
  EXPECT_EQ(finding.secret.reveal(RevealFor::Matching), value);
  EXPECT_EQ(finding.confidence, Confidence::High);
  EXPECT_EQ(finding.facts.at("id"), key_id);
  EXPECT_EQ(finding.facts.at("account"), "609629065308");
  EXPECT_NE(explain_finding(finding).find(key_id + " (in the same text)"), std::string::npos);
  ASSERT_EQ(pair.dropped.size(), 1u);
  EXPECT_EQ(pair.dropped[0].reason, Reason::Paired);
  JudgedObject half = judge_with(table.rules(), "secret=" + value + "\n",
                                 find_in(table, "secret=" + value + "\n"), KeepDropped::Yes);
  EXPECT_TRUE(half.kept.empty());
  ASSERT_EQ(half.dropped.size(), 1u);
  EXPECT_EQ(half.dropped[0].reason, Reason::NoPair);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
