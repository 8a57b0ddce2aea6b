#pragma once

// Run real programs from tests: git, servers, our own executables. Bounded in time: a program that
// outlives its deadline is killed and the result says so.

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/support/slowdown.h"

namespace leakwarden::testing {

struct ProgramResult {
  int exit_code = -1;  // 128 + signal when it died of one
  bool timed_out = false;
  std::string output;  // standard output
  std::string errors;  // standard error
  double seconds = 0;
};

struct ProgramOptions {
  std::string folder;                              // "" is the current one
  std::map<std::string, std::string> environment;  // added to ours; an empty value removes
  std::string input;                               // standard input
  std::chrono::seconds deadline{60};
};

// arguments[0] is looked up on PATH.
ProgramResult run_program(const std::vector<std::string>& arguments,
                          const ProgramOptions& options = {});

// A program that runs beside the test: killed (SIGKILL) and reaped when the object dies.
class BackgroundProgram {
 public:
  BackgroundProgram() = default;
  // Standard output and error go to `log_file`.
  static BackgroundProgram start(const std::vector<std::string>& arguments,
                                 const std::string& log_file, const ProgramOptions& options = {});
  BackgroundProgram(BackgroundProgram&& other) noexcept;
  BackgroundProgram& operator=(BackgroundProgram&& other) noexcept;
  ~BackgroundProgram();

  pid_t pid() const { return pid_; }
  bool running();
  void signal(int number);
  // Waits for its end, at most `deadline`; -1 when it still runs.
  int wait(std::chrono::milliseconds deadline);
  void kill();  // SIGKILL and reap
  std::string log() const;

 private:
  pid_t pid_ = -1;
  std::string log_file_;
};

// Whether the program has a handler for the signal by now (proc(5), SigCgt).
bool catches(pid_t pid, int signal_number);

// Calls `condition` every few milliseconds until it holds or `deadline` has passed
// (kSlowdown times that).
template <typename Condition>
bool eventually(Condition condition, std::chrono::milliseconds deadline);

bool wait_for_log(const BackgroundProgram& program, const std::string& text,
                  std::chrono::milliseconds deadline);

// A TCP port on 127.0.0.1 that was free a moment ago.
int free_port();

}  // namespace leakwarden::testing

#include <thread>

namespace leakwarden::testing {
template <typename Condition>
bool eventually(Condition condition, std::chrono::milliseconds deadline) {
  const std::chrono::steady_clock::time_point end = std::chrono::steady_clock::now() + kSlowdown * deadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}
}  // namespace leakwarden::testing
