#include "scanner/cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "scanner/base/file.h"

namespace leakwarden::scanner {
namespace {

constexpr unsigned kDefaultWidth = 80;

// A signal handler can reach nothing but a global.
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void on_interrupt(int) {
  if (interrupted.exchange(true)) ::_exit(kExitInterrupted);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Status write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error::from_errno("write", "standard output", errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return done();
}

}  // namespace

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

unsigned terminal_width(int descriptor) {
  winsize size{};
  unsigned width = 0;
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  if (width == 0) width = static_cast<unsigned>(std::atoi(environment("COLUMNS").c_str()));
  if (width == 0) width = kDefaultWidth;
  return std::clamp(width, 40u, 200u);
}

UseColour colour_for(int descriptor, const std::string& wish) {
  if (wish == "always") return UseColour::Yes;
  const bool refused = wish == "never" || !environment("NO_COLOR").empty() ||
                       environment("TERM") == "dumb" || !is_terminal(descriptor);
  return refused ? UseColour::No : UseColour::Yes;
}

Status write_output(std::string_view text, const std::string& file) {
  if (!file.empty()) return write_output_file(file, text, 0600);
  return write_all(STDOUT_FILENO, text);
}

int usage_error(const Error& error) {
  // Should this fail, there is nowhere else to say it.
  static_cast<void>(write_all(STDERR_FILENO, "leakwarden: " + error.message() + "\n").ok());
  return kExitUsage;
}

int report_lost(const Error& error) {
  static_cast<void>(usage_error(error));
  return kExitIncomplete;
}

int show(std::string_view text, int code) {
  const Status written = write_output(text, "");
  return written.ok() ? code : usage_error(written.error());
}

int not_available(const std::string& what) {
  return usage_error(Error::invalid("run", what, "not available in this version"));
}

const std::atomic<bool>* watch_for_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGHUP, &action, nullptr);  // the terminal is gone: a clone must not stay behind
  std::signal(SIGPIPE, SIG_DFL);
  return &interrupted;
}

}  // namespace leakwarden::scanner
