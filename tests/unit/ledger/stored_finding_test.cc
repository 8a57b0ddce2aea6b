#include "scanner/ledger/stored_finding.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

Finding finding_of(const std::string& value, const std::string& fingerprint) {
  Finding finding;
  finding.rule_id = "rule";
  finding.secret = Secret::copy_of(value);
  finding.fingerprint = fingerprint;
  finding.location.blob = "b10b";
  finding.location.path = "folder/" + value;
  finding.location.author = value;
  finding.location.refs = {value};
  return finding;
}

// Weak values share fingerprints; they must not become one.
TEST(StoredFinding, NumbersValuesAndNotFingerprints) {
  Finding encoded = finding_of("alpha", "w1-000-00000");
  encoded.written = Secret::copy_of("YWxwaGE=");
  const std::vector<StoredFinding> stored =
      numbered_by_value({finding_of("alpha", "w1-000-00000"), finding_of("beta", "w1-000-00000"),
                         finding_of("alpha", "w1-000-00000"), encoded});
  ASSERT_EQ(stored.size(), 4u);
  EXPECT_EQ(stored[0].value, 0u);
  EXPECT_EQ(stored[1].value, 1u);
  EXPECT_EQ(stored[2].value, 0u);
  EXPECT_EQ(stored[3].value, 2u);
}

TEST(StoredFinding, IsWrittenWithoutItsValue) {
  StoredFinding stored{finding_of("a-value-nobody-may-see", "s1-1"), 7, false};
  stored.finding.location = Location{};
  BodyWriter out;
  fields(out, stored);
  const std::string bytes = std::move(out).body();
  EXPECT_EQ(bytes.find("nobody"), std::string::npos);
  BodyReader in(bytes);
  StoredFinding back;
  fields(in, back);
  ASSERT_TRUE(in.finished());
  EXPECT_TRUE(back.finding.secret.empty());
  EXPECT_EQ(back.finding.fingerprint, "s1-1");
  EXPECT_EQ(back.value, 7u);
}

TEST(StoredFinding, OfWhichOnlyTheNameIsLeftHoldsNoText) {
  const StoredFinding named{only_what_names(finding_of("a-value-nobody-may-see", "s1-1")), 0, true};
  BodyWriter out;
  fields(out, named);
  const std::string bytes = std::move(out).body();
  EXPECT_EQ(bytes.find("nobody"), std::string::npos);
  EXPECT_NE(bytes.find("b10b"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
