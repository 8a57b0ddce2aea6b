#include "scanner/match/bitlocker.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

// 1, 65535, 12345, 54321, 40000, 77, 32768 and 60000, times eleven.
TEST(BitLocker, GroupsAreMultiplesOfEleven) {
  std::string key = "000011-720885-135795-597531-";
  key += "440000-000847-360448-660000";
  EXPECT_TRUE(bitlocker_key_valid(key));
  std::string other = key;
  other[5] = '2';
  EXPECT_FALSE(bitlocker_key_valid(other));
  EXPECT_TRUE(bitlocker_key_valid(bitlocker_key_completed(other)));
  std::string large = key;
  large.replace(7, 6, "720896");  // 65536 × 11
  EXPECT_FALSE(bitlocker_key_valid(large));
  EXPECT_TRUE(bitlocker_key_valid(bitlocker_key_completed(large)));
  EXPECT_FALSE(bitlocker_key_valid(key.substr(1)));
  EXPECT_EQ(bitlocker_key_completed("1-2"), "1-2");
}

}  // namespace
}  // namespace leakwarden::scanner
