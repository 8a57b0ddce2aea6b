// What is SQLite's own: locks, roles, files, full disks, kill -9.

#include "service/store/sqlite_store.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "service/sealing.h"
#include "tests/support/planted.h"
#include "tests/support/slowdown.h"
#include "tests/unit/service/store_fixture.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;

Result<std::unique_ptr<Store>> open(const std::string& data_dir, StoreRole role = StoreRole::Daemon,
                                    const std::string& key_id = "") {
  StoreOptions options;
  options.data_dir = data_dir;
  options.role = role;
  options.key_id = key_id;
  options.now = at_second(0);
  return open_sqlite_store(options);
}

StoreSteps opened(const std::string& data_dir, StoreRole role = StoreRole::Daemon) {
  Result<std::unique_ptr<Store>> store = open(data_dir, role);
  EXPECT_TRUE(store.ok()) << store.error().message();
  return StoreSteps(store.ok() ? std::move(*store) : nullptr);
}

// Asks SQLite itself, beside the store.
std::string query(const std::string& data_dir, const std::string& sql) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(store_path(data_dir).c_str(), &database), SQLITE_OK);
  std::string answer;
  char* error = nullptr;
  sqlite3_exec(
      database, sql.c_str(),
      [](void* out, int columns, char** values, char**) {
        for (int i = 0; i < columns; ++i) {
          *static_cast<std::string*>(out) += values[i] != nullptr ? values[i] : "NULL";
          *static_cast<std::string*>(out) += i + 1 < columns ? "|" : "\n";
        }
        return 0;
      },
      &answer, &error);
  if (error != nullptr) answer = std::string("error: ") + error;
  sqlite3_free(error);
  sqlite3_close(database);
  return answer;
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777;
}

TEST(SqliteStore, ASecondDaemonIsRefusedAtOnceAndToldWhoIsThere) {
  TemporaryFolder folder;
  StoreSteps first = opened(folder.path());
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  Result<std::unique_ptr<Store>> second = open(folder.path());
  EXPECT_LT(std::chrono::steady_clock::now() - begin,
            leakwarden::testing::kSlowdown * std::chrono::seconds(1));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::Refused);
  EXPECT_NE(second.error().why.find(std::to_string(::getpid())), std::string::npos);
  EXPECT_FALSE(second.error().remedy.empty());
  EXPECT_EQ(open(folder.path(), StoreRole::Maintenance).error().kind, ErrorKind::Refused);
  first.close();
  EXPECT_TRUE(open(folder.path()).ok());
}

