#include "scanner/read/table.h"

#include <gtest/gtest.h>

#include "tests/support/read_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::read_all;
using leakwarden::testing::ReadResult;

TEST(Table, EachValueIsGivenWithItsNameAndPlace) {
  const std::string bytes =
      "\xEF\xBB\xBFname,url,username,password,Client Secret\r\nx.de,https://x.de/,anna,s"
      "wordfish,\r\n"
      "y.de,https://y.de/,tom,\"a,b,c\",c d e\r\n";
  const ReadResult result = read_all(bytes);
  EXPECT_EQ(result.places(), (std::vector<std::string>{"row[2].password", "row[3].password",
                                                       "row[3][\"Client Secret\"]"}));
  EXPECT_EQ(result.at("row[2].password"), "\"password\": \"swordfish\"\n");
  EXPECT_EQ(result.at("row[3].password"), "\"password\": \"a,b,c\"\n");
  EXPECT_EQ(result.at("row[3][\"Client Secret\"]"), "\"Client Secret\": \"c d e\"\n");
  const SourceSpan span = result.texts[0].source_span(13, 18);
  EXPECT_EQ(bytes.substr(span.begin, span.end - span.begin), "sword");
  EXPECT_TRUE(result.gaps.empty());
}

TEST(Table, DoubledQuotesSayOne) {
  const std::string bytes = "user;password\nanna;\"abc\"\"d\"\n";
  const ReadResult result = read_all(bytes);
  EXPECT_EQ(result.at("row[2].password"), "\"password\": 'abc\"d'\n");
  const SourceSpan span = result.texts.at(0).source_span(13, 18);
  EXPECT_EQ(bytes.substr(span.begin, span.end - span.begin), "abc\"\"d");
}

TEST(Table, ValuesOfSeveralLinesStandAlone) {
  const std::string key = "-----BEGIN X-----\nabc\n-----END X-----\n";
  const ReadResult result =
      read_all("host\tprivate key\ndb\t\"" + key + "\"\nweb\t\"a\"\"\nbc\"\n");
  EXPECT_EQ(result.at("row[2][\"private key\"]"), key);
  EXPECT_EQ(result.at("row[3][\"private key\"]"), "a\"\nbc");
}

TEST(Table, RowsOfAnotherWidthAndEmptyValuesArePassedOver) {
  const ReadResult result =
      read_all("user|password\na|sword\nb\n\nc|fish|bone\nd|\ne|\"\"\nf|water");
  EXPECT_EQ(result.places(), (std::vector<std::string>{"row[2].password", "row[8].password"}));
}

TEST(Table, TheRowBelowTheNamesMustFit) {
  EXPECT_TRUE(sniff_table("user,password\na,b"));
  EXPECT_TRUE(sniff_table("user,password\na,\"b\nc\"\n"));
  EXPECT_TRUE(sniff_table("user,password\n,\n"));
  for (const char* bytes :
       {"user,password\n", "user,password\na\n", "user,password\na,b,c\n", "user,password\n\na,b\n",
        "password, token and all that\nis prose like this\n", "password;\ntoken;\n",
        "const password, token = f()\n"})
    EXPECT_FALSE(sniff_table(bytes)) << bytes;
  EXPECT_FALSE(sniff_table("user,password\na," + std::string(100'000, 'b') + "\n"));
}

TEST(Table, WhatIsOverALimitIsAGap) {
  const std::string bytes = "user,password\na,sword\nb,\nc,water\nd\ne,three\nf,fourth\n";
  ReadLimits limits;
  limits.max_table_values = 2;
  const ReadResult few = read_all(bytes, limits);
  EXPECT_EQ(few.texts.size(), 2u);
  EXPECT_EQ(few.gaps, std::vector<std::string>{"table: 2 rows were not read"});
  limits = ReadLimits();
  limits.max_table_value_bytes = 11;
  EXPECT_EQ(read_all(bytes, limits).gaps, few.gaps);
  limits = ReadLimits();
  limits.max_member_bytes = 27;
  const ReadResult near = read_all(bytes, limits);
  EXPECT_EQ(near.places(), (std::vector<std::string>{"row[2].password", "row[4].password"}));
  EXPECT_EQ(near.gaps, std::vector<std::string>{"table: 2 rows were not read"});
  limits.max_member_bytes = bytes.size();
  EXPECT_TRUE(read_all(bytes, limits).gaps.empty());
}

// Of user tables and lists of test results: "pass" is what many a test does.
TEST(Table, DigestsAndShortAnswersAreNotGiven) {
  const std::string digest = "cfcd208495d565ef66e7dff9f98764da";
  const ReadResult result =
      read_all("test,pass,token\na,1,\nb," + digest + "," + digest + "\nc,swordfish,\n");
  EXPECT_EQ(result.places(), (std::vector<std::string>{"row[3].token", "row[4].pass"}));
  EXPECT_TRUE(result.gaps.empty());
}

TEST(Table, ASinkThatStopsIsAskedNoMore) {
  class Once final : public TextSink {
   public:
    bool take(const DecodedText&) override { return ++count > 1; }
    int count = 0;
  };
  Once sink;
  ReadBudget budget(100);
  read_table("password,token\nsword,water\nthree,fourth\n", budget, sink);
  EXPECT_EQ(sink.count, 1);
  EXPECT_EQ(budget.gap_count(), 0u);
}

}  // namespace
}  // namespace leakwarden::scanner
