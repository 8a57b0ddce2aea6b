#include "scanner/read/table_rows.h"

#include <gtest/gtest.h>

#include "tests/support/budget.h"

namespace leakwarden::scanner {
namespace {

using Row = std::vector<std::string>;

std::vector<Row> rows_of(const std::string& bytes, char delimiter = ',') {
  std::vector<Row> all;
  std::vector<TableField> fields;
  for (TableRows rows(bytes, 0, delimiter); !rows.at_end();) {
    rows.next(100, fields);
    Row row;
    for (const TableField& field : fields) {
      EXPECT_EQ(bytes.substr(field.begin, field.written.size()), field.written);
      row.push_back(field_text(field));
    }
    all.push_back(row);
  }
  return all;
}

TEST(TableRows, PlainOnesWithEitherLineEnd) {
  EXPECT_EQ(rows_of("a,b\r\nc,,d\n\ne"),
            (std::vector<Row>{{"a", "b"}, {"c", "", "d"}, {""}, {"e"}}));
  EXPECT_EQ(rows_of("a\t b c \td,e\n", '\t'), (std::vector<Row>{{"a", "b c", "d,e"}}));
}

TEST(TableRows, QuotesHoldDelimitersLineEndsAndDoubledQuotes) {
  EXPECT_EQ(rows_of("\"a,b\",\"c\r\nd\",\"e\"\"f\"\r\n\"\",\"\"\"\"\n"),
            (std::vector<Row>{{"a,b", "c\r\nd", "e\"f"}, {"", "\""}}));
  EXPECT_EQ(rows_of("\" a \" , \"b\"\n\"c\"\r"), (std::vector<Row>{{" a ", "b"}, {"c"}}));
}

TEST(TableRows, AQuoteThatIsNotClosedIsACharacter) {
  EXPECT_EQ(rows_of("a,\"b\nc,d\n"), (std::vector<Row>{{"a", "\"b"}, {"c", "d"}}));
  EXPECT_EQ(rows_of("\"a\"b,c\n"), (std::vector<Row>{{"\"a\"b", "c"}}));
  EXPECT_EQ(rows_of("a\"b\",c\n"), (std::vector<Row>{{"a\"b\"", "c"}}));
  EXPECT_EQ(rows_of("\""), (std::vector<Row>{{"\""}}));
}

TEST(TableRows, NoMoreFieldsAreKeptThanAreAskedFor) {
  const std::string bytes(100'000, ',');
  std::vector<TableField> fields;
  TableRows rows(bytes, 0, ',');
  EXPECT_EQ(rows.next(3, fields), 100'001u);
  EXPECT_EQ(fields.size(), 3u);
  EXPECT_TRUE(rows.at_end());
}

TEST(TableRows, TimeIsLinearWhateverTheQuotes) {
  const leakwarden::testing::Budget budget(5);
  for (const char* part :
       {"\"a\n", "\"\"\"\"a,", "\"\"\"a\n", "a,\"\"\n", "\"\"", "\"\"a,", "\" "}) {
    std::string bytes = "\"a\n";
    while (bytes.size() < 2'000'000) bytes += part;
    std::vector<TableField> fields;
    for (TableRows rows(bytes, 0, ','); !rows.at_end();) rows.next(3, fields);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
