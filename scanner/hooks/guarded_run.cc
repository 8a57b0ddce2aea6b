#include "scanner/hooks/guarded_run.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "scanner/base/file.h"
#include "scanner/report/words.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LEAKWARDEN_SHADOW_MEMORY 1
#else
#define LEAKWARDEN_SHADOW_MEMORY 0
#endif

namespace leakwarden::scanner {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kHeadBytes = 1 + sizeof(std::uint64_t);

void limit(int resource, rlim_t value) {
  rlimit limits{};
  ::getrlimit(static_cast<__rlimit_resource>(resource), &limits);
  limits.rlim_cur = std::min(value, limits.rlim_max);
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

void prepare_child(const GuardedLimits& limits, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it died before we said so
  limit(RLIMIT_CORE, 0);
  if (limits.address_space_bytes > 0 && !LEAKWARDEN_SHADOW_MEMORY) {
    limit(RLIMIT_AS, limits.address_space_bytes);
  }
}

// Collects the child's messages: a kind, a length, the text.
class Messages {
 public:
  explicit Messages(GuardedOutcome& outcome) : outcome_(outcome) {}

  // False when it said more than it may.
  bool take(std::string_view bytes, std::uint64_t most) {
    buffer_.append(bytes);
    while (buffer_.size() >= kHeadBytes) {
      std::uint64_t size = 0;
      std::memcpy(&size, buffer_.data() + 1, sizeof size);
      if (size > most) return false;
      if (buffer_.size() < kHeadBytes + size) return true;
      keep(buffer_[0], buffer_.substr(kHeadBytes, size));
      buffer_.erase(0, kHeadBytes + size);
    }
    return true;
  }

 private:
  void keep(char kind, std::string text) {
    (kind == 'f' ? outcome_.answer : outcome_.note) = std::move(text);
    if (kind == 'f') outcome_.end = GuardedEnd::Finished;
  }

  GuardedOutcome& outcome_;
  std::string buffer_;
};

// Milliseconds for poll(2), rounded up, so that it does not spin at the end.
int left_until(Steady::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Steady::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT32_MAX));
}

void listen(int pipe, const GuardedLimits& limits, Steady::time_point end,
            GuardedOutcome& outcome) {
  Messages messages(outcome);
  std::string buffer(64 << 10, '\0');
  while (outcome.end != GuardedEnd::Finished) {
    pollfd ready{pipe, POLLIN, 0};
    const int count = ::poll(&ready, 1, left_until(end));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      outcome.end = GuardedEnd::TimedOut;
      return;
    }
    const ssize_t got = ::read(pipe, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    const bool is_good =
        got > 0 && messages.take(std::string_view(buffer.data(), got), limits.answer_bytes);
    if (!is_good) return;
  }
}

void bury(pid_t child) {
  ::kill(child, SIGKILL);
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
}

}  // namespace

void GuardedChild::send(char kind, std::string_view text) {
  std::string message(1, kind);
  const std::uint64_t size = text.size();
  message.append(reinterpret_cast<const char*>(&size), sizeof size);
  message.append(text);
  std::string_view rest = message;
  while (!rest.empty()) {
    const ssize_t count = ::write(pipe_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) ::_exit(1);  // nobody listens
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
}

GuardedOutcome run_guarded(const GuardedLimits& limits,
                           const std::function<void(GuardedChild&)>& work) {
  const Steady::time_point end = Steady::now() + limits.budget;
  GuardedOutcome outcome;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return outcome;
  Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return outcome;
  if (child == 0) {
    prepare_child(limits, parent);
    GuardedChild speaker(to.get());
    try {
      work(speaker);
    } catch (...) {  // no memory: nothing of ours throws, and the caller's frames are not for us
      ::_exit(1);
    }
    ::_exit(0);
  }
  to.reset();
  outcome.end = GuardedEnd::Died;
  listen(from.get(), limits, end, outcome);
  bury(child);
  return outcome;
}

std::string guarded_words(const GuardedOutcome& outcome, const GuardedLimits& limits) {
  const double seconds = std::chrono::duration<double>(limits.budget).count();
  switch (outcome.end) {
    case GuardedEnd::Finished:
      return "";
    case GuardedEnd::TimedOut:
      return human_seconds(seconds) + " were not enough";
    case GuardedEnd::Died:
      return "the scan ended before it had an answer";
    case GuardedEnd::NotStarted:
      return "no process could be started for it";
  }
  return "";
}

}  // namespace leakwarden::scanner