TEST(SqliteStore, TheLockGoesWithItsProcess) {
  TemporaryFolder folder;
  pid_t child = ::fork();
  if (child == 0) {
    Result<std::unique_ptr<Store>> store = open(folder.path());
    if (!store.ok()) ::_exit(1);
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(open(folder.path()).ok());
}

TEST(SqliteStore, CommandsWorkBesideTheDaemon) {
  TemporaryFolder folder;
  StoreSteps daemon = opened(folder.path());
  daemon.push("pay", "a", {finding("key")});
  StoreSteps command = opened(folder.path(), StoreRole::Command);
  ASSERT_EQ(command.incidents().size(), 1u);
  ASSERT_TRUE(command.change(command.incidents()[0].id, IncidentState::Closed, "revoked").ok());
  EXPECT_EQ(daemon.incidents()[0].state, IncidentState::Closed);
  EXPECT_EQ(daemon.told().back(), "incident.closed");
}

TEST(SqliteStore, ACommandTakesNothingBack) {
  TemporaryFolder folder;
  StoreSteps daemon = opened(folder.path());
  daemon.push("pay", "a", {finding("key")});
  ASSERT_EQ(
      daemon->take_due_deliveries("bus", 1, at_second(0), kLease, DeliveryChoice::Any)->size(), 1u);
  opened(folder.path(), StoreRole::Command);
  EXPECT_EQ(daemon->list_deliveries(DeliveryState::Sending, 10)->size(), 1u);
}

TEST(SqliteStore, WritersOfTwoProcessesWaitForEachOther) {
  TemporaryFolder folder;
  StoreSteps daemon = opened(folder.path());
  StoreSteps command = opened(folder.path(), StoreRole::Command);
  std::thread other([&] {
    for (int i = 0; i < 50; ++i) command.observe("b", {ref("refs/heads/main", std::to_string(i))});
  });
  for (int i = 0; i < 50; ++i) daemon.observe("a", {ref("refs/heads/main", std::to_string(i))});
  other.join();
  EXPECT_EQ(daemon->list_repositories()->size(), 2u);
}

TEST(SqliteStore, OneStoreServesManyThreads) {
  TemporaryFolder folder;
  StoreSteps store = opened(folder.path());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        std::string number = std::to_string(t) + "-" + std::to_string(i);
        store.observe("r" + std::to_string(t), {ref("refs/heads/main", number)});
        // Whoever comes first takes the job; the finding is the job's own.
        std::optional<Job> job = store.claim();
        if (!job.has_value()) continue;
        store.record(*job, {finding("key of job " + std::to_string(job->id))});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  while (std::optional<Job> job = store.claim()) {
    store.record(*job, {finding("key of job " + std::to_string(job->id))});
  }
  EXPECT_EQ(*store->open_jobs(), 0u);
  EXPECT_GT(store.incidents().size(), 10u);
  EXPECT_EQ(store.told().size(), store.incidents().size());
  EXPECT_TRUE(store->check().ok());
}

TEST(SqliteStore, ACommandWithoutAStoreSaysSo) {
  TemporaryFolder folder;
  Result<std::unique_ptr<Store>> store = open(folder.path(), StoreRole::Command);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().kind, ErrorKind::NotFound);
  EXPECT_FALSE(std::filesystem::exists(store_path(folder.path())));
  EXPECT_EQ(schema_version_of(folder.path()).error().kind, ErrorKind::NotFound);
}

TEST(SqliteStore, ANewerSchemaIsRefusedAndLeftAlone) {
  TemporaryFolder folder;
  opened(folder.path()).close();
  query(folder.path(), "PRAGMA user_version = 99");
  for (StoreRole role : {StoreRole::Daemon, StoreRole::Maintenance, StoreRole::Command}) {
    Result<std::unique_ptr<Store>> store = open(folder.path(), role);
    ASSERT_FALSE(store.ok());
    EXPECT_EQ(store.error().kind, ErrorKind::Refused);
  }
  EXPECT_EQ(*schema_version_of(folder.path()), 99);
}

TEST(SqliteStore, ACommandDoesNotMigrateAndMaintenanceDoes) {
  TemporaryFolder folder;
  query(folder.path(), "PRAGMA user_version = 0; CREATE TABLE other (x); DROP TABLE other;");
  Result<std::unique_ptr<Store>> command = open(folder.path(), StoreRole::Command);
  ASSERT_FALSE(command.ok());
  EXPECT_EQ(command.error().kind, ErrorKind::Refused);
  EXPECT_NE(command.error().remedy.find("migrate"), std::string::npos);
  EXPECT_TRUE(open(folder.path(), StoreRole::Maintenance).ok());
  EXPECT_EQ(*schema_version_of(folder.path()), newest_schema_version());
  EXPECT_TRUE(open(folder.path(), StoreRole::Command).ok());
}

TEST(SqliteStore, AFileThatIsNoDatabaseIsCorrupt) {
  TemporaryFolder folder;
  folder.write("leakwarden.db", std::string(8192, 'x'));
  EXPECT_EQ(open(folder.path()).error().kind, ErrorKind::Corrupt);
}

