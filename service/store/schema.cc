// Conventions: times are Unix milliseconds, UTC. Words of ours are TEXT; bytes of others (ref
// names, paths, authors) are BLOB. Every table carries the shard of its fork network: 0 until a
// fleet divides the work.
//
// refs is where a push is seen. Each row holds up to three ids of one ref:
//   observed  what the watcher read last          (NULL: the ref is gone)
//   scanned   the cursor: what was scanned last   (NULL: never)
//   baseline  what was there at first sight       (only until the baseline is recorded)
// A job is due while observed and scanned differ; it needs no list of its own.

#include "service/store/schema.h"

namespace leakwarden::service {
namespace {

constexpr char kFirst[] = R"sql(
CREATE TABLE meta (
  shard INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (shard, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE folders (
  shard INTEGER NOT NULL DEFAULT 0,
  path TEXT NOT NULL,
  known_at INTEGER NOT NULL,
  summarised_at INTEGER,
  PRIMARY KEY (shard, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE repositories (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shard INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  observed_at INTEGER,
  is_baseline INTEGER NOT NULL DEFAULT 0 CHECK (is_baseline IN (0, 1)),
  baselined_at INTEGER,
  watch_problem TEXT NOT NULL DEFAULT '',
  scan_problem TEXT NOT NULL DEFAULT '',
  UNIQUE (shard, path)
) STRICT;

CREATE TABLE refs (
  shard INTEGER NOT NULL DEFAULT 0,
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  name BLOB NOT NULL,
  observed BLOB,
  scanned BLOB,
  baseline BLOB,
  PRIMARY KEY (repository, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE superseded (
  shard INTEGER NOT NULL DEFAULT 0,
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  object BLOB NOT NULL,
  name BLOB NOT NULL,
  PRIMARY KEY (repository, object, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shard INTEGER NOT NULL DEFAULT 0,
  repository INTEGER NOT NULL UNIQUE REFERENCES repositories (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('push', 'baseline')),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL,
  lease_until INTEGER,
  created INTEGER NOT NULL,
  pusher TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'running') = (lease_until IS NOT NULL))
) STRICT;
CREATE INDEX jobs_due ON jobs (state, due);

CREATE TABLE deaths (
  shard INTEGER NOT NULL DEFAULT 0,
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  object BLOB NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (repository, object)
) STRICT, WITHOUT ROWID;

CREATE TABLE scans (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shard INTEGER NOT NULL DEFAULT 0,
  job INTEGER NOT NULL UNIQUE,
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('push', 'baseline')),
  finished INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('clean', 'findings', 'partial', 'corrupt')),
  objects INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  findings INTEGER NOT NULL,
  gaps TEXT NOT NULL,
  more_gaps INTEGER NOT NULL,
  gaps_digest TEXT NOT NULL,
  ruleset_digest TEXT NOT NULL
) STRICT;
CREATE INDEX scans_of_repository ON scans (repository, id);

CREATE TABLE incidents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  shard INTEGER NOT NULL DEFAULT 0,
  id TEXT NOT NULL UNIQUE,
  identity TEXT NOT NULL,
  key_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  mask TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'rotated', 'verified-dead',
                                       'closed', 'suppressed')),
  alerted INTEGER NOT NULL DEFAULT 0 CHECK (alerted IN (0, 1)),
  severity INTEGER NOT NULL,
  sample TEXT NOT NULL,
  first_place TEXT NOT NULL,
  visibility TEXT NOT NULL,
  team TEXT NOT NULL,
  owners TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  location_count INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  person TEXT NOT NULL DEFAULT '',
  assignee TEXT NOT NULL DEFAULT '',
  expires INTEGER,
  sealed_value BLOB NOT NULL DEFAULT x'',
  UNIQUE (shard, identity)
) STRICT;
CREATE INDEX incidents_by_fingerprint ON incidents (fingerprint);
CREATE INDEX incidents_by_state ON incidents (state, last_seen);

CREATE TABLE sightings (
  shard INTEGER NOT NULL DEFAULT 0,
  incident INTEGER NOT NULL REFERENCES incidents (number) ON DELETE CASCADE,
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  alerted INTEGER NOT NULL DEFAULT 0 CHECK (alerted IN (0, 1)),
  kept_locations INTEGER NOT NULL DEFAULT 0,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (incident, repository)
) STRICT, WITHOUT ROWID;
CREATE INDEX sightings_of_repository ON sightings (repository);

CREATE TABLE locations (
  id INTEGER PRIMARY KEY,
  shard INTEGER NOT NULL DEFAULT 0,
  incident INTEGER NOT NULL REFERENCES incidents (number) ON DELETE CASCADE,
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  path BLOB NOT NULL,
  start_line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  start_column INTEGER NOT NULL,
  end_column INTEGER NOT NULL,
  blob_id TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  author BLOB NOT NULL,
  email BLOB NOT NULL,
  date TEXT NOT NULL,
  refs BLOB NOT NULL,
  at_tip INTEGER,
  introduced_by BLOB NOT NULL,
  first_seen INTEGER NOT NULL,
  UNIQUE (incident, repository, kind, path, commit_id, blob_id, start_line, start_column)
) STRICT;

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shard INTEGER NOT NULL DEFAULT 0,
  incident INTEGER NOT NULL REFERENCES incidents (number) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  person TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_incident ON events (incident, id);

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  shard INTEGER NOT NULL DEFAULT 0,
  type TEXT NOT NULL,
  incident INTEGER REFERENCES incidents (number) ON DELETE CASCADE,
  body TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shard INTEGER NOT NULL DEFAULT 0,
  alert TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  idempotency_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'sending', 'sent', 'retry', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  possible_repeat INTEGER NOT NULL DEFAULT 0 CHECK (possible_repeat IN (0, 1)),
  due INTEGER NOT NULL,
  lease_until INTEGER,
  last_error TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  UNIQUE (alert, channel),
  CHECK ((state = 'sending') = (lease_until IS NOT NULL))
) STRICT;
CREATE INDEX deliveries_due ON deliveries (channel, due)
  WHERE state IN ('pending', 'sending', 'retry');
CREATE INDEX deliveries_by_state ON deliveries (state, id);
)sql";

