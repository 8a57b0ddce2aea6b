#include "scanner/match/judge/byte_list.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner::judging {
namespace {

TEST(ByteList, IsReadAsHex) {
  EXPECT_EQ(hex_of_byte_list("90, 105, 74,126, 30,48,\n  37, 56, 3, 23, 255, 0"),
            "5a694a7e1e3025380317ff00");
  EXPECT_EQ(hex_of_byte_list("0x01, 0x0A, 0xff, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8, 0x9"),
            "010aff010203040506070809");
}

TEST(ByteList, TakesNothingElse) {
  EXPECT_FALSE(hex_of_byte_list("").has_value());
  EXPECT_FALSE(hex_of_byte_list("1, 2, 3").has_value());
  EXPECT_FALSE(hex_of_byte_list("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 256").has_value());
  EXPECT_FALSE(hex_of_byte_list("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -2").has_value());
  EXPECT_FALSE(hex_of_byte_list("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, x").has_value());
  EXPECT_FALSE(hex_of_byte_list("hunter2").has_value());
}

}  // namespace
}  // namespace leakwarden::scanner::judging
