#include "scanner/base/finding.h"

#include <gtest/gtest.h>

namespace leakwarden {
namespace {

TEST(Finding, NamesAndValuesAgree) {
  for (const char* name : {"low", "medium", "high", "critical"}) {
    EXPECT_EQ(severity_name(severity_from_name(name).value()), name);
  }
  for (const char* name : {"low", "medium", "high"}) {
    EXPECT_EQ(confidence_name(confidence_from_name(name).value()), name);
  }
  for (const char* name :
       {"blob", "commit-message", "author", "committer", "tag-message", "tagger", "note",
        "ref-name", "path", "index", "work-tree", "stash", "reflog", "config", "file", "stream"}) {
    EXPECT_EQ(place_kind_name(place_kind_from_name(name).value()), name);
  }
  for (const char* name : {"live", "dead", "unknown", "unchecked"}) {
    EXPECT_EQ(verified_name(verified_from_name(name).value()), name);
  }
  EXPECT_FALSE(severity_from_name("High").has_value());
  EXPECT_FALSE(confidence_from_name("critical").has_value());
  EXPECT_FALSE(place_kind_from_name("").has_value());
}

TEST(Finding, ReportOrderIsByPlaceThenRule) {
  Finding first, second;
  first.location.path = "a";
  second.location.path = "b";
  EXPECT_TRUE(report_order(first, second));
  EXPECT_FALSE(report_order(second, first));
  second.location.path = "a";
  first.location.range.start_line = 9;
  second.location.range.start_line = 10;
  EXPECT_TRUE(report_order(first, second));
  EXPECT_FALSE(report_order(first, first));
}

}  // namespace
}  // namespace leakwarden
