#include "scanner/known_value.h"

#include "scanner/base/base64.h"
#include "scanner/scan.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::places_of;
using leakwarden::testing::planted_github_token;

// No rule would call this a secret.
const std::string kPassphrase = "correct horse\nbattery \"staple\" & more";

std::shared_ptr<const KnownValue> known(const std::string& value) {
  Result<KnownValue> made = KnownValue::create(Secret::copy_of(value));
  EXPECT_TRUE(made.ok());
  return std::make_shared<const KnownValue>(std::move(*made));
}

std::vector<std::string> forms_in(const std::string& text, const std::string& value) {
  std::vector<std::string> forms;
  const JudgedObject judged = known(value)->find(text);
  for (const Match& match : judged.kept)
    forms.push_back(match.finding.decoded.empty() ? "plain" : match.finding.decoded.front());
  return forms;
}

TEST(KnownValue, IsFoundAsItIsAndEncoded) {
  const std::vector<std::string> once = {"base64"};
  for (std::size_t before = 0; before < 3; ++before) {
    EXPECT_EQ(forms_in("x " + base64_encode(std::string(before, 'a') + kPassphrase), kPassphrase),
              once);
  }
  EXPECT_EQ(forms_in("pass = " + kPassphrase + "\n", kPassphrase),
            std::vector<std::string>{"plain"});
  EXPECT_EQ(forms_in("\"correct horse\\nbattery \\\"staple\\\" & more\"", kPassphrase),
            std::vector<std::string>{"json"});
  EXPECT_EQ(forms_in("correct%20horse%0Abattery%20%22staple%22%20%26%20more", kPassphrase),
            std::vector<std::string>{"percent"});
  EXPECT_TRUE(forms_in("correct horse battery \"staple\" & more", kPassphrase).empty());
}

TEST(KnownValue, SaysWhere) {
  const JudgedObject judged = known("s3cr3t!")->find("one\ntwo s3cr3t!\n");
  ASSERT_EQ(judged.kept.size(), 1u);
  const TextRange& range = judged.kept[0].finding.location.range;
  EXPECT_EQ(range.start_line, 2);
  EXPECT_EQ(range.start_column, 5);
  EXPECT_EQ(range.end_column, 11);
}

TEST(KnownValue, MoreThanAnybodyWillReadIsAGap) {
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "s3cr3t!\n";
  const JudgedObject judged = known("s3cr3t!")->find(text);
  EXPECT_EQ(judged.kept.size(), 1000u);
  EXPECT_EQ(judged.gap_reasons.size(), 1u);
}

TEST(KnownValue, TooShortAndTooLongAreRefused) {
  EXPECT_FALSE(KnownValue::create(Secret::copy_of("abc")).ok());
  EXPECT_FALSE(KnownValue::create(Secret()).ok());
  EXPECT_FALSE(KnownValue::create(Secret::copy_of(std::string(8193, 'x'))).ok());
  EXPECT_TRUE(KnownValue::create(Secret::copy_of(std::string(8192, 'x'))).ok());
}

TEST(KnownValue, InAHistoryNothingElseIsFound) {
  GitSandbox sandbox;
  sandbox.write("a.env", "K=" + planted_github_token(1) + "\n");
  sandbox.write("b.txt", "the password is hunter2-and-more\n");
  const std::string added = sandbox.commit_all("x");
  sandbox.git({"rm", "-q", "b.txt"});
  sandbox.commit_all("remove it");
  ScanOptions options = builtin_options();
  options.known = known("hunter2-and-more");
  const Result<ScanReport> report = scan_history(*open_repository(sandbox.path()), options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"blob b.txt:1"});
  EXPECT_EQ(report->findings[0].location.commit, added);
  EXPECT_EQ(report->findings[0].location.at_tip, std::optional<bool>(false));
  EXPECT_TRUE(report->ruleset_digest.empty());
}

TEST(KnownValue, OtherSecretsInNamesStayMasked) {
  GitSandbox sandbox;
  sandbox.write(planted_github_token(1) + "/a.txt", "hunter2-and-more\n");
  sandbox.commit_all("x");
  ScanOptions options = builtin_options();
  options.known = known("hunter2-and-more");
  const Result<ScanReport> report = scan_history(*open_repository(sandbox.path()), options);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_EQ(report->findings[0].location.path.find(planted_github_token(1)), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
