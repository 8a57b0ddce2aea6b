#pragma once

// Work that may hang or die, done in a child process under a deadline of its own.
//
// Whoever guards something must answer, whatever happens to the work: a thread that watches cannot
// outlive a crash, so the watcher is this process, which only waits, and the work is a fork of it.
// The child is killed when the time is used up, may not use more memory than it is given, leaves no
// core file, and dies with its parent.
//
//   GuardedOutcome outcome = run_guarded({milliseconds(2000)}, [](GuardedChild& child) {
//     child.note("as much as I know so far");   // kept even when the child dies
//     child.finish(answer);
//   });
//   if (outcome.end != GuardedEnd::Finished) …
//
// Thread rules: only from a process that has one thread (the child has no others).

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

enum class GuardedEnd {
  Finished,    // finish() was called, and all of it has arrived
  TimedOut,    // killed
  Died,        // it ended without: a crash, no memory
  NotStarted,  // no pipe or no process to be had
};

struct GuardedOutcome {
  GuardedEnd end = GuardedEnd::NotStarted;
  std::string note;    // the last one
  std::string answer;  // of finish()
};

struct GuardedLimits {
  std::chrono::milliseconds budget{2000};
  std::uint64_t address_space_bytes = 1ull << 30;  // 0: no limit
  std::uint64_t answer_bytes = 256ull << 20;       // more counts as Died
};

// The child's way to its parent.
class GuardedChild {
 public:
  explicit GuardedChild(int pipe) : pipe_(pipe) {}
  void note(std::string_view text) { send('n', text); }
  void finish(std::string_view text) { send('f', text); }

 private:
  void send(char kind, std::string_view text);
  int pipe_;
};

GuardedOutcome run_guarded(const GuardedLimits& limits,
                           const std::function<void(GuardedChild&)>& work);

// Why there is no answer, in words: "2 s were not enough". "" when there is one.
std::string guarded_words(const GuardedOutcome& outcome, const GuardedLimits& limits);

}  // namespace leakwarden::scanner
