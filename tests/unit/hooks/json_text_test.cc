#include "scanner/hooks/json_text.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(JsonText, AppendsAsTheTextIsWritten) {
  EXPECT_EQ(append_element(R"({"list": [ 1,2 ], "a":1e400})", {"list"}, 3),
            R"({"list": [ 1,2, 3 ], "a":1e400})");
  EXPECT_EQ(append_member("{\n\t\"a\": 1\n}\n", {}, "b", Json{{"c", 2}}),
            "{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"c\": 2\n\t}\n}\n");
  EXPECT_EQ(append_member("{ }", {}, "a", Json::array()), "{\n  \"a\": []\n}");
  EXPECT_EQ(append_member("{\r\n  \"a\": {}\r\n}", {"a"}, "b", 1),
            "{\r\n  \"a\": {\r\n    \"b\": 1\r\n  }\r\n}");
}

TEST(JsonText, RemovesWithTheComma) {
  const std::string text = R"({"a": 1, "b": [ 1, {"x": "]}\""}, 3 ], "c": 2})";
  EXPECT_EQ(remove_value(text, {"a"}), R"({"b": [ 1, {"x": "]}\""}, 3 ], "c": 2})");
  EXPECT_EQ(remove_value(text, {"c"}), R"({"a": 1, "b": [ 1, {"x": "]}\""}, 3 ]})");
  EXPECT_EQ(remove_value(text, {"b", 1ul}), R"({"a": 1, "b": [ 1, 3 ], "c": 2})");
  EXPECT_EQ(remove_value(text, {"b", 1ul, "x"}), R"({"a": 1, "b": [ 1, {}, 3 ], "c": 2})");
}

TEST(JsonText, WhatIsNotFoundChangesNothing) {
  const std::string text = R"({"a": [1], "\u0062": 2})";
  for (const JsonPath& path :
       {JsonPath{"c"}, JsonPath{"a", 1ul}, JsonPath{"a", 0ul, "x"}, JsonPath{"b"}, JsonPath{}})
    EXPECT_EQ(remove_value(text, path), text);
  EXPECT_EQ(append_element(text, {}, 1), text);
  EXPECT_EQ(append_member(text, {"a"}, "x", 1), text);
}

// What an edit of the tree means is the oracle.
TEST(JsonText, MeansWhatTheTreeMeans) {
  const std::string text =
      R"({"s":"\\\"{[,","n":null,"deep":{"l":[[],[{}],{"k":[true,false]}],"o":{}}, "t" : -1.5 })";
  const Json tree = Json::parse(text);
  Json changed = tree;
  changed["deep"]["l"][2]["k"].push_back("x");
  EXPECT_EQ(Json::parse(append_element(text, {"deep", "l", 2ul, "k"}, "x")), changed);
  changed = tree;
  changed["deep"]["o"]["new"] = {1, 2};
  EXPECT_EQ(Json::parse(append_member(text, {"deep", "o"}, "new", {1, 2})), changed);
  changed = tree;
  changed["deep"]["l"].erase(1);
  EXPECT_EQ(Json::parse(remove_value(text, {"deep", "l", 1ul})), changed);
  changed = tree;
  changed.erase("t");
  EXPECT_EQ(Json::parse(remove_value(text, {"t"})), changed);
}

}  // namespace
}  // namespace leakwarden::scanner
