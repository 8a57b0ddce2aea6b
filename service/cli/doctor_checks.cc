#include "service/cli/doctor_checks.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/core.h>

#include "scanner/hooks/decisions_client.h"
#include "scanner/report/words.h"
#include "scanner/rules/rule_set.h"
#include "scanner/worker/sandbox.h"
#include "service/installation_key.h"
#include "service/jobs/worker_process.h"
#include "service/sealing.h"
#include "service/store/data_lock.h"

namespace leakwarden::service {
namespace {

constexpr std::chrono::milliseconds kHookPatience{2000};
constexpr std::uint64_t kLittleRoomBytes = 200ull << 20;
constexpr std::uint64_t kNoRoomBytes = 32ull << 20;  // below it /readyz says 503 (daemon.cc)

bool is_there(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

void check_room(const std::string& data_dir, DoctorReport& report) {
  struct statvfs status {};
  if (::statvfs(data_dir.c_str(), &status) != 0) return;
  std::uint64_t free = static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
  const std::string words = "only " + scanner::human_bytes(free) + " are free in " + data_dir;
  if (free < kNoRoomBytes) {
    report.bad("data", words + "; try: free room, nothing can be recorded");
  } else if (free < kLittleRoomBytes) {
    report.note("data", words);
  }
}

// The first start makes it, but nothing above it.
void check_place(const std::string& data_dir, DoctorReport& report) {
  std::size_t slash = data_dir.rfind('/');
  std::string above = slash == std::string::npos ? "." : data_dir.substr(0, slash + 1);
  bool writable = ::access(above.c_str(), W_OK | X_OK) == 0;
  std::string why = std::strerror(errno);
  if (writable) {
    report.note("data", data_dir + " is made at the first start");
  } else {
    report.bad("data", data_dir + " cannot be made: " + above + ": " + why +
                           "; try: make that folder, writable for this user, or name another "
                           "data_dir");
  }
}

}  // namespace

void check_configuration(const Config& config, DoctorReport& report) {
  report.good("config",
              fmt::format("{}: {}, {}", config.file,
                          scanner::counted(config.watch.size(), "watched path", "watched paths"),
                          scanner::counted(config.channels.size(), "channel", "channels")));
  for (const std::string& warning : config.warnings) report.note("config", warning);
}

void check_data_folder(const Config& config, DoctorReport& report) {
  struct stat status {};
  if (::stat(config.data_dir.c_str(), &status) != 0) {
    return check_place(config.data_dir, report);
  }
  if ((status.st_mode & 0077) != 0) {
    report.note("data", config.data_dir + " can be entered by other users (chmod 700)");
  }
  std::optional<std::string> owner = data_lock_owner(config.data_dir);
  report.good("daemon", owner.has_value() ? "running, process " + *owner : "not running");
  check_room(config.data_dir, report);
}

void check_key(const Config& config, DoctorReport& report) {
  std::string path = installation_key_path(config.data_dir);
  bool to_be_made = !config.sealing_key.has_value() && !is_there(path) &&
                    !is_there(config.data_dir + "/leakwarden.db");
  if (to_be_made) {
    report.note("key", path + " is made at the first start; back it up then");
    return;
  }
  Result<Sealing> sealing = Sealing::open(config);
  if (!sealing.ok()) {
    report.bad("key", sealing.error().message());
    return;
  }
  report.good("key", "sealing key " + sealing->key_id() +
                         (config.values == ValuesMode::Fingerprints ? ", no values are kept" : ""));
}

void check_rules(const Config& config, DoctorReport& report) {
  Result<std::shared_ptr<const scanner::RuleSet>> rules = scanner::RuleSet::load(config.rules);
  if (!rules.ok()) {
    report.bad("rules", rules.error().message());
    return;
  }
  report.good("rules",
              fmt::format("{} rules, set {}", scanner::with_separators((*rules)->size()),
                          (*rules)->digest().substr(0, 12)));
}

void check_workers(DoctorReport& report) {
  Result<std::string> program = find_scanner();
  if (program.ok()) report.good("scanner", *program);
  if (!program.ok()) report.bad("scanner", program.error().message());
  scanner::SandboxState sandbox = scanner::sandbox_support();
  if (!sandbox.seccomp)
    report.note("sandbox", "this kernel has no seccomp: workers are less locked in");
  if (!sandbox.landlock) {
    report.note("sandbox", "this kernel has no Landlock: workers are held by seccomp alone");
  } else {
    report.good("sandbox", fmt::format("Landlock {}, seccomp", sandbox.landlock_abi));
  }
}

void check_hook_socket(const Config& config, DoctorReport& report) {
  const ListenerConfig* listener = hook_listener(config.listeners);
  if (listener == nullptr) return;
  const std::string path = socket_path(*listener);
  if (!data_lock_owner(config.data_dir).has_value()) {
    report.note("hooks", "the daemon does not run, so nobody answers them at " + path);
    return;
  }
  scanner::DecisionSettings settings;
  settings.socket = path;
  settings.patience = kHookPatience;
  const scanner::DaemonSeen seen = scanner::look_for_daemon(settings);
  if (seen.answers) report.good("hooks", seen.words);
  if (!seen.answers) {
    report.bad("hooks", seen.words + "; try: may you connect to it? else restart the daemon");
  }
}

void check_channels(const Config& config, DoctorReport& report) {
  std::shared_ptr<notifier::Transport> transport = notifier::make_curl_transport(config.outgoing);
  for (const ChannelSpecification& channel : config.channels) {
    Result<notifier::ChannelConfig> resolved = resolve_channel(channel);
    if (!resolved.ok()) {
      report.bad("channel", resolved.error().message());
      continue;
    }
    Result<std::unique_ptr<notifier::Channel>> made = notifier::make_channel(*resolved, transport);
    if (!made.ok()) {
      report.bad("channel", made.error().message());
    } else {
      report.good("channel",
                  channel.name + "; leakwarden notify test " + channel.name + " tries it");
    }
  }
}

}  // namespace leakwarden::service
