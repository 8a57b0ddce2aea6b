#include "scanner/report/sarif_region.h"

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

// A finding on a line of its own, as the matcher would make it.
Finding on_line(const std::string& before, const std::string& after) {
  Finding finding = planted_finding(1, "a");
  const std::int64_t bytes = static_cast<std::int64_t>(finding.secret.size());
  const std::int64_t start = static_cast<std::int64_t>(before.size()) + 1;
  finding.location.range = {3, 3, start, start + bytes - 1};
  finding.masked_line = before + finding.secret.mask() + after;
  return finding;
}

TEST(SarifRegion, CountsUtf16Units) {
  EXPECT_EQ(utf16_units(""), 0);
  EXPECT_EQ(utf16_units("abc"), 3);
  EXPECT_EQ(utf16_units("größe"), 5);
  EXPECT_EQ(utf16_units("日本"), 2);
  EXPECT_EQ(utf16_units("🎉"), 2);
  EXPECT_EQ(utf16_units("\xff\xfe"), 2);
}

TEST(SarifRegion, TheEndIsExclusive) {
  const Finding finding = on_line("KEY=", "");
  const SarifRegion region = sarif_region(finding);
  EXPECT_TRUE(region.exact);
  EXPECT_EQ(region.start_line, 3);
  EXPECT_EQ(region.start_column, 5);
  EXPECT_EQ(region.end_column, 5 + static_cast<std::int64_t>(finding.secret.size()));
}

TEST(SarifRegion, WhatStandsBeforeIsCountedInUnits) {
  const Finding finding = on_line("# größe 日本 🎉 ", "x");
  const SarifRegion region = sarif_region(finding);
  EXPECT_TRUE(region.exact);
  EXPECT_EQ(region.start_column, 15);  // 14 units before it: "# größe " 8, "日本 " 3, "🎉 " 3
  EXPECT_EQ(region.end_column, 15 + static_cast<std::int64_t>(finding.secret.size()));
}

TEST(SarifRegion, SaysSoWhereTheLineIsNotAtHand) {
  Finding cut = on_line("KEY=", "");
  cut.masked_line = cut.secret.mask();
  EXPECT_FALSE(sarif_region(cut).exact);
  EXPECT_EQ(sarif_region(cut).start_column, 5);
  Finding second = on_line("A=… KEY=", "");
  EXPECT_FALSE(sarif_region(second).exact);
  Finding none = on_line("KEY=", "");
  none.masked_line.clear();
  EXPECT_FALSE(sarif_region(none).exact);
}

TEST(SarifRegion, AValueOfManyLinesEndsOnItsLast) {
  Finding finding = planted_finding(1, "key.pem");
  finding.secret = Secret::copy_of("-----BEGIN-----\nAAAA\n-----ENDé");
  finding.location.range = {1, 3, 1, 10};
  finding.masked_line = finding.secret.mask();
  const SarifRegion region = sarif_region(finding);
  EXPECT_EQ(region.start_line, 1);
  EXPECT_EQ(region.end_line, 3);
  EXPECT_TRUE(region.exact);
  EXPECT_EQ(region.end_column, 10);  // nine units, ten bytes
}

TEST(SarifRegion, WhatHasNoLineIsTheFirstOne) {
  Finding finding = planted_finding(1, "a");
  finding.location.range = {};
  const SarifRegion region = sarif_region(finding);
  EXPECT_EQ(region.start_line, 1);
  EXPECT_EQ(region.end_column, 1);
}

}  // namespace
}  // namespace leakwarden::scanner
