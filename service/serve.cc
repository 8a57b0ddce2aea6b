#include "service/serve.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <thread>

#include "scanner/worker/sandbox.h"
#include "scanner/worker/sanitizers.h"
#include "service/daemon.h"
#include "service/notify_systemd.h"

namespace leakwarden::service {
namespace {

using std::chrono::milliseconds;

constexpr int kExitDone = 0;
constexpr int kExitFailed = 1;
constexpr int kExitConfiguration = 2;
constexpr milliseconds kTurn{1'000};
constexpr milliseconds kTurnUntilReady{20};

// Keys are in our memory: nobody may attach to it or find it in a core file.
void harden() {
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // LeakSanitizer must be able to trace its own process.
  if (!scanner::kUnderSanitizer) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  umask(077);
  std::signal(SIGPIPE, SIG_IGN);
}

// Before the first thread, so that every thread has them blocked and only the main loop reads them.
Descriptor take_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return Descriptor(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

int next_signal(const Descriptor& signals, milliseconds wait) {
  pollfd polled{signals.get(), POLLIN, 0};
  signalfd_siginfo info{};
  if (poll(&polled, 1, static_cast<int>(wait.count())) != 1) return 0;
  if (read(signals.get(), &info, sizeof(info)) != sizeof(info)) return 0;
  return static_cast<int>(info.ssi_signo);
}

std::string monotonic_microseconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::to_string(std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000);
}

// Compiling rules takes seconds: beside the main loop, one at a time.
class Reloader {
 public:
  Reloader(Daemon& daemon, Log& log, const SystemdNotifier& systemd)
      : daemon_(daemon), log_(log), systemd_(systemd) {}
  ~Reloader() { join(); }

  void start() {
    if (running_.load()) return log_.warning("a reload is under way already");
    join();
    running_ = true;
    systemd_.notify("RELOADING=1\nMONOTONIC_USEC=" + monotonic_microseconds());
    thread_ = std::thread([this] { run(); });
  }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    Status reloaded = daemon_.reload();
    if (reloaded.ok()) {
      log_.info("rules and channels reloaded");
    } else {
      log_.error("reload failed, the old rules and channels stay", {LogField(reloaded.error())});
    }
    systemd_.notify("READY=1");
    running_ = false;
  }

  Daemon& daemon_;
  Log& log_;
  const SystemdNotifier& systemd_;
  std::atomic<bool> running_{false};
  std::thread thread_;
};

void run_until_told(Daemon& daemon, Log& log, const SystemdNotifier& systemd,
                    const Descriptor& signals) {
  Reloader reloader(daemon, log, systemd);
  milliseconds turn = std::min(kTurn, systemd.watchdog().value_or(kTurn));
  bool ready = false;
  while (true) {
    int signal = next_signal(signals, ready ? turn : std::min(turn, kTurnUntilReady));
    if (signal == SIGTERM || signal == SIGINT) return;
    if (signal == SIGHUP) reloader.start();
    ready = daemon.tick();
    if (systemd.watchdog()) systemd.notify("WATCHDOG=1");
  }
}

// The orderly end runs beside us, so that a second signal can end the waiting.
void stop_in_order(Daemon& daemon, const SystemdNotifier& systemd, const Descriptor& signals) {
  systemd.notify("STOPPING=1");
  std::atomic<bool> stopped{false};
  std::thread stopper([&daemon, &stopped] {
    daemon.stop(Daemon::StopHow::Orderly);
    stopped = true;
  });
  while (!stopped.load()) {
    int signal = next_signal(signals, milliseconds(20));
    // What is not finished is in the store; leases of a dead daemon are taken back at its start.
    if (signal == SIGTERM || signal == SIGINT) _exit(kExitDone);
    if (systemd.watchdog()) systemd.notify("WATCHDOG=1");
  }
  stopper.join();
}

int exit_code_for(const Error& error) {
  bool configuration = error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Refused ||
                       error.kind == ErrorKind::NotFound;
  return configuration ? kExitConfiguration : kExitFailed;
}

int complain(const std::string& text, int code) {
  std::fprintf(stderr, "%s\n", text.c_str());
  return code;
}

void say_what_protects(Log& log) {
  scanner::SandboxState sandbox = scanner::sandbox_support();
  if (!sandbox.landlock) {
    log.warning("this kernel has no Landlock: workers are held by seccomp and limits alone");
  }
}

void say_ready(const Daemon& daemon, const Config& config, Log& log,
               const SystemdNotifier& systemd) {
  for (const std::string& address : daemon.addresses()) {
    log.info("listening", {{"address", address}});
  }
  for (const WatchConfig& watch : config.watch) log.info("watching", {{"folder", watch.path}});
  log.info("ready");
  systemd.notify("READY=1\nSTATUS=watching " + std::to_string(config.watch.size()) + " folders");
}

}  // namespace

int serve(const ServeOptions& options) {
  SystemdNotifier systemd = SystemdNotifier::from_environment();
  harden();
  Descriptor signals = take_signals();
  Result<ParsedConfig> parsed = read_config(options.config_file);
  if (!parsed.ok()) return complain(parsed.error().message(), kExitConfiguration);
  if (!parsed->problems.empty()) return complain(describe_problems(*parsed), kExitConfiguration);
  const Config& config = parsed->config;

  SystemClock clock;
  Log log(options.log_format, options.log_level, clock);
  for (const std::string& warning : config.warnings) {
    log.warning("configuration", {{"note", warning}});
  }
  say_what_protects(log);
  Result<std::unique_ptr<Daemon>> daemon = Daemon::start(config, options.version, log, clock);
  if (!daemon.ok()) return complain(daemon.error().message(), exit_code_for(daemon.error()));
  say_ready(**daemon, config, log, systemd);
  run_until_told(**daemon, log, systemd, signals);
  log.info("stopping");
  stop_in_order(**daemon, systemd, signals);
  log.info("stopped");
  return kExitDone;
}

}  // namespace leakwarden::service