// Scans that left something out stay until somebody settles them; a delivery that somebody asked
// for waits for no channel.
constexpr char kSecond[] = R"sql(
ALTER TABLE scans ADD COLUMN settled_at INTEGER;
ALTER TABLE scans ADD COLUMN settled_by TEXT NOT NULL DEFAULT '';
CREATE INDEX scans_unsettled ON scans (repository, id)
  WHERE outcome IN ('partial', 'corrupt') AND settled_at IS NULL;

ALTER TABLE deliveries ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1));
CREATE INDEX deliveries_by_hand ON deliveries (channel, due) WHERE by_hand = 1;
)sql";

Status apply(Database& database, std::size_t step) {
  Transaction transaction(database);
  LEAKWARDEN_CHECK(transaction.begin(Transaction::Kind::Write));
  // Another process may have made this step while we waited for the lock.
  LEAKWARDEN_TRY(int version, schema_version(database));
  if (version > static_cast<int>(step)) return done();
  LEAKWARDEN_CHECK(database.execute(migrations()[step]));
  LEAKWARDEN_CHECK(database.execute("PRAGMA user_version = " + std::to_string(step + 1)));
  return transaction.commit();
}

}  // namespace

const std::vector<std::string>& migrations() {
  static const std::vector<std::string> kMigrations = {kFirst, kSecond};
  return kMigrations;
}

Result<int> schema_version(Database& database) {
  LEAKWARDEN_TRY(std::optional<std::int64_t> version, database.number("PRAGMA user_version"));
  return static_cast<int>(version.value_or(0));
}

Status migrate(Database& database, const std::string& path) {
  LEAKWARDEN_TRY(int version, schema_version(database));
  if (version > static_cast<int>(migrations().size())) {
    return Error::refused("open the store", path,
                          "it was written by a newer version (schema " + std::to_string(version) +
                              ", we know " + std::to_string(migrations().size()) + ")")
        .with_remedy("use the newer leakwarden-service");
  }
  for (std::size_t step = static_cast<std::size_t>(version); step < migrations().size(); ++step) {
    LEAKWARDEN_CHECK(apply(database, step));
  }
  return done();
}

}  // namespace leakwarden::service
