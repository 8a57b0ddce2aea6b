#include "scanner/report/sarif_result.h"

#include <nlohmann/json.hpp>

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

using nlohmann::json;

json result_of(const std::vector<Finding>& findings) {
  std::vector<const Finding*> all;
  for (const Finding& finding : findings) all.push_back(&finding);
  const SarifRules rules(all);
  SarifResults results(rules, ShowSecrets::No, {});
  const std::vector<SecretInFile> places = by_secret_and_file(findings);
  return json::parse(results.as_json(places.front()));
}

std::string hash_of(const Finding& finding) {
  return result_of({finding})["partialFingerprints"]["primaryLocationLineHash"];
}

TEST(SarifResult, TheHashSurvivesAShiftedAndAReformattedLine) {
  const Finding before = planted_finding(1, "config/prod.env");
  Finding after = before;
  after.location.range = {90, 90, 1, 3};
  after.masked_line = "export  KEY = " + after.secret.mask();
  after.location.commit = std::string(40, 'e');
  after.location.blob = std::string(40, 'f');
  EXPECT_EQ(hash_of(before), hash_of(after));
}

// Somebody dismissed the alert for the old key; the new one must not hide behind it.
TEST(SarifResult, AnotherKeyOnTheSameLineIsAnotherAlert) {
  EXPECT_NE(hash_of(planted_finding(1, "a")), hash_of(planted_finding(2, "a")));
  EXPECT_NE(hash_of(planted_finding(1, "a")), hash_of(planted_finding(1, "b")));
}

TEST(SarifResult, TheHashHoldsNoValue) {
  const std::string hash = hash_of(planted_finding(1, "a"));
  EXPECT_EQ(hash.size(), 18u);
  EXPECT_EQ(hash.substr(16), ":1");
}

TEST(SarifResult, OtherPlacesOfTheSecretAreRelated) {
  Finding first = planted_finding(1, "a");
  first.other_lines = {8};
  Finding older = planted_finding(1, "a");
  older.location.blob = std::string(40, 'e');
  older.location.at_tip = false;
  const json result = result_of({first, older, planted_finding(1, "b")});
  ASSERT_EQ(result["relatedLocations"].size(), 3u);
  EXPECT_EQ(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 8);
  EXPECT_EQ(result["relatedLocations"][2]["physicalLocation"]["artifactLocation"]["uri"], "b");
}

TEST(SarifResult, ASuppressedOneIsMarked) {
  const json result = result_of({suppressed_finding(1, "a")});
  EXPECT_EQ(result["suppressions"][0]["kind"], "inSource");
  EXPECT_EQ(result["suppressions"][0]["justification"], "test key");
  Finding by_file = suppressed_finding(1, "a");
  by_file.suppressed->by = "baseline";
  EXPECT_EQ(result_of({by_file})["suppressions"][0]["kind"], "external");
}

TEST(SarifResult, SaysWhereColumnsAreBytes) {
  EXPECT_FALSE(result_of({planted_finding(1, "a")})["properties"].contains("columns"));
  Finding cut = planted_finding(1, "a");
  cut.masked_line.clear();
  EXPECT_EQ(result_of({cut})["properties"]["columns"], "bytes");
}

TEST(SarifResult, ACommitMessageHasANameOfItsOwn) {
  Finding message = planted_finding(1, "");
  message.location.kind = PlaceKind::CommitMessage;
  const json location = result_of({message})["locations"][0];
  EXPECT_EQ(location["logicalLocations"][0]["fullyQualifiedName"],
            "the message of commit 9c1f2ab0");
}

}  // namespace
}  // namespace leakwarden::scanner
