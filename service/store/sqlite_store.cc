#include "service/store/sqlite_store.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "scanner/base/file.h"
#include "scanner/base/sha256.h"
#include "service/store/schema.h"
#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

bool is_there(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

// SQLite would make the file with the process's umask; its -wal and -shm take the mode of the file.
Status make_private_file(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return Error::from_errno("make the store", path, errno);
  return done();
}

// What every connection needs. WAL is a property of the file; FULL makes each commit wait for the
// disk: an alert that was promised is on it.
Status set_up(Database& database) {
  LEAKWARDEN_TRY(std::optional<std::int64_t> ignored,
                 database.number("SELECT 1 FROM pragma_journal_mode WHERE journal_mode = 'wal'"));
  if (!ignored.has_value()) LEAKWARDEN_CHECK(database.execute("PRAGMA journal_mode = WAL"));
  return database.execute(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
}

Error no_store(const std::string& data_dir) {
  return Error::not_found("open the store", store_path(data_dir), "there is none")
      .with_remedy("leakwarden serve makes it; --data-dir or --config says where it is");
}

Error older_schema(const std::string& data_dir, int version) {
  return Error::refused("open the store", store_path(data_dir),
                        "its schema is version " + std::to_string(version) + ", this program's " +
                            std::to_string(newest_schema_version()))
      .with_remedy("start the daemon, or leakwarden-service store migrate");
}

Result<std::string> random_name() {
  std::array<unsigned char, 8> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    return Error::io("name the installation", "OpenSSL", "no random bytes");
  }
  return to_hex(bytes.data(), bytes.size());
}

Result<std::string> meta(Database& database, const char* name) {
  Statement row = database.prepare("SELECT value FROM meta WHERE shard = 0 AND name = ?", name);
  LEAKWARDEN_TRY(bool found, row.step());
  return found ? row.text(0) : std::string();
}

Status set_meta(Database& database, const char* name, const std::string& value) {
  LEAKWARDEN_CHECK(database.run("INSERT INTO meta (name, value) VALUES (?, ?)", name, value));
  return done();
}

// Values sealed and named under one key cannot be recognised with another.
Status bind_key(Database& database, const std::string& key_id) {
  LEAKWARDEN_TRY(std::string known, meta(database, "key_id"));
  if (known == key_id) return done();
  if (known.empty()) return set_meta(database, "key_id", key_id);
  return Error::refused("open the store", "sealing key " + key_id,
                        "what is stored was sealed under key " + known)
      .with_remedy("give the daemon the key it had, in sealing_key or in data_dir/keys");
}

Status name_installation(Database& database) {
  LEAKWARDEN_TRY(std::string known, meta(database, "installation"));
  if (!known.empty()) return done();
  LEAKWARDEN_TRY(std::string name, random_name());
  return set_meta(database, "installation", name);
}

// We hold the lock: whoever leased this is dead. What was being sent may have arrived.
Status take_back_leases(Database& database, WallTime now) {
  LEAKWARDEN_CHECK(
      database.run("UPDATE jobs SET state = 'waiting', lease_until = NULL, due = min(due, ?)"
                   " WHERE state = 'running'",
                   stamp(now)));
  LEAKWARDEN_CHECK(
      database.run("UPDATE deliveries SET state = 'retry', lease_until = NULL, possible_repeat = 1,"
                   " due = ? WHERE state = 'sending'",
                   stamp(now)));
  return done();
}

Result<std::unique_ptr<Store>> open_beside_daemon(const StoreOptions& options) {
  std::string path = store_path(options.data_dir);
  if (!is_there(path)) return no_store(options.data_dir);
  LEAKWARDEN_TRY(Database database, Database::open(path, Database::Open::Existing));
  LEAKWARDEN_CHECK(set_up(database));
  LEAKWARDEN_TRY(int version, schema_version(database));
  if (version < newest_schema_version()) return older_schema(options.data_dir, version);
  LEAKWARDEN_CHECK(migrate(database, path));  // refuses a newer one
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(database), std::nullopt));
}

}  // namespace

std::string store_path(const std::string& data_dir) {
  return data_dir + "/leakwarden.db";
}

int newest_schema_version() {
  return static_cast<int>(migrations().size());
}

Result<int> schema_version_of(const std::string& data_dir) {
  if (!is_there(store_path(data_dir))) return no_store(data_dir);
  LEAKWARDEN_TRY(Database database, Database::open(store_path(data_dir), Database::Open::Existing));
  return schema_version(database);
}

Result<std::unique_ptr<Store>> open_sqlite_store(const StoreOptions& options) {
  if (options.role == StoreRole::Command) return open_beside_daemon(options);
  std::string path = store_path(options.data_dir);
  if (options.role == StoreRole::Maintenance && !is_there(path)) return no_store(options.data_dir);
  LEAKWARDEN_TRY(DataLock lock, DataLock::take(options.data_dir));
  LEAKWARDEN_CHECK(make_private_file(path));
  LEAKWARDEN_TRY(Database database, Database::open(path, Database::Open::Create));
  LEAKWARDEN_CHECK(set_up(database));
  LEAKWARDEN_CHECK(migrate(database, path));
  std::unique_ptr<SqliteStore> store =
      std::make_unique<SqliteStore>(std::move(database), std::move(lock));
  if (options.role == StoreRole::Daemon) LEAKWARDEN_CHECK(store->prepare_daemon(options));
  return std::unique_ptr<Store>(std::move(store));
}

Status SqliteStore::prepare_daemon(const StoreOptions& options) {
  return write([&]() -> Status {
    LEAKWARDEN_CHECK(name_installation(database_));
    if (!options.key_id.empty()) LEAKWARDEN_CHECK(bind_key(database_, options.key_id));
    return take_back_leases(database_, options.now);
  });
}

Status SqliteStore::check() {
  return read([&]() -> Status {
    Statement rows = database_.prepare("PRAGMA integrity_check(20)");
    std::string complaints;
    while (true) {
      LEAKWARDEN_TRY(bool row, rows.step());
      if (!row) break;
      if (rows.text(0) != "ok") complaints += (complaints.empty() ? "" : "; ") + rows.text(0);
    }
    Statement orphans = database_.prepare("PRAGMA foreign_key_check");
    LEAKWARDEN_TRY(bool orphan, orphans.step());
    if (orphan) complaints += "; a row of " + orphans.text(0) + " points nowhere";
    if (complaints.empty()) return done();
    return Error::corrupt("check the store", "leakwarden.db", complaints)
        .with_remedy("stop the daemon and restore the last backup");
  });
}

}  // namespace leakwarden::service
