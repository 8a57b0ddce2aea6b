// Private keys from text to finding: found in any layout, one name, no mask; stand-ins are dropped.

#include <gtest/gtest.h>

#include "scanner/match/checksum.h"
#include "scanner/match/judge_parts.h"
#include "tests/support/planted.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

RuleTable table() {
  std::string begin = "-----BEGIN (?:RSA |EC )?PRIVATE KEY-----";
  Rule rule = make_rule(
      "generic-private-key",
      {"(?P<secret>" + begin +
           "[A-Za-z0-9+/=\\s\\\\\"'`,;:#*>|().&_]{64,}-----END (?:RSA |EC )?PRIVATE KEY-----)",
       begin, 31, 31, 0});
  rule.locality = Locality::Object;
  rule.max_bytes = 16384;
  rule.checksum = "pem";
  return RuleTable({rule});
}

JudgedObject judge_text(const RuleTable& rules, const std::string& text) {
  return judge_with(rules.rules(), text, find_in(rules, text), KeepDropped::Yes);
}

std::string armour(const char* which) {
  return std::string("-----") + which + " PRIVATE KEY-----";
}

// A block whose body decodes to a key, made by the completer of checksums.
std::string made_block() {
  std::string drawn = armour("BEGIN") + "\n" +
                      leakwarden::testing::planted_characters(
                          5, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 256) +
                      "\n" + armour("END");
  return checksum_complete(ChecksumKind::PrivateKey, drawn);
}

TEST(PrivateKeyFinding, IsFoundWholeAndShowsNoCharacterOfItself) {
  RuleTable rules = table();
  std::string block = made_block();
  std::string text = "tls:\n" + block + "\nend\n";
  JudgedObject judged = judge_text(rules, text);
  ASSERT_EQ(judged.kept.size(), 1u);
  const Finding& finding = judged.kept[0].finding;
  EXPECT_EQ(judged.kept[0].secret, (Span{5, 5 + block.size()}));
  EXPECT_EQ(finding.location.range.start_line, 2);
  EXPECT_EQ(finding.location.range.start_column, 1);
  EXPECT_GT(finding.location.range.end_line, 3);
  EXPECT_EQ(finding.secret.mask(), "…");
  EXPECT_EQ(finding.masked_line, "…");
  EXPECT_EQ(finding.fingerprint.substr(0, 3), "s1-");
}

TEST(PrivateKeyFinding, KeepsItsNameInAnotherLayout) {
  RuleTable rules = table();
  std::string block = made_block();
  std::string escaped;
  for (char c : block) escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  std::string indented;
  for (char c : block) indented += c == '\n' ? std::string("\n    ") : std::string(1, c);
  JudgedObject plain = judge_text(rules, block);
  JudgedObject in_json = judge_text(rules, "{\"private_key\": \"" + escaped + "\"}");
  JudgedObject in_yaml = judge_text(rules, "key: |\n    " + indented + "\n");
  ASSERT_EQ(plain.kept.size(), 1u);
  ASSERT_EQ(in_json.kept.size(), 1u);
  ASSERT_EQ(in_yaml.kept.size(), 1u);
  EXPECT_EQ(plain.kept[0].finding.fingerprint, in_json.kept[0].finding.fingerprint);
  EXPECT_EQ(plain.kept[0].finding.fingerprint, in_yaml.kept[0].finding.fingerprint);
  EXPECT_EQ(in_json.kept[0].finding.masked_line, "{\"private_key\": \"…\"}");
}

TEST(PrivateKeyFinding, StandInsAreDropped) {
  RuleTable rules = table();
  std::string dots = armour("BEGIN") + "\n" + std::string(80, '.') + "\n" + armour("END");
  std::string words =
      armour("BEGIN") +
      "\nput your key here, it looks like this: many lines of it, all base64 and no more\n" +
      armour("END");
  for (const std::string& block : {dots, words}) {
    JudgedObject judged = judge_text(rules, block);
    EXPECT_TRUE(judged.kept.empty()) << block;
    ASSERT_EQ(judged.dropped.size(), 1u);
    EXPECT_TRUE(judged.dropped[0].reason == Reason::BadStructure ||
                judged.dropped[0].reason == Reason::Placeholder)
        << reason_name(judged.dropped[0].reason);
  }
  std::string short_block = armour("BEGIN") + "\nMII...\n" + armour("END");
  EXPECT_EQ(judge_text(rules, short_block).dropped.at(0).reason, Reason::NoMatch);
}

TEST(PrivateKeyFinding, TwoBlocksInARowAreTwoKeys) {
  RuleTable rules = table();
  std::string block = made_block();
  JudgedObject judged = judge_text(rules, block + "\n" + block + "\n");
  EXPECT_EQ(judged.kept.size(), 2u);
}

TEST(PrivateKeyFinding, ABlockThatNeverEndsDoesNotSwallowTheNext) {
  Rule rule = table().rules()[0];
  rule.pattern = "(?P<secret>-----BEGIN PRIVATE KEY-----[^\\x00]{60,}?-----END PRIVATE KEY-----)";
  RuleTable rules({rule});
  std::string block = made_block();
  std::string torn = armour("BEGIN") + "\nMIIEvQ\n";
  JudgedObject judged = judge_text(rules, torn + block);
  ASSERT_EQ(judged.kept.size(), 1u);
  EXPECT_EQ(judged.kept[0].secret, (Span{torn.size(), torn.size() + block.size()}));
  ASSERT_EQ(judged.dropped.size(), 1u);
  EXPECT_EQ(judged.dropped[0].reason, Reason::BadStructure);
}

TEST(PrivateKeyFinding, ABlockThatNeverEndsIsNone) {
  RuleTable rules = table();
  std::string block = made_block();
  JudgedObject judged = judge_text(rules, block.substr(0, block.size() - 5));
  EXPECT_TRUE(judged.kept.empty());
}

}  // namespace
}  // namespace leakwarden::scanner::testing
