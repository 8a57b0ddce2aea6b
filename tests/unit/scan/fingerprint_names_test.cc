#include "scanner/cli/fingerprint_names.h"

#include "tests/support/finding_testing.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;

std::vector<Finding> three() {
  std::vector<Finding> findings = {finding_at("a", 1, "x"), finding_at("b", 1, "x"),
                                   finding_at("c", 1, "x")};
  findings[0].fingerprint = findings[1].fingerprint = "s1-00112233445566778899aabbccddeeff";
  findings[2].fingerprint = "s1-0011aa33445566778899aabbccddeeff";
  return findings;
}

TEST(FingerprintNames, AnyUniqueBeginning) {
  const std::vector<Finding> findings = three();
  const Result<std::vector<const Finding*>> both = findings_named("s1-001122", findings);
  ASSERT_TRUE(both.ok());
  EXPECT_EQ(both->size(), 2u);
  EXPECT_EQ((*both)[1]->location.path, "b");
}

TEST(FingerprintNames, TheBeginningOfSeveralListsThem) {
  const std::vector<Finding> findings = three();
  const Result<std::vector<const Finding*>> several = findings_named("s1-0011", findings);
  ASSERT_FALSE(several.ok());
  EXPECT_EQ(several.error().kind, ErrorKind::Invalid);
  EXPECT_NE(several.error().why.find("s1-001122"), std::string::npos);
  EXPECT_NE(several.error().why.find("s1-0011aa"), std::string::npos);
}

TEST(FingerprintNames, WhatIsNotHereAndWhatIsNone) {
  const std::vector<Finding> findings = three();
  EXPECT_EQ(findings_named("s1-ffff", findings).error().kind, ErrorKind::NotFound);
  for (const char* none : {"s1-00", "s1-", "s1-00112g", "w1-3f2", "S1-001122", "abc", "",
                           "s1-00112233445566778899aabbccddeeff0"}) {
    EXPECT_EQ(findings_named(none, findings).error().kind, ErrorKind::Invalid) << none;
  }
  EXPECT_TRUE(looks_like_fingerprint("w1-"));
  EXPECT_FALSE(looks_like_fingerprint("config/"));
}

}  // namespace
}  // namespace leakwarden::scanner
