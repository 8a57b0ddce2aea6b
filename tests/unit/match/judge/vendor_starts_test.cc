#include "scanner/match/judge/vendor_starts.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner::judging {
namespace {

TEST(VendorStarts, AreKnownInTheirOwnCase) {
  EXPECT_TRUE(has_vendor_start("xoxb-1234-abcdefgh"));
  EXPECT_TRUE(has_vendor_start("AKIA"));
  EXPECT_FALSE(has_vendor_start("akia"));
  EXPECT_FALSE(has_vendor_start("my-xoxb-1234"));
  EXPECT_FALSE(has_vendor_start(""));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
