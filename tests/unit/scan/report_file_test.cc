#include "scanner/cli/report_file.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

TEST(ReportFile, IsReadWhole) {
  leakwarden::testing::TemporaryFolder folder;
  const std::string pad(200'000, ' ');
  const std::string file =
      folder.write("r.jsonl", R"({"rule_id":"a","path":"x","start_line":3,"fingerprint":"s1-1"})" +
                                  pad + "\n" + R"({"summary":{"outcome":"partial"}})" + "\n");
  const Result<PeerReport> report = read_report_file(file);
  ASSERT_TRUE(report.ok()) << report.error().message();
  EXPECT_EQ(report->tool, "Leakwarden");
  EXPECT_EQ(report->outcome, "partial");
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_EQ(report->findings[0].line, 3);
}

TEST(ReportFile, SaysWhatIsMissing) {
  const Result<PeerReport> report = read_report_file("/absent/r.json");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().where, "/absent/r.json");
}

}  // namespace
}  // namespace leakwarden::scanner
