#include "scanner/accepted_report.h"

#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_postman_key;

// As gitleaks writes it.
std::string record(const std::string& file, int line, const std::string& secret,
                   const std::string& commit = "") {
  return "{\"RuleID\": \"generic-api-key\", \"Description\": \"x\", \"StartLine\": " +
         std::to_string(line) + ", \"EndLine\": " + std::to_string(line) +
         ", \"StartColumn\": 1, \"EndColumn\": 9, \"Match\": \"k=" + secret + "\", \"Secret\": \"" +
         secret + "\", \"File\": \"" + file + "\", \"Commit\": \"" + commit + "\", \"Tags\": []}";
}

std::shared_ptr<const Speaker> parsed(const std::string& records) {
  Result<std::shared_ptr<const Speaker>> speaker = accepted_report("[" + records + "]", "f");
  EXPECT_TRUE(speaker.ok()) << speaker.error().message();
  return speaker.ok() ? *speaker : nullptr;
}

bool speaks(const std::string& records, const Finding& finding) {
  return !parsed(records)->speaking_for(Subject{finding, finding.location.path}).empty();
}

TEST(AcceptedReport, AStrongValueWhereverItStands) {
  const std::string key = planted_postman_key(1);
  EXPECT_TRUE(speaks(record("a.env", 3, key), finding_at("b.env", 90, key)));
  EXPECT_FALSE(speaks(record("a.env", 3, key), finding_at("a.env", 3, planted_postman_key(2))));
}

TEST(AcceptedReport, AWeakValueInItsFile) {
  EXPECT_TRUE(speaks(record("a.env", 3, "hunter2"), finding_at("a.env", 5, "hunter2")));
  EXPECT_FALSE(speaks(record("a.env", 3, "hunter2"), finding_at("b.env", 3, "hunter2")));
  EXPECT_FALSE(speaks(record("a.env", 3, "hunter2"), finding_at("a.env", 3, "hunter3")));
}

TEST(AcceptedReport, AValueCutDifferentlyOnItsLine) {
  const std::string key = planted_postman_key(1);
  EXPECT_TRUE(speaks(record("a.env", 3, key + "=="), finding_at("a.env", 3, key)));
  EXPECT_FALSE(speaks(record("a.env", 3, key + "=="), finding_at("a.env", 4, key)));
  Finding in_commit = finding_at("a.env", 3, key);
  in_commit.location.commit = std::string(40, 'b');
  EXPECT_TRUE(speaks(record("a.env", 3, key + "==", std::string(40, 'b')), in_commit));
  EXPECT_FALSE(speaks(record("a.env", 3, key + "==", std::string(40, 'c')), in_commit));
}

TEST(AcceptedReport, MaskedValuesGoByTheirLineAndThatIsSaid) {
  const std::string records = record("a.env", 3, "REDACTED");
  EXPECT_TRUE(speaks(records, finding_at("a.env", 3, planted_postman_key(1))));
  EXPECT_FALSE(speaks(records, finding_at("a.env", 4, planted_postman_key(1))));
  EXPECT_EQ(parsed(records)->remarks().size(), 1u);
}

TEST(AcceptedReport, OtherJsonIsAnError) {
  EXPECT_FALSE(accepted_report("[{\"a\": 1}]", "f").ok());
  EXPECT_TRUE(accepted_report("[]", "f").ok());
}

}  // namespace
}  // namespace leakwarden::scanner
