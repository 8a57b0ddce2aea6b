#include "service/cli/store_command.h"

#include <sys/stat.h>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/exit_code.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/words.h"
#include "service/cli/command.h"
#include "service/store/sqlite_store.h"

namespace leakwarden::service {
namespace {

constexpr const char* kHelp = R"(leakwarden store: the daemon's memory

  leakwarden store check                   is it whole? (beside a running daemon)
  leakwarden store migrate                 bring it to this version; the daemon does so too
  leakwarden store settle REPOSITORY       what its scans left out was looked at by hand

export and import are not available in this version; a copy of the data folder, taken while the
daemon is stopped, is a backup.
)";

std::uint64_t size_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

// With what waits in its log.
std::uint64_t store_size(const std::string& path) {
  return size_of(path) + size_of(path + "-wal");
}

Status check_store(const Command& command) {
  std::string path = store_path(command.config().data_dir);
  LEAKWARDEN_TRY(int version, schema_version_of(command.config().data_dir));
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, command.open_store());
  LEAKWARDEN_CHECK(store->check());
  if (command.format() != Format::Text) {
    scanner::JsonObject object;
    object.text("store", path).raw("whole", "true").number("schema", version);
    object.number("bytes", static_cast<std::int64_t>(store_size(path)));
    return write_answer(object.str() + "\n");
  }
  return write_answer(fmt::format("{} is whole: schema {}, {}\n", path, version,
                                  scanner::human_bytes(store_size(path))));
}

Status migrate_store(const Command& command) {
  LEAKWARDEN_TRY(int before, schema_version_of(command.config().data_dir));
  StoreOptions options;
  options.data_dir = command.config().data_dir;
  options.role = StoreRole::Maintenance;
  options.now = wall_clock();
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, open_sqlite_store(options));
  int after = newest_schema_version();
  return write_answer(before == after
                          ? fmt::format("schema {} is the newest: nothing to do\n", after)
                          : fmt::format("schema {} → {}\n", before, after));
}

// What a push brought and no scan saw stays in doctor until somebody says that he looked.
Status settle_scans(const Command& command) {
  if (command.operands().size() != 1) {
    return Error::invalid("run", "store settle", "it takes one repository, by name or path")
        .with_remedy("leakwarden-service doctor names them");
  }
  const std::string& name = command.operands()[0];
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, command.open_store());
  LEAKWARDEN_TRY(std::size_t settled, store->settle_scans(name, command.person(), wall_clock()));
  std::string shown = sanitize_for_terminal(name, 200);
  if (settled == 0) return write_answer(shown + " has no unscanned push\n");
  return write_answer(scanner::counted(settled, "scan that left something out is",
                                       "scans that left something out are") +
                      " settled for " + shown + "\n");
}

int run(const Words& words, Status (*work)(const Command&),
        const std::vector<scanner::Option>& own = {}) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command =
      Command::begin(kHelp, with_common_options(own), words, exit_code);
  if (!command) return exit_code;
  Status status = work(*command);
  return status.ok() ? scanner::kExitClean : say_error(status.error());
}

int check(const Words& words) {
  return run(words, check_store);
}
int migrate(const Words& words) {
  return run(words, migrate_store);
}
int settle(const Words& words) {
  return run(words, settle_scans, {{"person", "NAME", "who says so (default: you)"}});
}

}  // namespace

int store_command(const std::vector<std::string>& words) {
  return run_verb("store", kHelp, {{"check", check}, {"migrate", migrate}, {"settle", settle}},
                  {"export", "import"}, words);
}

}  // namespace leakwarden::service
