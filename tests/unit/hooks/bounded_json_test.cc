#include "scanner/hooks/bounded_json.h"

namespace leakwarden::scanner {
namespace {

std::string why(std::string_view text) {
  const Result<Json> json = read_bounded_json(text, "read", "file");
  return json.ok() ? "" : json.error().why;
}

TEST(BoundedJson, ReadsInOrder) {
  const Result<Json> json = read_bounded_json(R"({"b":1,"a":[2,"x"]})", "read", "file");
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->dump(), R"({"b":1,"a":[2,"x"]})");
}

TEST(BoundedJson, NamesLineAndColumn) {
  EXPECT_EQ(why("{\n  \"a\": 1,\n  // no\n}"), "it is not JSON at line 3, column 3");
  EXPECT_EQ(why("{\"a\": }"), "it is not JSON at line 1, column 7");
  EXPECT_NE(why(""), "");
}

TEST(BoundedJson, RefusesWhatATreeWouldLose) {
  EXPECT_NE(why(R"({"a":1,"a":2})").find("twice"), std::string::npos);
  EXPECT_EQ(why(R"({"a":1,"b":{"a":2}})"), "");
}

TEST(BoundedJson, RefusesWhatATreeWouldCost) {
  EXPECT_NE(why(std::string(4'000'000, '[')).find("deep"), std::string::npos);
  std::string many = "[0";
  for (std::size_t i = 0; i < kMostTreeValues; ++i) many += ",0";
  EXPECT_NE(why(many + "]").find("many"), std::string::npos);
}

TEST(BoundedJson, ErrorsShowNothingOfTheText) {
  const Result<Json> json = read_bounded_json("{\"key\": hunter2}", "read", "file");
  ASSERT_FALSE(json.ok());
  EXPECT_EQ(json.error().message().find("hunter"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
