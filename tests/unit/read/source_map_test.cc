#include "scanner/read/source_map.h"

#include <gtest/gtest.h>

#include "tests/support/read_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::read_all;
using leakwarden::testing::ReadResult;

TEST(SourceMap, SourcesAreAsTheyWere) {
  const ReadResult result = read_all(
      R"({"version":3,"file":"a.js","sources":["src/a.ts","src/b.ts","c"],)"
      R"("sourcesContent":["const a = \"x\";\nlet b;\n",null,"c\n"],"names":[],"mappings":"AAAA"})");
  EXPECT_EQ(result.places(), (std::vector<std::string>{"sourcemap:src/a.ts", "sourcemap:c"}));
  EXPECT_EQ(result.at("sourcemap:src/a.ts"), "const a = \"x\";\nlet b;\n");
  EXPECT_EQ(result.at("sourcemap:c"), "c\n");
}

TEST(SourceMap, ListsInAnyOrderAndWithoutNames) {
  const ReadResult result =
      read_all(R"({"sourcesContent":["one","two"],"sources":["a"],"version":3,"mappings":""})");
  EXPECT_EQ(result.at("sourcemap:a"), "one");
  EXPECT_EQ(result.at("sourcemap:[1]"), "two");
}

TEST(SourceMap, PartsHaveTheirOwnLists) {
  const ReadResult result = read_all(
      R"({"version":3,"sections":[{"offset":{"line":0},"map":{"version":3,"sources":["a"],)"
      R"("sourcesContent":["one"],"mappings":""}},{"map":{"sources":["b"],"sourcesContent":["two"]}}]})");
  EXPECT_EQ(result.at("sourcemap:a"), "one");
  EXPECT_EQ(result.at("sourcemap:b"), "two");
}

TEST(SourceMap, ACutOneIsReadUpToThere) {
  const ReadResult result =
      read_all(R"({"version":3,"mappings":"","sources":["a"],"sourcesContent":["one","tw)");
  EXPECT_EQ(result.at("sourcemap:a"), "one");
}

}  // namespace
}  // namespace leakwarden::scanner
