#pragma once

// A thin RAII over sqlite3: a connection that hands out prepared statements and takes them back.
//
//   LEAKWARDEN_TRY(std::int64_t changed,
//                  database.run("UPDATE jobs SET due = ? WHERE id = ?", due, job));
//   Statement rows = database.prepare("SELECT id, name FROM repositories WHERE shard = ?", shard);
//   while (true) {
//     LEAKWARDEN_TRY(bool row, rows.step());
//     if (!row) break;
//     use(rows.integer(0), rows.text(1));
//   }
//
// Errors (prepare, bind, step) come out of step(): Io (full, busy, I/O), Corrupt, Refused
// (read-only, a constraint). TEXT is for our own words, Blob for bytes of others.
//
// Thread rules: one thread at a time; the store holds its mutex around every use.

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::service {

struct Blob {
  std::string_view bytes;
};

class Database;

class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Parameters in order, from 1. Texts are copied.
  void bind(std::int64_t value);
  void bind(std::string_view text);
  void bind(const char* text) { bind(std::string_view(text)); }
  void bind(const std::string& text) { bind(std::string_view(text)); }
  void bind(Blob blob);
  void bind(std::nullptr_t);
  void bind(const std::optional<std::int64_t>& value);

  // true: a row is there to be read; false: the statement has ended.
  Result<bool> step();

  // Columns from 0, of the row step() announced; a NULL reads as 0 or "".
  std::int64_t integer(int column) const;
  std::string text(int column) const;  // of TEXT and BLOB alike
  bool is_null(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;

 private:
  friend class Database;
  Statement(Database& database, std::string_view sql, sqlite3_stmt* handle, int code)
      : database_(&database), sql_(sql), handle_(handle), code_(code) {}
  void note(int code);

  Database* database_;
  std::string_view sql_;
  sqlite3_stmt* handle_;
  int code_;  // first thing that went wrong
  int parameter_ = 0;
};

class Database {
 public:
  enum class Open { Existing, Create };
  static Result<Database> open(const std::string& path, Open how);
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  // `sql` must outlive the statement and be the same text each time: a string literal.
  template <typename... Values>
  Statement prepare(std::string_view sql, const Values&... values) {
    Statement statement = acquire(sql);
    (statement.bind(values), ...);
    return statement;
  }
  // Runs to its end; rows changed.
  template <typename... Values>
  Result<std::int64_t> run(std::string_view sql, const Values&... values) {
    return finish(prepare(sql, values...));
  }
  // First column of the first row; empty without a row, or when it is NULL.
  template <typename... Values>
  Result<std::optional<std::int64_t>> number(std::string_view sql, const Values&... values) {
    return first_number(prepare(sql, values...));
  }
  Status execute(const std::string& script);  // several statements, no values
  std::int64_t last_row() const;
  bool in_transaction() const;
  Error error(int code) const;

 private:
  friend class Statement;
  Database(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}
  Statement acquire(std::string_view sql);
  void give_back(std::string_view sql, sqlite3_stmt* handle);
  Result<std::int64_t> finish(Statement statement);
  Result<std::optional<std::int64_t>> first_number(Statement statement);

  std::string path_;
  sqlite3* handle_;
  std::map<std::string_view, std::vector<sqlite3_stmt*>> idle_;
};

// BEGIN … COMMIT; rolled back when it dies uncommitted.
class Transaction {
 public:
  enum class Kind { Read, Write };
  explicit Transaction(Database& database) : database_(database) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  Status begin(Kind kind);
  Status commit();

 private:
  Database& database_;
};

}  // namespace leakwarden::service
