#include <nlohmann/json.hpp>

#include "scanner/report/peer_report.h"
#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

using nlohmann::json;

TEST(Gitleaks, FingerprintsAreOfItsOwnForm) {
  Finding finding = planted_finding(1, "config/prod.env");
  EXPECT_EQ(gitleaks_fingerprint(finding),
            "9c1f2ab0" + std::string(32, '0') + ":config/prod.env:postman-api-key:3");
  finding.location.commit.clear();
  EXPECT_EQ(gitleaks_fingerprint(finding), "config/prod.env:postman-api-key:3");
}

TEST(Gitleaks, EntropyIsTheValuesToATenth) {
  Finding finding = planted_finding(1, "a");
  finding.secret = Secret::copy_of("aabbccdd");
  const json report = json::parse(written_as(Format::Gitleaks, planted_report({finding})));
  EXPECT_EQ(report[0]["Entropy"], 2.0);
}

TEST(Gitleaks, IsReadAsAGitleaksReport) {
  const ReportInput input = planted_report({planted_finding(1, "a")});
  const std::string masked = written_as(Format::Gitleaks, input);
  const Result<PeerReport> read = read_peer_report(masked, "x");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->tool, "gitleaks");
  ASSERT_EQ(read->findings.size(), 1u);
  EXPECT_TRUE(read->findings[0].value.empty());
  EXPECT_EQ(read->findings[0].fingerprint, input.findings[0].fingerprint);
  const std::string shown = written_as(Format::Gitleaks, input, ShowSecrets::Yes);
  const Result<PeerReport> values = read_peer_report(shown, "x");
  ASSERT_TRUE(values.ok());
  EXPECT_TRUE(values->findings[0].value == input.findings[0].secret);
}

}  // namespace
}  // namespace leakwarden::scanner
