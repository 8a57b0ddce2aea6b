#pragma once

// The store in one SQLite file, data_dir/leakwarden.db: WAL, synchronous=FULL (a commit is on
// disk), foreign keys, STRICT tables. One connection behind a mutex; every verb is one BEGIN
// IMMEDIATE transaction, so that commands may use the same file while the daemon runs (they wait up
// to 15 seconds for each other).
//
// Disk full: the verb that meets it returns Io and changes nothing; the next one works as soon as
// there is room again, without a restart.

#include <memory>
#include <string>

#include "scanner/base/clock.h"
#include "scanner/base/result.h"
#include "service/store/store.h"

namespace leakwarden::service {

enum class StoreRole {
  Daemon,       // takes data_dir/lock (Refused when another holds it), makes and migrates the file,
                // takes back what a dead daemon had leased
  Maintenance,  // as Daemon, for `store migrate`: exclusive, but takes nothing back
  Command,      // beside a running daemon; NotFound without a store, Refused with an older schema
};

struct StoreOptions {
  std::string data_dir;
  StoreRole role = StoreRole::Daemon;
  std::string
      key_id;  // Daemon: remembered at first; Refused when the store knows another. "" skips
  WallTime now;
};

Result<std::unique_ptr<Store>> open_sqlite_store(const StoreOptions& options);

std::string store_path(const std::string& data_dir);
int newest_schema_version();
// Of the file as it is. NotFound without one.
Result<int> schema_version_of(const std::string& data_dir);

}  // namespace leakwarden::service
