#include "scanner/read/reader.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>

#include "tests/support/read_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::read_all;

std::string widened(std::string_view text) {
  std::string bytes = "\xFF\xFE";
  for (char c : text) bytes += {c, '\0'};
  return bytes;
}

TEST(Readers, EachHasAName) {
  std::set<std::string> names;
  for (const Reader& reader : readers()) names.insert(reader.name);
  EXPECT_EQ(names.size(), readers().size());
}

TEST(Readers, OrdinaryTextNeedsNone) {
  for (std::string bytes :
       {std::string(), std::string("key=1\n"), std::string("a\0b\0\0", 5),
        std::string("{\"a\": 1}"), std::string("#include <x>\nint main() {}\n"),
        std::string("apiVersion: v1\nkind: Pod\n"), std::string("<?xml version=\"1.0\"?><a/>"),
        std::string(100, '\0'),
        std::string("{\"name\": \"x\", \"version\": \"1.0\", \"dependencies\": {}}")}) {
    EXPECT_FALSE(needs_reader(bytes)) << bytes;
    EXPECT_TRUE(read_all(bytes).texts.empty());
  }
}

TEST(Readers, WhatIsReadNeedsAReader) {
  const std::string bytes = widened("first line\r\nkey = value\r\n");
  EXPECT_TRUE(needs_reader(bytes));
  EXPECT_EQ(read_all(bytes).at("utf16"), "first line\r\nkey = value\r\n");
}

TEST(Readers, AVisitorSeesWhatLiesDeep) {
  const std::string deep =
      widened("{\"_postman_id\": \"1\", \"variable\": [{\"key\": \"k\", \"value\": \"v\"}]}");
  std::vector<std::string> seen;
  ReadBudget budget(deep.size());
  visit_texts(deep, budget, [&seen](std::string_view text) {
    seen.emplace_back(text);
    return true;
  });
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[1], "\"k\": \"v\"\n");
}

// Any bytes in, no crash: every sniff and read over noise that begins like each format.
TEST(Readers, NoiseBehindEveryMagicIsHarmless) {
  std::mt19937 random(9);
  for (std::string head : {"PK\x03\x04", "7z\xBC\xAF\x27\x1C", "\x1F\x8B\x08", "(\xB5/\xFD",
                           "BZh91AY&SY", "{\"_postman_id\":", "{\"nbformat\":[",
                           "{\"version\":3,\"sourcesContent\":[\"", "kind: Secret\ndata:\n  a: ",
                           "<?xml urn:oasis:names:tc:opendocument:", "user,password\na,\"b\"\n"}) {
    for (int round = 0; round < 50; ++round) {
      std::string bytes = head;
      for (int i = 0; i < 300; ++i) bytes += static_cast<char>(random());
      read_all(bytes);
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
