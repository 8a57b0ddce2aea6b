#include "service/store/statement.h"

namespace leakwarden::service {
namespace {

// A baseline with ten thousand findings is one transaction of some seconds.
constexpr int kBusyMilliseconds = 15'000;

Error full(const std::string& path) {
  return Error::io("write the store", path, "the disk is full")
      .with_remedy("make room; nothing is lost and the daemon goes on by itself");
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      sql_(other.sql_),
      handle_(std::exchange(other.handle_, nullptr)),
      code_(other.code_),
      parameter_(other.parameter_) {}

Statement::~Statement() {
  if (handle_ != nullptr) database_->give_back(sql_, handle_);
}

void Statement::note(int code) {
  if (code_ == SQLITE_OK) code_ = code;
}

void Statement::bind(std::int64_t value) {
  note(sqlite3_bind_int64(handle_, ++parameter_, value));
}

void Statement::bind(std::string_view text) {
  // A null pointer would bind NULL: an empty view may hold one.
  note(sqlite3_bind_text64(handle_, ++parameter_, text.data() == nullptr ? "" : text.data(),
                           text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(Blob blob) {
  const char* bytes = blob.bytes.data() == nullptr ? "" : blob.bytes.data();
  note(sqlite3_bind_blob64(handle_, ++parameter_, bytes, blob.bytes.size(), SQLITE_TRANSIENT));
}

void Statement::bind(std::nullptr_t) {
  note(sqlite3_bind_null(handle_, ++parameter_));
}

void Statement::bind(const std::optional<std::int64_t>& value) {
  if (value.has_value()) return bind(*value);
  bind(nullptr);
}

Result<bool> Statement::step() {
  if (code_ != SQLITE_OK) return database_->error(code_);
  int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_->error(code);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  int size = sqlite3_column_bytes(handle_, column);
  if (bytes == nullptr || size <= 0) return "";
  return std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

Result<Database> Database::open(const std::string& path, Open how) {
  int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW;
  if (how == Open::Create) flags |= SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database(path, handle);
  if (code != SQLITE_OK) return database.error(code);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return database;
}

Database::Database(Database&& other) noexcept
    : path_(std::move(other.path_)),
      handle_(std::exchange(other.handle_, nullptr)),
      idle_(std::move(other.idle_)) {}

Database::~Database() {
  for (const std::pair<const std::string_view, std::vector<sqlite3_stmt*>>& entry : idle_) {
    for (sqlite3_stmt* statement : entry.second) sqlite3_finalize(statement);
  }
  sqlite3_close(handle_);
}

Statement Database::acquire(std::string_view sql) {
  std::vector<sqlite3_stmt*>& idle = idle_[sql];
  if (!idle.empty()) {
    sqlite3_stmt* reused = idle.back();
    idle.pop_back();
    return Statement(*this, sql, reused, SQLITE_OK);
  }
  sqlite3_stmt* fresh = nullptr;
  int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                SQLITE_PREPARE_PERSISTENT, &fresh, nullptr);
  return Statement(*this, sql, fresh, code);
}

void Database::give_back(std::string_view sql, sqlite3_stmt* handle) {
  sqlite3_reset(handle);
  sqlite3_clear_bindings(handle);
  idle_[sql].push_back(handle);
}

Result<std::int64_t> Database::finish(Statement statement) {
  while (true) {
    LEAKWARDEN_TRY(bool row, statement.step());
    if (!row) return static_cast<std::int64_t>(sqlite3_changes64(handle_));
  }
}

Result<std::optional<std::int64_t>> Database::first_number(Statement statement) {
  LEAKWARDEN_TRY(bool row, statement.step());
  if (!row) return std::optional<std::int64_t>();
  return statement.optional_integer(0);
}

Status Database::execute(const std::string& script) {
  int code = sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return done();
}

std::int64_t Database::last_row() const {
  return sqlite3_last_insert_rowid(handle_);
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

Error Database::error(int code) const {
  std::string why = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return full(path_);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error::io("write the store", path_, "another process keeps it busy: " + why);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error::corrupt("read the store", path_, why)
          .with_remedy("leakwarden-service store check, then restore a backup");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CONSTRAINT:
      return Error::refused("write the store", path_, why);
    default:
      return Error::io("use the store", path_, why);
  }
}

Transaction::~Transaction() {
  // After SQLITE_FULL and the like SQLite may have rolled back by itself.
  if (database_.in_transaction()) (void)database_.execute("ROLLBACK");
}

Status Transaction::begin(Kind kind) {
  return database_.execute(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Status Transaction::commit() {
  return database_.execute("COMMIT");
}

}  // namespace leakwarden::service
