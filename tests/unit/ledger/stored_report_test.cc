#include "scanner/ledger/stored_report.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

StoredReport example() {
  StoredReport report;
  report.state = "state";
  report.scanned_at = 100;
  report.same_until = 200;
  report.findings.resize(2);
  report.findings[1].finding.rule_id = "rule";
  report.coverage.objects = 5;
  report.coverage.add_gap(Gap{"what", "why", 7, true, false});
  report.coverage.notes = {"note"};
  return report;
}

TEST(StoredReport, ComesBackAsItWas) {
  const std::string bytes = encode_report(example());
  const std::optional<StoredReport> back = decode_report(bytes);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(encode_report(*back), bytes);
  EXPECT_EQ(back->findings[1].finding.rule_id, "rule");
  EXPECT_TRUE(back->coverage.any_corrupt_gap);
}

TEST(StoredReport, IsNotReadFromBytesThatAreCutOrLonger) {
  const std::string bytes = encode_report(example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_report(bytes.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(decode_report(bytes + '\0').has_value());
}

TEST(StoredReport, SpeaksOfOneStateForSomeTime) {
  const StoredReport report = example();
  EXPECT_TRUE(report.speaks_of("state", 100));
  EXPECT_TRUE(report.speaks_of("state", 200));
  EXPECT_FALSE(report.speaks_of("another", 150));
  EXPECT_FALSE(report.speaks_of("state", 99)) << "the clock was set back";
  EXPECT_FALSE(report.speaks_of("state", 201)) << "a key has expired";
}

}  // namespace
}  // namespace leakwarden::scanner
