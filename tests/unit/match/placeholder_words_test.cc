#include <gtest/gtest.h>

#include "scanner/match/placeholder.h"

namespace leakwarden::scanner {
namespace {

TEST(PlaceholderWord, IsSeen) {
  const char* const values[] = {
      "example",
      "AKIAIOSFODNN7EXAMPLE",
      "my-example-key",
      "changeme",
      "change-me",
      "CHANGE_ME",
      "ChangeThis!",
      "replace_me",
      "replace-with-token",
      "your-api-key",
      "YOUR_API_KEY",
      "yourtoken",
      "your_secret_here",
      "insert-your-key",
      "enter your password",
      "<put-your-key>",
      "token_goes_here",
      "api-key-here",
      "placeholder",
      "redacted",
      "REDACTED",
      "dummy-key",
      "dummy_token",
      "fake-token",
      "fakesecret",
      "not-a-real-key",
      "sample_key",
      "this-is-not-a-key",
      "ghp_your_token",
      "xxx-yyy",
      "fake",
      "todo",
      "null",
      "None",
      "undefined",
      "true",
      "n/a",
      "sk_live_your",
      "whsec_test_example",
  };
  for (const char* value : values) EXPECT_TRUE(says_placeholder(value)) << value;
}

TEST(PlaceholderWord, IsNotSeenInOtherValues) {
  const char* const values[] = {
      "",
      "q7Rk2vXw9LmZ",
      "hunter2",
      "correct-horse-battery",
      "exam-pl",
      "fakery",
      "yours-truly",
      "nullable",
      "trueblue",
      "change",
      "replace",
      "samplers",
      "sk_test_q7Rk2vXw",
      "todos",
      "p4ssphrase!",
      "testing123",
  };
  for (const char* value : values) EXPECT_FALSE(says_placeholder(value)) << value;
}

TEST(UrlStandIn, IsSeen) {
  struct Case {
    const char* user;
    const char* password;
  };
  const Case cases[] = {
      {"user", "password"},
      {"user", "PASSWORD"},
      {"user", "pass"},
      {"user", "passwd"},
      {"user", "pwd"},
      {"user", "secret"},
      {"user", "token"},
      {"user", "api_key"},
      {"ann", "ann"},
      {"Ann", "aNN"},
      {"postgres", "postgres"},
      {"user", "username"},
      {"user", "mypassword"},
      {"user", "my-password"},
      {"user", "db_password"},
      {"user", "DB_PASSWORD"},
      {"user", "PAYMENTS_V2_TOKEN"},
      {"user", "hostname"},
      {"user", "localhost"},
      {"", "password"},
      {"user", "yourpass"},
      {"user", "app-secret"},
  };
  for (const Case& one : cases)
    EXPECT_TRUE(is_url_stand_in(one.user, one.password)) << one.password;
}

TEST(UrlStandIn, IsNotSeenInPasswords) {
  const char* const values[] = {
      "hunter2",   "password1",  "p@ssword",    "mypassword77", "PAYMENTS_V2",
      "Q7RK_2VXW", "token-4815", "secretsauce", "passport",     "hosting",
  };
  for (const char* value : values) EXPECT_FALSE(is_url_stand_in("ann", value)) << value;
  EXPECT_FALSE(is_url_stand_in("", ""));
}

}  // namespace
}  // namespace leakwarden::scanner
