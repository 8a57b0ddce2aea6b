#include "scanner/suppress/gitleaks_ignore.h"

#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_postman_key;

const std::string kCommit(40, 'a');

bool knows(const std::string& id) {
  return id == "postman-api-key" || id == "jwt";
}

std::shared_ptr<const Speaker> parsed(const std::string& bytes) {
  Result<std::shared_ptr<const Speaker>> speaker = parse_gitleaks_ignore(bytes, "f", knows);
  EXPECT_TRUE(speaker.ok()) << speaker.error().message();
  return speaker.ok() ? *speaker : nullptr;
}

bool speaks(const std::string& bytes, const Finding& finding) {
  const std::shared_ptr<const Speaker> speaker = parsed(bytes);
  return !speaker->speaking_for(Subject{finding, finding.location.path}).empty();
}

TEST(GitleaksIgnore, PlacesOfItsDocumentation) {
  Finding finding = finding_at("a/b.env", 7, planted_postman_key(1));
  EXPECT_TRUE(speaks("a/b.env:postman-api-key:7\n", finding));
  EXPECT_FALSE(speaks("a/b.env:postman-api-key:8\n", finding));
  EXPECT_FALSE(speaks("b.env:postman-api-key:7\n", finding));
  EXPECT_FALSE(speaks(kCommit + ":a/b.env:postman-api-key:7\n", finding));
  finding.location.commit = kCommit;
  EXPECT_TRUE(speaks("# why\n" + kCommit + ":a/b.env:postman-api-key:7\n", finding));
  finding.other_lines = {9};
  EXPECT_TRUE(speaks("a/b.env:postman-api-key:9\n", finding));
}

TEST(GitleaksIgnore, AFileNameMayHoldColons) {
  EXPECT_TRUE(speaks("c:/a:b.env:postman-api-key:7\n",
                     finding_at("c:/a:b.env", 7, planted_postman_key(1))));
}

TEST(GitleaksIgnore, OurRulesMustAgreeOthersCannot) {
  const Finding finding = finding_at("a.env", 7, planted_postman_key(1));
  EXPECT_FALSE(speaks("a.env:jwt:7\n", finding));
  EXPECT_TRUE(speaks("a.env:Postman_API_Key:7\n", finding));  // as rules import would name it
  const std::shared_ptr<const Speaker> foreign =
      parsed("a.env:some-rule-of-theirs:7\nb.env:jwt:1\n");
  EXPECT_EQ(foreign->speaking_for(Subject{finding, "a.env"}).size(), 1u);
  ASSERT_EQ(foreign->remarks().size(), 1u);
  EXPECT_NE(foreign->remarks()[0].find("1 of 2"), std::string::npos) << foreign->remarks()[0];
}

TEST(GitleaksIgnore, AnImportedRuleIsThePeers) {
  EXPECT_TRUE(is_rule_of_peer("adafruit-api-key", "adafruit_API-Key"));
  EXPECT_TRUE(is_rule_of_peer("jwt-imported-2", "jwt"));
  EXPECT_FALSE(is_rule_of_peer("jwt-base64", "jwt"));
}

TEST(GitleaksIgnore, Mistakes) {
  for (const char* wrong : {"a.env", "a.env:rule", "a.env:rule:x", "a.env:rule:0", ":rule:1",
                            "a.env::1", "a.env:rule:99999999999999999999"}) {
    const Result<std::shared_ptr<const Speaker>> speaker =
        parse_gitleaks_ignore("# x\n" + std::string(wrong) + "\n", "f", knows);
    ASSERT_FALSE(speaker.ok()) << wrong;
    EXPECT_EQ(speaker.error().where, "f:2:1") << wrong;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
