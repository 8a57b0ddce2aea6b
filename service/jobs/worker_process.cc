#include "service/jobs/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <thread>

#include "scanner/worker/sanitizers.h"
#include "service/jobs/sealed_memory.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kMaxLastWords = 4096;
constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kRequestPatience{30'000};
constexpr int kFirstFreeDescriptor = 6;  // protocol.h uses 0 to 5

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return Error::from_errno("make a pipe", "worker", errno);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// Out of the way of the numbers that the child shall have, so that one dup2 does not overwrite the
// source of the next.
Result<Descriptor> lifted(const Descriptor& descriptor) {
  Descriptor copy(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, kFirstFreeDescriptor));
  if (!copy.valid()) return Error::from_errno("copy a descriptor", "worker", errno);
  return copy;
}

// posix_spawn's two argument objects, freed in any case.
struct SpawnArguments {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  SpawnArguments() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnArguments() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnArguments(const SpawnArguments&) = delete;
  SpawnArguments& operator=(const SpawnArguments&) = delete;
};

void set_signals_and_group(SpawnArguments& arguments) {
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&arguments.attributes, &none);
  posix_spawnattr_setsigdefault(&arguments.attributes, &all);
  posix_spawnattr_setpgroup(&arguments.attributes, 0);
  posix_spawnattr_setflags(&arguments.attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

// Nothing of ours; the sanitizers' options only in their builds.
std::vector<std::string> clean_environment() {
  std::vector<std::string> environment = {"LC_ALL=C.UTF-8"};
  if (!scanner::kUnderSanitizer) return environment;
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name))
      environment.push_back(std::string(name) + "=" + value);
  }
  return environment;
}

Result<pid_t> spawn(const std::string& executable, const std::vector<Descriptor>& descriptors) {
  SpawnArguments arguments;
  set_signals_and_group(arguments);
  for (std::size_t target = 0; target < descriptors.size(); ++target) {
    posix_spawn_file_actions_adddup2(&arguments.actions, descriptors[target].get(),
                                     static_cast<int>(target));
  }
  posix_spawn_file_actions_addclosefrom_np(&arguments.actions, kFirstFreeDescriptor);
  std::vector<std::string> environment = clean_environment();
  std::vector<char*> variables;
  for (std::string& variable : environment) variables.push_back(variable.data());
  variables.push_back(nullptr);
  std::string name = "leakwarden";
  std::string command = "worker";
  std::array<char*, 3> words = {name.data(), command.data(), nullptr};
  pid_t pid = -1;
  int error = posix_spawn(&pid, executable.c_str(), &arguments.actions, &arguments.attributes,
                          words.data(), variables.data());
  if (error != 0) return Error::from_errno("start a worker", executable, error);
  return pid;
}

int remaining_milliseconds(SteadyTime deadline) {
  std::chrono::milliseconds left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0) return 0;
  return left.count() > INT_MAX ? INT_MAX : static_cast<int>(left.count());
}

// A request of more than a pipe's 64 KiB waits for the child to read, which it does first of all;
// where it died instead (EPIPE; the daemon ignores SIGPIPE) the end of its events will tell.
Status send_request(int pipe, std::string_view frame) {
  SteadyTime deadline = std::chrono::steady_clock::now() + kRequestPatience;
  while (!frame.empty()) {
    ssize_t written = write(pipe, frame.data(), frame.size());
    if (written >= 0) {
      frame.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd polled{pipe, POLLOUT, 0};
      if (poll(&polled, 1, remaining_milliseconds(deadline)) == 0) {
        return Error::timeout("start a worker", "pipe", "it does not read its request");
      }
    } else if (errno == EPIPE) {
      return done();
    } else if (errno != EINTR) {
      return Error::from_errno("start a worker", "pipe", errno);
    }
  }
  return done();
}

std::string describe(int status) {
  if (WIFEXITED(status)) return "exit code " + std::to_string(WEXITSTATUS(status));
  int number = WTERMSIG(status);
  return "signal " + std::to_string(number) + " (" + strsignal(number) + ")";
}

}  // namespace

Result<WorkerLauncher> WorkerLauncher::create(std::string executable, std::string_view rule_image) {
  WorkerLauncher launcher;
  launcher.executable_ = std::move(executable);
  LEAKWARDEN_TRY(launcher.rules_, sealed_memory(rule_image));
  return launcher;
}

