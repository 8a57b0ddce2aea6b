#include "scanner/match/judge/common_passwords.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner::judging {
namespace {

TEST(CommonPasswords, AloneAndDressedUp) {
  for (const char* value : {"password", "Password1", "admin123!", "123456", "qwerty", "LETMEIN"})
    EXPECT_TRUE(is_common_password(value)) << value;
  for (const char* value : {"", "correct horse battery", "xK9qvT2mPz", "12345678901234567890"})
    EXPECT_FALSE(is_common_password(value)) << value;
}

TEST(CommonPasswords, WordsOfDocumentation) {
  for (const char* value : {"mysecretpassword", "my-super-secret-key-123", "changeThisPassword!",
                            "your_jwt_secret_key", "passpass"})
    EXPECT_TRUE(is_made_of_common_words(value)) << value;
  for (const char* value : {"", "password", "mydogspassword", "secret-q7Rk2vXw", "secretkey12345",
                            "correct horse battery"})
    EXPECT_FALSE(is_made_of_common_words(value)) << value;
}

TEST(CommonPasswords, Leet) {
  EXPECT_TRUE(is_leet_of_common("p@ssw0rd"));
  EXPECT_TRUE(is_leet_of_common("s3cr3t"));
  EXPECT_FALSE(is_leet_of_common("password"));
  EXPECT_FALSE(is_leet_of_common("h7x9"));
}

TEST(CommonPasswords, KeyboardWalks) {
  EXPECT_EQ(keyboard_walk("qwerty!"), 6);
  EXPECT_EQ(keyboard_walk("asdf"), 4);
  EXPECT_EQ(keyboard_walk("9876x"), 4);
  EXPECT_EQ(keyboard_walk("zq"), 1);
  EXPECT_EQ(keyboard_walk(""), 0);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
