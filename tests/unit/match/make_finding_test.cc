// What the facts in a value change about its finding.

#include "scanner/match/make_finding.h"

#include <gtest/gtest.h>

#include "scanner/base/base64.h"
#include "scanner/match/judge_parts.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

JudgedObject judge_text(const RuleTable& rules, const std::string& text) {
  return judge_with(rules.rules(), text, find_in(rules, text), KeepDropped::Yes);
}

std::string url_base64(const std::string& text) {
  return base64_encode(text, Base64Alphabet::Url, Base64Padding::No);
}

std::string token_that_ends(const std::string& seconds) {
  return url_base64("{\"alg\":\"HS256\"}") + "." +
         url_base64("{\"iss\":\"https://x.example\",\"exp\":" + seconds + "}") + "." +
         url_base64("a signature of some length");
}

RuleTable token_table() {
  Rule rule =
      make_rule("jwt-signed", {"(?P<secret>eyJ[A-Za-z0-9_-]{10,200}\\.eyJ[A-Za-z0-9_-]{10,200}\\."
                               "[A-Za-z0-9_-]{10,100})",
                               "\\.eyJ", 4, 207, 505});
  rule.severity = Severity::High;
  rule.checksum = "jwt-structure";
  rule.decode = "jwt";
  return RuleTable({rule});
}

TEST(MakeFinding, ExpiredTokensAreALesserWorry) {
  RuleTable rules = token_table();
  JudgedObject old = judge_text(rules, "t = " + token_that_ends("1577836800") + "\n");
  ASSERT_EQ(old.kept.size(), 1u);
  EXPECT_EQ(old.kept[0].finding.facts.at("expires"), "2020-01-01T00:00:00Z");
  EXPECT_EQ(old.kept[0].finding.facts.at("issuer"), "https://x.example");
  EXPECT_EQ(old.kept[0].finding.severity, Severity::Low);
  EXPECT_EQ(old.kept[0].finding.reasons.back(),
            "it says of itself that it ended on 2020-01-01T00:00:00Z");
  JudgedObject lasting = judge_text(rules, "t = " + token_that_ends("4102444800") + "\n");
  ASSERT_EQ(lasting.kept.size(), 1u);
  EXPECT_EQ(lasting.kept[0].finding.severity, Severity::High);
}

TEST(MakeFinding, EncryptedKeysAreALesserWorry) {
  std::string dashes(5, '-');
  std::string begin = dashes + "BEGIN RSA PRIVATE KEY" + dashes;
  Rule rule =
      make_rule("generic-private-key", {"(?P<secret>" + begin + "[A-Za-z0-9+/=\\s:,-]{64,}?" +
                                            dashes + "END RSA PRIVATE KEY" + dashes + ")",
                                        begin, 31, 31, 0});
  rule.locality = Locality::Object;
  rule.max_bytes = 16384;
  rule.severity = Severity::Critical;
  rule.decode = "pem";
  RuleTable rules({rule});
  std::string bytes;
  for (int i = 0; i < 96; ++i) bytes.push_back(static_cast<char>(i * 37 + 11));
  std::string body = base64_encode(bytes);
  std::string end = "\n" + dashes + "END RSA PRIVATE KEY" + dashes + "\n";
  JudgedObject open = judge_text(rules, begin + "\n" + body + end);
  JudgedObject encrypted = judge_text(
      rules, begin + "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + body + end);
  ASSERT_EQ(open.kept.size(), 1u);
  ASSERT_EQ(encrypted.kept.size(), 1u);
  EXPECT_EQ(open.kept[0].finding.severity, Severity::Critical);
  EXPECT_EQ(open.kept[0].finding.facts.at("passphrase"), "none");
  EXPECT_EQ(encrypted.kept[0].finding.severity, Severity::Medium);
  EXPECT_EQ(encrypted.kept[0].finding.facts.at("passphrase"), "needed");
}

// import loggly⏎token = "…" was low, as Loggly's keys are, and a refused commit passed.
TEST(MakeFinding, ALineBesideDoesNotLessenWhatAValueOpens) {
  Rule family = make_rule("family", {"token = \"(?P<secret>[A-Za-z0-9-]{3,64})\"",
                                     "token = \"[A-Za-z0-9]", 10, 10, 74});
  family.judging = Judging::Credential;
  family.severity = Severity::High;
  Rule named = make_rule("loggly-credential", {"(?P<secret>[A-Za-z0-9-]{3,64})", "", 0, 64, 64});
  named.assigned = named.any_shape = true;
  named.severity = Severity::Low;
  named.context = {{"loggly"}, 100};
  const RuleTable rules({family, named});
  const std::string statement = "token = \"q7Rk-2mWz9Xv4-Tn8Yp3Lc\"\n";
  const auto severity_in = [&](const std::string& before) {
    const JudgedObject judged = judge_text(rules, before + statement);
    EXPECT_EQ(judged.kept.size(), 1u);
    if (judged.kept.empty()) return Severity::Critical;
    EXPECT_EQ(judged.kept[0].finding.rule_id, "loggly-credential");
    return judged.kept[0].finding.severity;
  };
  EXPECT_EQ(severity_in("import loggly\n"), Severity::High);
  EXPECT_EQ(severity_in("loggly_"), Severity::Low);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
