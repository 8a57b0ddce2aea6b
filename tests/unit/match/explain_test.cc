#include "scanner/match/explain.h"

#include "scanner/match/judge_parts.h"
#include "tests/support/planted.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

using leakwarden::testing::planted_postman_key;

Rule postman() {
  Rule rule = prefix_rule("postman-api-key", "PMAK-", "[0-9a-f]{24}-[0-9a-f]{34}", 59);
  rule.name = "Postman API key";
  rule.severity = Severity::Critical;
  rule.checksum = "objectid-time";
  rule.decode = "objectid";
  rule.advice = {"Everything its user can reach.",
                 "https://go.postman.co/settings/me/api-keys",
                 {"Delete the key.", "Make a new one."},
                 "https://learning.postman.com"};
  return rule;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST(Explain, AFindingSaysWhatWhyAndWhatToDo) {
  RuleTable table({postman()});
  std::string key = planted_postman_key(1);
  std::string text = "KEY=" + key + "\n";
  JudgedObject judged = judge_with(table.rules(), text, find_in(table, text));
  ASSERT_EQ(judged.kept.size(), 1u);
  Finding finding = judged.kept[0].finding;
  finding.location.path = "config/\x1b[31mprod.env";
  finding.location.commit = "9c1f2ab";
  std::string words = explain_finding(finding);
  for (std::string_view part :
       {"Postman API key", "postman-api-key", "critical", "how sure      high",
        "1. Delete the key.", "2. Make a new one.", "https://go.postman.co/settings/me/api-keys",
        ":1:5", "9c1f2ab", "created", "decodes as a real one does"}) {
    EXPECT_TRUE(holds(words, part)) << part << "\n" << words;
  }
  EXPECT_TRUE(holds(words, finding.fingerprint));
  EXPECT_FALSE(holds(words, key.substr(5, 6)));
  EXPECT_FALSE(holds(words, "\x1b"));
  EXPECT_EQ(words.back(), '\n');
}

TEST(Explain, ASuppressedFindingSaysByWhomAndWhy) {
  Finding finding;
  finding.rule_name = "Key";
  finding.suppressed = Suppression{"baseline", "test\nkey", ""};
  EXPECT_TRUE(holds(explain_finding(finding), "by baseline: test^Jkey"));
}

struct Dropped {
  Rule rule;
  std::string text;
  Reason reason;
  std::string detail;
};

TEST(Explain, ADroppedVerdictSaysWhy) {
  Rule entropic = prefix_rule("acme-low", "ac_", "[a-z]{16}", 16);
  entropic.entropy = 3.5;
  Rule contextual = prefix_rule("acme-near", "ac_", "[a-z]{16}", 16);
  contextual.context = {{"acme", "ac-me"}, 30};
  std::string future = planted_postman_key(1);
  future.replace(5, 8, "ffff1c0d");
  const Dropped cases[] = {
      {postman(), "k=" + future + " ", Reason::BadStructure, "objectid-time"},
      {postman(), "k=PMAK-" + std::string(24, '0') + "-" + std::string(34, '0') + " ",
       Reason::Placeholder, "filler"},
      {postman(), planted_postman_key(1) + "_x", Reason::NoMatch, "shape"},
      {entropic, "k=ac_qqkkqkqkkqqkkqkq ", Reason::LowEntropy, "3.5 are asked for"},
      {contextual, "k=ac_qmzkwrtplxvbnhgd ", Reason::NoContext, "acme, ac-me within 30 bytes"},
  };
  for (const Dropped& one : cases) {
    RuleTable table({one.rule});
    LocalVerdicts found = find_in(table, one.text);
    ASSERT_EQ(found.verdicts.size(), 1u) << one.text;
    ASSERT_EQ(found.verdicts[0].reason, one.reason) << one.text;
    std::string words = explain_verdict(one.rule, one.text, found.verdicts[0]);
    EXPECT_TRUE(holds(words, reason_words(one.reason))) << words;
    EXPECT_TRUE(holds(words, one.detail)) << words;
    EXPECT_TRUE(holds(words, "line 1, column ")) << words;
  }
}

TEST(Explain, AKeptVerdictSaysWhyAndWhatToDo) {
  RuleTable table({postman()});
  std::string text = "\nKEY=" + planted_postman_key(1) + " ";
  LocalVerdicts found = find_in(table, text);
  std::string words = explain_verdict(table.rules()[0], text, found.verdicts.at(0));
  EXPECT_TRUE(holds(words, "line 2, column 5"));
  EXPECT_TRUE(holds(words, "1. Delete the key."));
  EXPECT_TRUE(holds(words, "how sure"));
}

TEST(Explain, LaterPassesHaveWordsToo) {
  Rule rule = postman();
  std::string text = planted_postman_key(1);
  LocalVerdict verdict;
  verdict.secret = verdict.match = {0, text.size()};
  for (Reason reason : {Reason::Overlapped, Reason::Duplicate, Reason::Capped}) {
    verdict.reason = reason;
    EXPECT_TRUE(holds(explain_verdict(rule, text, verdict), reason_words(reason)));
  }
}

}  // namespace
}  // namespace leakwarden::scanner::testing
