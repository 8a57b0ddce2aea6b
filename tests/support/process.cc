#include "tests/support/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

using Steady = std::chrono::steady_clock;

// "NAME=value" of each variable the program gets.
std::vector<std::string> environment_of(const ProgramOptions& options) {
  std::vector<std::string> all;
  for (char** variable = ::environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (options.environment.count(text.substr(0, text.find('='))) == 0) all.push_back(text);
  }
  for (const auto& [name, value] : options.environment) {
    if (!value.empty()) all.push_back(name + "=" + value);
  }
  return all;
}

// Where PATH finds it; the name itself when it is a path, or nowhere to be found.
std::string find_program(const std::string& name, const std::vector<std::string>& environment) {
  if (name.find('/') != std::string::npos) return name;
  for (const std::string& variable : environment) {
    if (variable.rfind("PATH=", 0) != 0) continue;
    std::istringstream folders(variable.substr(5));
    for (std::string folder; std::getline(folders, folder, ':');) {
      const std::string path = folder + "/" + name;
      if (::access(path.c_str(), X_OK) == 0) return path;
    }
  }
  return name;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// All that a child needs, made before fork(): other threads may hold locks then, malloc's among
// them, which nobody in the child gives back.
struct PreparedProgram {
  PreparedProgram(const std::vector<std::string>& given, const ProgramOptions& options)
      : arguments(given),
        environment(environment_of(options)),
        path(find_program(given[0], environment)),
        folder(options.folder),
        argument_pointers(pointers_to(arguments)),
        environment_pointers(pointers_to(environment)) {}

  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::string path;
  std::string folder;
  std::vector<char*> argument_pointers;
  std::vector<char*> environment_pointers;
};

[[noreturn]] void run_child(PreparedProgram& program) {
  if (!program.folder.empty() && ::chdir(program.folder.c_str()) != 0) ::_exit(126);
  ::signal(SIGPIPE, SIG_DFL);
  ::execve(program.path.c_str(), program.argument_pointers.data(),
           program.environment_pointers.data());
  ::_exit(127);
}

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    read_end = ends[0];
    write_end = ends[1];
  }
};

void drain(int& descriptor, std::string& into) {
  std::array<char, 65536> chunk;
  ssize_t count = ::read(descriptor, chunk.data(), chunk.size());
  if (count > 0) {
    into.append(chunk.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
    ::close(descriptor);
    descriptor = -1;
  }
}

void feed(int& descriptor, std::string_view& rest) {
  ssize_t count = rest.empty() ? 0 : ::write(descriptor, rest.data(), rest.size());
  if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
  if (rest.empty() || (count < 0 && errno != EINTR && errno != EAGAIN)) {
    ::close(descriptor);
    descriptor = -1;
  }
}

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& arguments,
                          const ProgramOptions& options) {
  ::signal(SIGPIPE, SIG_IGN);
  Pipe input, output, errors;
  PreparedProgram program(arguments, options);
  const Steady::time_point start = Steady::now();
  pid_t child = ::fork();
  if (child == 0) {
    ::dup2(input.read_end, 0);
    ::dup2(output.write_end, 1);
    ::dup2(errors.write_end, 2);
    run_child(program);
  }
  ::close(input.read_end);
  ::close(output.write_end);
  ::close(errors.write_end);
  ::fcntl(input.write_end, F_SETFL, O_NONBLOCK);
  ProgramResult result;
  std::string_view rest = options.input;
  bool ended = false;
  int status = 0;
  // Stops at end of both outputs; a grandchild that keeps them open is cut off by the deadline.
  while (output.read_end >= 0 || errors.read_end >= 0) {
    pollfd polls[3] = {
        {output.read_end, POLLIN, 0}, {errors.read_end, POLLIN, 0}, {input.write_end, POLLOUT, 0}};
    ::poll(polls, 3, 20);
    if (polls[0].revents != 0) drain(output.read_end, result.output);
    if (polls[1].revents != 0) drain(errors.read_end, result.errors);
    if (input.write_end >= 0 && polls[2].revents != 0) feed(input.write_end, rest);
    if (Steady::now() - start > kSlowdown * options.deadline) {
      result.timed_out = true;
      ::kill(child, SIGKILL);
      break;
    }
  }
  while (!ended) {
    ended = ::waitpid(child, &status, result.timed_out ? 0 : WNOHANG) == child;
    if (!ended && Steady::now() - start > kSlowdown * options.deadline) {
      result.timed_out = true;
      ::kill(child, SIGKILL);
    }
    if (!ended) ::usleep(200);
  }
  for (int descriptor : {input.write_end, output.read_end, errors.read_end}) {
    if (descriptor >= 0) ::close(descriptor);
  }
  result.exit_code = exit_code_of(status);
  result.seconds = std::chrono::duration<double>(Steady::now() - start).count();
  return result;
}

BackgroundProgram BackgroundProgram::start(const std::vector<std::string>& arguments,
                                           const std::string& log_file,
                                           const ProgramOptions& options) {
  BackgroundProgram program;
  program.log_file_ = log_file;
  PreparedProgram prepared(arguments, options);
  program.pid_ = ::fork();
  if (program.pid_ == 0) {
    int log = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(log, 1);
    ::dup2(log, 2);
    run_child(prepared);
  }
  return program;
}

BackgroundProgram::BackgroundProgram(BackgroundProgram&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), log_file_(std::move(other.log_file_)) {}

BackgroundProgram& BackgroundProgram::operator=(BackgroundProgram&& other) noexcept {
  if (this != &other) {
    kill();
    pid_ = std::exchange(other.pid_, -1);
    log_file_ = std::move(other.log_file_);
  }
  return *this;
}

BackgroundProgram::~BackgroundProgram() {
  kill();
}

bool BackgroundProgram::running() {
  return wait(std::chrono::milliseconds(0)) < 0 && pid_ > 0;
}

void BackgroundProgram::signal(int number) {
  if (pid_ > 0) ::kill(pid_, number);
}

int BackgroundProgram::wait(std::chrono::milliseconds deadline) {
  if (pid_ <= 0) return -1;
  int status = 0;
  int code = -1;
  const pid_t child = pid_;
  eventually(
      [&] {
        if (::waitpid(child, &status, WNOHANG) != child) return false;
        code = exit_code_of(status);
        pid_ = -1;
        return true;
      },
      deadline);
  return code;
}

void BackgroundProgram::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
}

std::string BackgroundProgram::log() const {
  return read_file(log_file_);
}

bool catches(pid_t pid, int signal_number) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("SigCgt:", 0) != 0) continue;
    const unsigned long long caught = std::strtoull(line.c_str() + 7, nullptr, 16);
    return (caught >> (signal_number - 1) & 1) != 0;
  }
  return false;
}

bool wait_for_log(const BackgroundProgram& program, const std::string& text,
                  std::chrono::milliseconds deadline) {
  return eventually([&] { return program.log().find(text) != std::string::npos; }, deadline);
}

int free_port() {
  int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  bool bound = ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
               ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) == 0;
  ::close(descriptor);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

}  // namespace leakwarden::testing
