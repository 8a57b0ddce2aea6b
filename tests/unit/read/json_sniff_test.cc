#include "scanner/read/json_sniff.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

TEST(JsonSniff, ObjectsBeginWithABrace) {
  for (const char* text : {"{}", " \r\n\t{", "\xEF\xBB\xBF{"})
    EXPECT_TRUE(is_json_object(text)) << text;
  for (const char* text : {"", " ", "[{", "a{", "\"{"}) EXPECT_FALSE(is_json_object(text)) << text;
  EXPECT_FALSE(is_json_object(std::string(1000, ' ') + "{"));
}

TEST(JsonSniff, LooksAtBothEndsOnly) {
  const std::string middle(10'000, ' ');
  EXPECT_TRUE(has_early_or_late("name" + middle, {"name"}));
  EXPECT_TRUE(has_early_or_late(middle + "name", {"other", "name"}));
  EXPECT_FALSE(has_early_or_late(middle + "name" + middle, {"name"}));
  EXPECT_TRUE(has_anywhere(middle + "name" + middle, "name"));
  EXPECT_FALSE(has_early_or_late("", {"name"}));
  EXPECT_FALSE(has_anywhere("nam", "name"));
}

}  // namespace
}  // namespace leakwarden::scanner
