#include "scanner/match/luhn.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

TEST(Luhn, TheExampleOfTheStandard) {  // ISO/IEC 7812-1, also Wikipedia's
  EXPECT_TRUE(luhn_valid("79927398713"));
  EXPECT_FALSE(luhn_valid("79927398710"));
  EXPECT_FALSE(luhn_valid("none"));
  EXPECT_EQ(luhn_completed("79927398719"), "79927398713");
  EXPECT_EQ(luhn_completed("none"), "none");
}

}  // namespace
}  // namespace leakwarden::scanner
