#include "scanner/read/base64_text.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

// RFC 4648 §10.
TEST(Base64Text, PublishedVectors) {
  EXPECT_EQ(base64_text("Zg=="), "f");
  EXPECT_EQ(base64_text("Zm8="), "fo");
  EXPECT_EQ(base64_text("Zm9v"), "foo");
  EXPECT_EQ(base64_text("Zm9vYg=="), "foob");
  EXPECT_EQ(base64_text("Zm9vYmE="), "fooba");
  EXPECT_EQ(base64_text("Zm9vYmFy"), "foobar");
}

TEST(Base64Text, LinesAndBothAlphabets) {
  EXPECT_EQ(base64_text("Zm9v\r\n  YmFy\n"), "foobar");
  EXPECT_EQ(base64_text("Zm9vYg"), "foob");
  EXPECT_EQ(base64_text("-_-_"), base64_text("+/+/"));
}

TEST(Base64Text, OtherTextIsNone) {
  for (const char* text : {"", "=", " ", "Z", "Zm9vY", "Zm9v!", "a=b", "Zm9v.YmFy"})
    EXPECT_FALSE(base64_text(text)) << text;
}

}  // namespace
}  // namespace leakwarden::scanner
