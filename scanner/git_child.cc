#include "scanner/git_child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "scanner/base/file.h"

extern char** environ;

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostErrorBytes = 64 << 10;
constexpr int kCancelMilliseconds = 100;  // between looks at it

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Error::from_errno("make a pipe", "git", errno);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

Result<pid_t> spawn(const std::string& folder, const std::vector<std::string>& arguments,
                    const Pipe& output, const Pipe& errors) {
  std::vector<char*> words = {const_cast<char*>("git")};
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  SpawnActions actions;
  posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(actions.get(), output.write.get(), 1);
  posix_spawn_file_actions_adddup2(actions.get(), errors.write.get(), 2);
  if (!folder.empty()) posix_spawn_file_actions_addchdir_np(actions.get(), folder.c_str());
  pid_t pid = -1;
  const int error = ::posix_spawnp(&pid, "git", actions.get(), nullptr, words.data(), environ);
  if (error != 0) return Error::from_errno("run git", folder, error);
  return pid;
}

// Appends what there is; false at the end.
bool take(int descriptor, std::string& text, std::size_t max_bytes) {
  char buffer[16 << 10];
  const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
  if (count < 0) return errno == EINTR;
  if (text.size() <= max_bytes) text.append(buffer, static_cast<std::size_t>(count));
  return count > 0;
}

bool is_set(const std::atomic<bool>* cancel) {
  return cancel != nullptr && cancel->load(std::memory_order_relaxed);
}

// Until both ends are closed, or `cancel` is set.
void read_both(const Pipe& output, std::string& text, std::size_t max_bytes, const Pipe& errors,
               std::string& error_text, const std::atomic<bool>* cancel) {
  pollfd ends[2] = {{output.read.get(), POLLIN, 0}, {errors.read.get(), POLLIN, 0}};
  while ((ends[0].fd >= 0 || ends[1].fd >= 0) && !is_set(cancel)) {
    const int ready = ::poll(ends, 2, cancel == nullptr ? -1 : kCancelMilliseconds);
    if (ready < 0 && errno != EINTR) return;
    if (ready <= 0) continue;
    if (ends[0].fd >= 0 && ends[0].revents != 0 && !take(ends[0].fd, text, max_bytes))
      ends[0].fd = -1;
    if (ends[1].fd >= 0 && ends[1].revents != 0 && !take(ends[1].fd, error_text, kMostErrorBytes)) {
      ends[1].fd = -1;
    }
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace

Result<std::string> run_git(const std::string& folder, const std::vector<std::string>& arguments,
                            std::size_t max_bytes, const std::atomic<bool>* cancel) {
  LEAKWARDEN_TRY(Pipe output, make_pipe());
  LEAKWARDEN_TRY(Pipe errors, make_pipe());
  LEAKWARDEN_TRY(const pid_t pid, spawn(folder, arguments, output, errors));
  output.write.reset();
  errors.write.reset();
  std::string text;
  std::string error_text;
  read_both(output, text, max_bytes, errors, error_text, cancel);
  const bool is_cancelled = is_set(cancel);
  if (is_cancelled) ::kill(pid, SIGTERM);
  const int exit_code = wait_for(pid);
  const std::string what = "git " + (arguments.empty() ? "" : arguments.front());
  if (is_cancelled) return Error::timeout(what, folder, "interrupted");
  if (exit_code != 0) {
    return Error::refused(what, folder, error_text.substr(0, error_text.find('\n')));
  }
  if (text.size() > max_bytes) return Error::too_large(what, folder, "its output is too long");
  return text;
}

}  // namespace leakwarden::scanner