Result<WorkerProcess> WorkerLauncher::start(const Descriptor& folder,
                                            const scanner::Request& request) const {
  LEAKWARDEN_TRY(Pipe requests, make_pipe());
  LEAKWARDEN_TRY(Pipe events, make_pipe());
  LEAKWARDEN_TRY(Pipe words, make_pipe());
  WorkerProcess worker;
  LEAKWARDEN_TRY(worker.page_, shared_memory(scanner::kWorkerPageBytes));
  std::vector<Descriptor> given;
  const Descriptor* sources[] = {&requests.read, &events.write, &words.write,
                                 &folder,        &rules_,       &worker.page_};
  for (const Descriptor* source : sources) {
    LEAKWARDEN_TRY(given.emplace_back(), lifted(*source));
  }
  LEAKWARDEN_TRY(worker.pid_, spawn(executable_, given));
  worker.requests_ = std::move(requests.write);
  worker.events_ = std::move(events.read);
  worker.words_ = std::move(words.read);
  worker.frames_ = std::make_unique<scanner::FrameReader>(worker.events_.get());
  fcntl(worker.words_.get(), F_SETFL, O_NONBLOCK);
  fcntl(worker.requests_.get(), F_SETFL, O_NONBLOCK);
  // Our copies of the child's ends: only without them does a dead child end the writing.
  given.clear();
  requests.read.reset();
  events.write.reset();
  words.write.reset();
  LEAKWARDEN_CHECK(send_request(worker.requests_.get(), scanner::encode(request)));
  return worker;
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept {
  *this = std::move(other);
}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
  if (this == &other) return *this;
  if (pid_ > 0) kill();
  pid_ = std::exchange(other.pid_, -1);
  requests_ = std::move(other.requests_);
  events_ = std::move(other.events_);
  words_ = std::move(other.words_);
  page_ = std::move(other.page_);
  frames_ = std::move(other.frames_);
  last_words_ = std::move(other.last_words_);
  ended_ = other.ended_;
  return *this;
}

WorkerProcess::~WorkerProcess() {
  if (pid_ > 0) kill();
}

Status WorkerProcess::wait_readable(SteadyTime deadline, const StopSignal& stop) {
  while (true) {
    pollfd polled[] = {
        {events_.get(), POLLIN, 0}, {stop.descriptor(), POLLIN, 0}, {words_.get(), POLLIN, 0}};
    int ready = poll(polled, words_.valid() ? 3 : 2, remaining_milliseconds(deadline));
    if (ready < 0 && errno != EINTR) return Error::from_errno("listen to a worker", "poll", errno);
    if (ready > 0 && polled[2].revents != 0) take_last_words();
    if (ready > 0 && polled[0].revents != 0) return done();
    if (ready > 0 && polled[1].revents != 0) {
      return Error::refused("listen to a worker", "pipe", "the daemon is stopping");
    }
    if (remaining_milliseconds(deadline) == 0) {
      return Error::timeout("listen to a worker", "pipe", "its time is up");
    }
  }
}

void WorkerProcess::take_last_words() {
  std::array<char, 1024> chunk;
  while (words_.valid()) {
    ssize_t count = read(words_.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) words_.reset();
    if (count <= 0) return;
    std::size_t room = kMaxLastWords - last_words_.size();
    last_words_.append(chunk.data(), std::min(room, static_cast<std::size_t>(count)));
  }
}

Result<std::optional<scanner::Event>> WorkerProcess::next(SteadyTime deadline,
                                                          const StopSignal& stop) {
  std::array<char, 65536> chunk;
  while (true) {
    if (std::optional<std::string> frame = frames_->take()) {
      Result<scanner::Event> event = scanner::decode_event(*frame);
      wipe_memory(frame->data(), frame->size());
      if (!event.ok()) return event.error();
      return std::optional<scanner::Event>(std::move(event).value());
    }
    if (ended_) return std::optional<scanner::Event>();
    LEAKWARDEN_CHECK(wait_readable(deadline, stop));
    ssize_t count = read(events_.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error::from_errno("listen to a worker", "pipe", errno);
    ended_ = count == 0;
    if (ended_ && !frames_->empty()) {
      return Error::corrupt("listen to a worker", "pipe", "it ended in the middle of an event");
    }
    Status fed = frames_->feed({chunk.data(), static_cast<std::size_t>(count)});
    wipe_memory(chunk.data(), static_cast<std::size_t>(count));
    LEAKWARDEN_CHECK(std::move(fed));
  }
}

WorkerEnd WorkerProcess::finish() {
  requests_.reset();
  return reap(kPatience);
}

WorkerEnd WorkerProcess::kill() {
  return reap(std::chrono::milliseconds(0));
}

WorkerEnd WorkerProcess::reap(std::chrono::milliseconds patience) {
  if (pid_ <= 0) return {};
  SteadyTime give_up = std::chrono::steady_clock::now() + patience;
  int status = 0;
  pid_t reaped = waitpid(pid_, &status, WNOHANG);
  while (reaped == 0 && std::chrono::steady_clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    reaped = waitpid(pid_, &status, WNOHANG);
  }
  if (reaped == 0) {
    ::kill(pid_, SIGKILL);
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
  }
  take_last_words();
  pid_ = -1;
  WorkerEnd end{WIFEXITED(status) && WEXITSTATUS(status) == 0, describe(status)};
  if (!last_words_.empty()) end.description += ": " + last_words_;
  return end;
}

std::vector<ObjectId> WorkerProcess::objects_in_work() const {
  std::vector<ObjectId> objects;
  void* page = mmap(nullptr, scanner::kWorkerPageBytes, PROT_READ, MAP_SHARED, page_.get(), 0);
  if (page == MAP_FAILED) return objects;
  constexpr std::size_t kSlot = scanner::kWorkerPageBytes / scanner::kWorkerPageSlots;
  for (std::size_t slot = 0; slot < scanner::kWorkerPageSlots; ++slot) {
    const char* text = static_cast<const char*>(page) + slot * kSlot;
    std::optional<ObjectId> id = ObjectId::from_hex({text, strnlen(text, kSlot)});
    if (id && !id->is_null()) objects.push_back(*id);
  }
  munmap(page, scanner::kWorkerPageBytes);
  return objects;
}

}  // namespace leakwarden::service
