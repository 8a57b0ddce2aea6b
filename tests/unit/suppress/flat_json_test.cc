#include "scanner/suppress/flat_json.h"

namespace leakwarden::scanner {
namespace {

TEST(FlatJson, TextsAndWholeNumbers) {
  const FlatObject object = parse_flat_object(R"({"a":"x\u00e9\n", "line":-3 ,"b":""})");
  EXPECT_EQ(object.mistake, "");
  ASSERT_EQ(object.members.size(), 3u);
  EXPECT_EQ(std::get<std::string>(object.members[0].value), "x\xc3\xa9\n");
  EXPECT_EQ(std::get<std::int64_t>(object.members[1].value), -3);
  EXPECT_EQ(object.members[1].key, "line");
  EXPECT_EQ(object.members[1].at, 18u);  // counted by hand
  EXPECT_TRUE(parse_flat_object("{}").members.empty());
}

TEST(FlatJson, EverythingElseIsAMistake) {
  for (const char* line : {"", "[]", "3", "\"a\"", "{\"a\":{}}", "{\"a\":[1]}", "{\"a\":null}",
                           "{\"a\":true}", "{\"a\":1.5}", "{\"a\":\"1\"} x", "{\"a\":\"1\"",
                           "{\"a\":\"1\",\"a\":\"2\"}", "{\"a\":99999999999999999999}",
                           "{\"a\":18446744073709551615}", "{a:1}", "{\"a\":\"\xff\"}"}) {
    EXPECT_NE(parse_flat_object(line).mistake, "") << line;
  }
}

TEST(FlatJson, DepthCostsNothing) {
  EXPECT_NE(parse_flat_object(std::string(1'000'000, '[')).mistake, "");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  EXPECT_NE(parse_flat_object(deep).mistake, "");
}

TEST(FlatJson, SaysWhere) {
  const FlatObject twice = parse_flat_object(R"({"aa":"1","b":"2","aa":"3"})");
  EXPECT_EQ(twice.mistake_at, 18u);
  const FlatObject open = parse_flat_object(R"({"a":"1",)");
  EXPECT_GE(open.mistake_at, 8u);
}

}  // namespace
}  // namespace leakwarden::scanner