TEST(SqliteStore, AKeyOfAnotherInstallationIsRefused) {
  TemporaryFolder folder;
  ASSERT_TRUE(open(folder.path(), StoreRole::Daemon, "aaaaaaaaaaaaaaaa").ok());
  Result<std::unique_ptr<Store>> other = open(folder.path(), StoreRole::Daemon, "bbbbbbbbbbbbbbbb");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().kind, ErrorKind::Refused);
  EXPECT_TRUE(open(folder.path(), StoreRole::Daemon, "aaaaaaaaaaaaaaaa").ok());
}

TEST(SqliteStore, FilesAreTheOwnersAlone) {
  TemporaryFolder folder;
  std::string data_dir = folder / "data";
  StoreSteps store = opened(data_dir);
  store.push("pay", "a", {finding("key")});
  EXPECT_EQ(mode_of(data_dir), 0700u);
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::directory_iterator(data_dir)) {
    EXPECT_EQ(mode_of(entry.path()), 0600u) << entry.path();
  }
}

TEST(SqliteStore, CommitsWaitForTheDisk) {
  TemporaryFolder folder;
  opened(folder.path());
  EXPECT_EQ(query(folder.path(), "PRAGMA journal_mode"), "wal\n");
}

TEST(SqliteStore, EveryTableIsStrictAndCarriesAShard) {
  TemporaryFolder folder;
  opened(folder.path());
  EXPECT_EQ(query(folder.path(),
                  "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                  " AND name NOT LIKE 'sqlite_%' AND (NOT strict OR NOT EXISTS (SELECT 1 FROM"
                  " pragma_table_info(pragma_table_list.name) c WHERE c.name = 'shard'))"),
            "");
}

// The states of service/README.md's figure are those of the table.
TEST(SqliteStore, TheTablesKnowTheStatesAndNoOthers) {
  TemporaryFolder folder;
  StoreSteps store = opened(folder.path());
  store.push("pay", "a", {finding("key")});
  for (DeliveryState state :
       {DeliveryState::Pending, DeliveryState::Sent, DeliveryState::Retry, DeliveryState::Dead}) {
    EXPECT_EQ(query(folder.path(), "UPDATE deliveries SET state = '" +
                                       std::string(delivery_state_name(state)) + "'"),
              "");
  }
  EXPECT_NE(query(folder.path(), "UPDATE deliveries SET state = 'lost'").find("CHECK"),
            std::string::npos);
  // Sending needs a lease, and nothing else has one.
  EXPECT_NE(query(folder.path(), "UPDATE deliveries SET state = 'sending'").find("CHECK"),
            std::string::npos);
  for (IncidentState state :
       {IncidentState::Open, IncidentState::Acknowledged, IncidentState::Rotated,
        IncidentState::VerifiedDead, IncidentState::Closed, IncidentState::Suppressed}) {
    std::string name(incident_state_name(state));
    EXPECT_EQ(incident_state_from_name(name), std::optional<IncidentState>(state));
    EXPECT_EQ(query(folder.path(), "UPDATE incidents SET state = '" + name + "'"), "");
  }
  EXPECT_NE(query(folder.path(), "UPDATE incidents SET state = 'gone'").find("CHECK"),
            std::string::npos);
}

TEST(SqliteStore, DamageIsFoundByCheck) {
  TemporaryFolder folder;
  StoreSteps store = opened(folder.path());
  for (int i = 0; i < 200; ++i) {
    store.push("pay", std::to_string(i), {finding("key" + std::to_string(i))});
  }
  EXPECT_TRUE(store->check().ok());
  store.close();
  query(folder.path(), "PRAGMA wal_checkpoint(TRUNCATE)");
  std::string bytes = leakwarden::testing::read_file(store_path(folder.path()));
  for (std::size_t at = bytes.size() / 2; at < bytes.size() / 2 + 8192; ++at) bytes[at] ^= 0x5a;
  leakwarden::testing::write_file(store_path(folder.path()), bytes);
  Result<std::unique_ptr<Store>> damaged = open(folder.path());
  bool found = !damaged.ok() || !(*damaged)->check().ok();
  EXPECT_TRUE(found);
}

TEST(SqliteStore, ASealedValueIsInNoByteOfTheDataFolder) {
  TemporaryFolder folder;
  Config config;
  config.data_dir = folder / "data";
  Sealing sealing = Sealing::open(config).value();
  std::string canary = leakwarden::testing::planted_postman_key(4711);
  Secret value = Secret::copy_of(canary);
  StoredFinding stored = finding("x");
  stored.identity = *sealing.identity_of(value);
  stored.sealed_value = *sealing.seal(value, stored.identity);
  stored.mask = value.mask();
  {
    StoreSteps store = opened(config.data_dir);
    store.push("pay", "a", {stored});
    IncidentRecord incident = store.incidents()[0];
    Result<Secret> unsealed = sealing.unseal(incident.sealed_value, incident.identity);
    ASSERT_TRUE(unsealed.ok());
    EXPECT_TRUE(*unsealed == value);
    for (const std::filesystem::directory_entry& entry :
         std::filesystem::recursive_directory_iterator(config.data_dir)) {
      if (!entry.is_regular_file()) continue;
      std::string bytes = leakwarden::testing::read_file(entry.path());
      EXPECT_EQ(bytes.find(canary.substr(canary.size() - 12)), std::string::npos) << entry.path();
      EXPECT_EQ(bytes.find(canary.substr(5, 12)), std::string::npos) << entry.path();
    }
  }
}

// Invariants that must hold however the daemon ended.
void expect_consistent(const std::string& data_dir, StoreSteps& store) {
  EXPECT_TRUE(store->check().ok());
  // Every incident of a push has its alert, and every alert both its deliveries.
  EXPECT_EQ(query(data_dir,
                  "SELECT i.id FROM incidents i WHERE (SELECT count(*) FROM alerts a"
                  " WHERE a.incident = i.number) <> 1"),
            "");
  EXPECT_EQ(query(data_dir,
                  "SELECT a.id FROM alerts a WHERE (SELECT count(*) FROM deliveries d"
                  " WHERE d.alert = a.id) <> 2"),
            "");
  // A recorded scan moved the cursor: nothing that was scanned is still due, except by a job.
  EXPECT_EQ(query(data_dir,
                  "SELECT r.repository FROM refs r WHERE r.observed IS NOT r.scanned AND"
                  " NOT EXISTS (SELECT 1 FROM jobs j WHERE j.repository = r.repository)"),
            "");
}

// Pushes of the same counter: each brings the key of its number, found when its job is recorded.
[[noreturn]] void push_forever(const std::string& data_dir, int progress_pipe) {
  Result<std::unique_ptr<Store>> made = open(data_dir);
  if (!made.ok()) ::_exit(1);
  StoreSteps store(std::move(*made));
  std::int32_t first = static_cast<std::int32_t>(store.incidents().size());
  for (std::int32_t i = first;; ++i) {
    std::string tip = std::to_string(i);
    store.observe("pay", {ref("refs/heads/main", tip)});
    std::optional<Job> job = store.claim(i);
    if (job.has_value()) {
      store.record(*job, {finding("key" + tip)}, i);
      if (::write(progress_pipe, &i, sizeof(i)) != sizeof(i)) ::_exit(1);
    }
    Result<std::vector<DeliveryRecord>> taken =
        store->take_due_deliveries("bus", 1, at_second(i), kLease, DeliveryChoice::Any);
    if (!taken.ok() || taken->empty()) continue;
    (void)store->record_delivery(taken->at(0).id, notifier::Delivered{""}, std::nullopt,
                                 Attempted::Yes, at_second(i));
  }
}

TEST(SqliteStore, KilledAtAnyMomentNothingIsLostOrDouble) {
  TemporaryFolder folder;
  opened(folder.path()).close();
  std::int32_t acknowledged = -1;
  for (int round = 0; round < 12; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
    pid_t child = ::fork();
    if (child == 0) push_forever(folder.path(), pipe[1]);
    ::close(pipe[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds((30 + 17 * round) * testing::kSlowdown));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    std::int32_t number = 0;
    while (::read(pipe[0], &number, sizeof(number)) == sizeof(number)) acknowledged = number;
    ::close(pipe[0]);

    StoreSteps store = opened(folder.path());
    expect_consistent(folder.path(), store);
    // What was recorded before the kill is there; at most one more was committed unheard.
    std::int32_t incidents = static_cast<std::int32_t>(store.incidents().size());
    EXPECT_GE(incidents, acknowledged + 1);
    EXPECT_LE(incidents, acknowledged + 2);
    acknowledged = incidents - 1;  // seen now, so it counts as heard when the next one dies
    // A delivery that was on its way when we died is due again, marked.
    for (const DeliveryRecord& delivery : store.deliveries()) {
      EXPECT_NE(delivery.state, DeliveryState::Sending);
      EXPECT_TRUE(delivery.state != DeliveryState::Retry || delivery.possible_repeat);
    }
  }
  EXPECT_GT(acknowledged, 10);
}

// In a namespace of its own, on a file system of 768 KiB. Exit codes say what failed.
int fill_the_disk(const std::string& folder) {
  if (::mount("none", folder.c_str(), "tmpfs", 0, "size=768k") != 0) return 77;
  std::string filler = folder + "/filler";
  {
    std::ofstream out(filler, std::ios::binary);
    out << std::string(64 << 10, 'x');
  }
  Result<std::unique_ptr<Store>> made = open(folder + "/data");
  if (!made.ok()) return 10;
  StoreSteps store(std::move(*made));
  std::size_t recorded = 0;
  std::optional<Job> failed;
  for (int i = 0; i < 2000 && !failed.has_value(); ++i) {
    std::string tip = std::to_string(i);
    Result<std::optional<JobId>> seen = store->observe_refs(
        "pay", "/srv/git/pay.git", {ref("refs/heads/main", tip)}, false, at_second(i));
    if (!seen.ok()) break;
    Result<std::optional<Job>> job = store->claim_job(at_second(i), kLease, JobChoice::Any);
    if (!job.ok()) break;
    if (!job->has_value()) return 11;
    ScanRecord scan;
    scan.job = **job;
    for (int k = 0; k < 20; ++k) scan.findings.push_back(finding(tip + "-" + std::to_string(k)));
    Result<RecordedScan> result = store->record_scan(scan, plan(), at_second(i));
    if (result.ok()) {
      recorded += 20;
    } else {
      if (result.error().kind != ErrorKind::Io) return 12;
      failed = scan.job;
    }
  }
  if (recorded == 0) return 13;
  // Reading goes on, and nothing of the failed transaction is there.
  Result<std::vector<IncidentRecord>> incidents = store->list_incidents(std::nullopt, 100'000);
  if (!incidents.ok() || incidents->size() != recorded) return 14;
  // Room again: the same store goes on, without a restart.
  ::unlink(filler.c_str());
  std::optional<Job> again = store.claim(100'000);
  if (!again.has_value()) return 15;
  if (store.record(*again, {finding("after")}, 100'001).new_incidents != 1) return 16;
  if (!store->check().ok()) return 17;
  return ::testing::Test::HasFailure() ? 18 : 0;
}

TEST(SqliteStore, AFullDiskIsAnErrorAndNothingIsLost) {
  TemporaryFolder folder;
  pid_t child = ::fork();
  if (child == 0) {
    uid_t user = ::getuid();
    gid_t group = ::getgid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) ::_exit(77);
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
    ::_exit(fill_the_disk(folder.path()));
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no user namespaces here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace leakwarden::service
