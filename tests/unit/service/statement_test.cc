#include "service/store/statement.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;

class StatementTest : public ::testing::Test {
 protected:
  StatementTest() {
    EXPECT_TRUE(database_.execute("CREATE TABLE t (a INTEGER, b TEXT, c BLOB) STRICT").ok());
  }
  std::int64_t count() { return database_.number("SELECT count(*) FROM t")->value_or(-1); }

  TemporaryFolder folder_;
  Database database_{Database::open(folder_ / "x.db", Database::Open::Create).value()};
};

TEST_F(StatementTest, ValuesComeBackByteForByte) {
  std::string bytes("a\0b\xff", 4);
  ASSERT_TRUE(
      database_.run("INSERT INTO t VALUES (?, ?, ?)", std::int64_t{-5}, "tëxt", Blob{bytes}).ok());
  ASSERT_TRUE(database_
                  .run("INSERT INTO t VALUES (?, ?, ?)", nullptr, std::string_view(),
                       Blob{std::string_view()})
                  .ok());
  Statement rows = database_.prepare("SELECT a, b, c FROM t ORDER BY rowid");
  ASSERT_TRUE(*rows.step());
  EXPECT_EQ(rows.integer(0), -5);
  EXPECT_EQ(rows.text(1), "tëxt");
  EXPECT_EQ(rows.text(2), bytes);
  ASSERT_TRUE(*rows.step());
  EXPECT_TRUE(rows.is_null(0));
  EXPECT_FALSE(rows.optional_integer(0).has_value());
  EXPECT_FALSE(rows.is_null(1));
  EXPECT_EQ(rows.text(2), "");
  EXPECT_FALSE(*rows.step());
}

TEST_F(StatementTest, AStatementIsUsedAgainWithoutOldValues) {
  const char* sql = "INSERT INTO t (a, b) VALUES (?, ?)";
  ASSERT_TRUE(database_.run(sql, std::int64_t{1}, "x").ok());
  ASSERT_TRUE(database_.run(sql, std::int64_t{2}).ok());  // the second stays unbound: NULL
  EXPECT_EQ(*database_.number("SELECT count(*) FROM t WHERE b IS NULL"), 1);
}

TEST_F(StatementTest, TheSameTextMayRunTwiceAtOnce) {
  ASSERT_TRUE(database_.execute("INSERT INTO t (a) VALUES (1), (2)").ok());
  const char* sql = "SELECT a FROM t ORDER BY a";
  Statement outer = database_.prepare(sql);
  std::int64_t pairs = 0;
  while (*outer.step()) {
    Statement inner = database_.prepare(sql);
    while (*inner.step()) ++pairs;
  }
  EXPECT_EQ(pairs, 4);
}

TEST_F(StatementTest, MistakesAreErrors) {
  EXPECT_FALSE(database_.run("SELEKT").ok());
  EXPECT_FALSE(database_.run("INSERT INTO t (a) VALUES (?)", "text", "too many").ok());
  Result<std::int64_t> wrong_type = database_.run("INSERT INTO t (a) VALUES (?)", "text");
  ASSERT_FALSE(wrong_type.ok());
  EXPECT_EQ(wrong_type.error().kind, ErrorKind::Refused);  // STRICT
  EXPECT_EQ(count(), 0);
}

TEST_F(StatementTest, AnUncommittedTransactionIsUndone) {
  {
    Transaction transaction(database_);
    ASSERT_TRUE(transaction.begin(Transaction::Kind::Write).ok());
    ASSERT_TRUE(database_.execute("INSERT INTO t (a) VALUES (1)").ok());
  }
  EXPECT_FALSE(database_.in_transaction());
  EXPECT_EQ(count(), 0);
  Transaction transaction(database_);
  ASSERT_TRUE(transaction.begin(Transaction::Kind::Write).ok());
  ASSERT_TRUE(database_.execute("INSERT INTO t (a) VALUES (1)").ok());
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_EQ(count(), 1);
}

TEST_F(StatementTest, ALinkIsNotFollowed) {
  ASSERT_EQ(::symlink((folder_ / "x.db").c_str(), (folder_ / "link.db").c_str()), 0);
  EXPECT_FALSE(Database::open(folder_ / "link.db", Database::Open::Existing).ok());
  EXPECT_FALSE(Database::open(folder_ / "nothing.db", Database::Open::Existing).ok());
}

}  // namespace
}  // namespace leakwarden::service
