#include "scanner/worker/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <thread>

#include "scanner/base/file.h"
#include "scanner/prepare_readers.h"
#include "scanner/worker/sanitizers.h"
#include "tests/support/process.h"
#include "tests/support/read_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::ProgramOptions;
using leakwarden::testing::ProgramResult;
using leakwarden::testing::read_all;
using leakwarden::testing::read_file;
using leakwarden::testing::ReadResult;
using leakwarden::testing::run_program;
using leakwarden::testing::TemporaryFolder;

// What became of a child that locked itself in and then tried something.
struct Fate {
  int exit_code = -1;
  int signal = 0;
};

class Sandbox : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.write("repository/HEAD", "ref: refs/heads/main\n");
    folder_.write("outside/secret", "not yours");
    repository_ = open_directory(AT_FDCWD, folder_ / "repository").value();
    outside_ = open_directory(AT_FDCWD, folder_ / "outside").value();
  }

  SandboxRequest request(SandboxProfile profile) const {
    SandboxRequest request;
    request.profile = profile;
    request.readable_directories = {repository_.get()};
    request.address_space_bytes = 1ull << 30;
    request.cpu_seconds = 20;
    return request;
  }

  Fate in_sandbox(const std::function<int()>& body,
                  SandboxProfile profile = SandboxProfile::Scan) const {
    pid_t child = fork();
    if (child == 0) {
      if (!enter_sandbox(request(profile)).ok()) _exit(250);
      _exit(body());
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status)) return {-1, WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
  }

  // Killed by the filter at the call.
  void expect_killed(const char* what, const std::function<long()>& call,
                     SandboxProfile profile = SandboxProfile::Scan) const {
    Fate fate = in_sandbox([&call] { return call() >= 0 ? 1 : 2; }, profile);
    EXPECT_EQ(fate.signal, SIGSYS) << what << " ended with code " << fate.exit_code;
  }

  // The call fails with `error` and the worker lives on.
  void expect_refused(const char* what, int error, const std::function<long()>& call) const {
    Fate fate = in_sandbox([&call] { return call() >= 0 ? 0 : errno; });
    EXPECT_EQ(fate.exit_code, error) << what << " ended with signal " << fate.signal;
  }

  void expect_works(const char* what, const std::function<bool()>& call,
                    SandboxProfile profile = SandboxProfile::Scan) const {
    Fate fate = in_sandbox([&call] { return call() ? 0 : 1; }, profile);
    EXPECT_EQ(fate.exit_code, 0) << what << ": signal " << fate.signal;
  }

  TemporaryFolder folder_;
  Descriptor repository_;
  Descriptor outside_;
};

TEST_F(Sandbox, ThisKernelOffersBothAndSaysSo) {
  SandboxState state = sandbox_support();
  EXPECT_TRUE(state.seccomp);
  EXPECT_EQ(state.landlock, state.landlock_abi > 0);
}

TEST_F(Sandbox, NoNetwork) {
  expect_killed("socket", [] { return socket(AF_INET, SOCK_STREAM, 0); });
  expect_killed("unix socket", [] { return socket(AF_UNIX, SOCK_STREAM, 0); });
  int pair[2];
  expect_killed("socketpair", [&pair] { return socketpair(AF_UNIX, SOCK_STREAM, 0, pair); });
  sockaddr_un address{};
  const sockaddr* general = reinterpret_cast<const sockaddr*>(&address);
  expect_killed("connect", [=] { return connect(0, general, sizeof(sockaddr_un)); });
  expect_killed("bind", [=] { return bind(0, general, sizeof(sockaddr_un)); });
  expect_killed("sendto", [=] { return sendto(1, "x", 1, 0, general, sizeof(sockaddr_un)); });
  expect_killed("sendmsg", [] {
    msghdr message{};
    return sendmsg(1, &message, 0);
  });
}

TEST_F(Sandbox, NoOtherProcess) {
  char* arguments[] = {const_cast<char*>("/bin/true"), nullptr};
  expect_killed("execve", [&] { return execve(arguments[0], arguments, environ); });
  expect_killed("execveat", [&] {
    return syscall(SYS_execveat, AT_FDCWD, arguments[0], arguments, environ, 0);
  });
  expect_killed("fork", [] { return syscall(SYS_fork); });
  expect_killed("vfork", [] { return syscall(SYS_vfork); });
  expect_killed("clone of a process", [] { return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); });
  expect_killed("ptrace", [] { return ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); });
  expect_killed("kill", [] { return kill(getppid(), 0); });
  expect_killed("tgkill of others", [] { return syscall(SYS_tgkill, getppid(), getppid(), 0); });
  expect_killed("process_vm_readv",
                [] { return syscall(SYS_process_vm_readv, getppid(), nullptr, 0, nullptr, 0, 0); });
  expect_killed("pidfd_open", [] { return syscall(SYS_pidfd_open, getppid(), 0); });
}

TEST_F(Sandbox, NothingIsWritten) {
  std::string file = folder_ / "repository/HEAD";
  std::string fresh = folder_ / "repository/fresh";
  for (int flags :
       {O_WRONLY, O_RDWR, O_RDONLY | O_TRUNC, O_RDONLY | O_CREAT, O_WRONLY | O_APPEND}) {
    expect_killed("openat", [&] { return openat(AT_FDCWD, file.c_str(), flags, 0600); });
    expect_killed("open", [&] { return syscall(SYS_open, file.c_str(), flags, 0600); });
  }
  expect_killed("O_TMPFILE",
                [&] { return openat(AT_FDCWD, folder_.path().c_str(), O_TMPFILE | O_RDWR, 0600); });
  expect_killed("creat", [&] { return syscall(SYS_creat, fresh.c_str(), 0600); });
  expect_killed("mkdir", [&] { return mkdir(fresh.c_str(), 0700); });
  expect_killed("unlink", [&] { return unlink(file.c_str()); });
  expect_killed("rename", [&] { return rename(file.c_str(), fresh.c_str()); });
  expect_killed("link", [&] { return link(file.c_str(), fresh.c_str()); });
  expect_killed("symlink", [&] { return symlink(file.c_str(), fresh.c_str()); });
  expect_killed("truncate", [&] { return truncate(file.c_str(), 0); });
  expect_killed("chmod", [&] { return chmod(file.c_str(), 0777); });
  expect_killed("mknod", [&] { return mknod(fresh.c_str(), S_IFIFO | 0600, 0); });
  expect_killed("utimensat", [&] { return utimensat(AT_FDCWD, file.c_str(), nullptr, 0); });
  EXPECT_EQ(leakwarden::testing::read_file(file), "ref: refs/heads/main\n");
  EXPECT_NE(access(fresh.c_str(), F_OK), 0);
}

TEST_F(Sandbox, OnlyItsOwnPipesAreWrittenTo) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  if (!kUnderSanitizer) {
    expect_killed("write to another descriptor", [&ends] { return write(ends[1], "x", 1); });
  }
  expect_works("write to the event pipe", [&ends] {
    // dup2 before the sandbox would be the parent's work; 1 is this test's standard output.
    return write(1, "", 0) == 0 && ends[1] > 1;
  });
  close(ends[0]);
  close(ends[1]);
}

TEST_F(Sandbox, NoNewCode) {
  expect_killed("executable memory", [] {
    void* page = mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? -1 : 0;
  });
  expect_killed("memory made executable", [] {
    void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(page, 4096, PROT_READ | PROT_EXEC);
  });
}

TEST_F(Sandbox, NoWayOut) {
  expect_killed("chroot", [] { return chroot("/"); });
  expect_killed("mount", [] { return syscall(SYS_mount, "", "/", "tmpfs", 0, nullptr); });
  expect_killed("unshare", [] { return unshare(CLONE_NEWUSER); });
  expect_killed("setuid", [] { return setuid(0); });
  expect_killed("bpf", [] { return syscall(SYS_bpf, 0, nullptr, 0); });
  expect_killed("io_uring", [] { return syscall(SYS_io_uring_setup, 1, nullptr); });
  expect_killed("keyctl", [] { return syscall(SYS_keyctl, 0, 0, 0, 0, 0); });
  expect_killed("userfaultfd", [] { return syscall(SYS_userfaultfd, 0); });
  expect_killed("perf_event_open", [] { return syscall(SYS_perf_event_open, 0, 0, 0, 0, 0); });
  expect_refused("openat2", ENOSYS, [] { return syscall(SYS_openat2, AT_FDCWD, "/", nullptr, 0); });
  expect_refused("prctl", EPERM, [] { return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); });
  expect_refused("ioctl", ENOTTY, [] { return isatty(0) == 1 ? 0 : -1; });
}

TEST_F(Sandbox, NothingOutsideTheRepositoryIsRead) {
  if (!sandbox_support().landlock) GTEST_SKIP() << "this kernel has no Landlock";
  std::string secret = folder_ / "outside/secret";
  expect_refused("/etc/passwd", EACCES, [] { return open("/etc/passwd", O_RDONLY); });
  expect_refused("/proc/self/environ", EACCES, [] { return open("/proc/self/environ", O_RDONLY); });
  expect_refused("/dev/null", EACCES, [] { return open("/dev/null", O_RDONLY); });
  expect_refused("a neighbour", EACCES, [&] { return open(secret.c_str(), O_RDONLY); });
  expect_refused("up and over", EACCES,
                 [&] { return openat(repository_.get(), "../outside/secret", O_RDONLY); });
  expect_refused("a folder that was open before", EACCES,
                 [&] { return openat(outside_.get(), "secret", O_RDONLY); });
  expect_refused("listing a folder", EACCES, [] { return open("/", O_RDONLY | O_DIRECTORY); });
}

TEST_F(Sandbox, TheRepositoryIsRead) {
  expect_works("read HEAD", [this] {
    Result<std::string> text = read_regular_file(repository_.get(), "HEAD", 100);
    return text.ok() && *text == "ref: refs/heads/main\n";
  });
  expect_works("list it", [this] {
    Result<Descriptor> folder = open_directory(repository_.get(), ".");
    char entries[1024];
    return folder.ok() && syscall(SYS_getdents64, folder->get(), entries, sizeof(entries)) > 0;
  });
  expect_works("map a file", [this] {
    Result<Descriptor> file = open_regular_file(repository_.get(), "HEAD");
    if (!file.ok()) return false;
    Result<MappedFile> map = MappedFile::map(*file, "HEAD");
    return map.ok() && map->bytes().size() == 21;
  });
}

// Every kind that the real programs write, with names that the C library must convert.
TEST_F(Sandbox, ArchivesAreReadWhenThatWasPrepared) {
  ProgramOptions options;
  options.folder = folder_.path();
  folder_.write(
      "gr\xC3\xBC\xC3\x9F"
      "e",
      "hello from inside");
  const ProgramResult made =
      run_program({"sh", "-c",
                   "zip -q a.zip gr*; tar cf a.tar gr*; tar czf a.tgz gr*; tar cJf a.txz gr*; tar "
                   "cjf a.tbz gr*;"
                   "tar --zstd -cf a.tzs gr*; 7z a -bd a.7z gr*; 7z a -bd -pgeheim e.7z gr*"},
                  options);
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  prepare_readers();
  for (const char* name : {"a.zip", "a.tar", "a.tgz", "a.txz", "a.tbz", "a.tzs", "a.7z"}) {
    const std::string bytes = read_file(folder_ / name);
    expect_works(name, [&bytes] {
      const ReadResult result = read_all(bytes);
      return result.texts.size() == 1 && result.texts[0].text() == "hello from inside" &&
             result.gaps.empty();
    });
  }
  const std::string encrypted = read_file(folder_ / "e.7z");
  expect_works("an encrypted one is a gap", [&] { return read_all(encrypted).gaps.size() == 1; });
}

TEST_F(Sandbox, ThreadsWork) {
  expect_works("threads", [] {
    int sum = 0;
    std::thread first([&sum] { sum += 40; });
    first.join();
    std::thread second([&sum] { sum += 2; });
    second.join();
    return sum == 42;
  });
}

TEST_F(Sandbox, AbortStillEndsIt) {
  EXPECT_EQ(in_sandbox([]() -> int { std::abort(); }).signal, SIGABRT);
}

TEST_F(Sandbox, OnlyAWatcherHasInotify) {
  expect_killed("inotify while scanning", [] { return inotify_init1(IN_CLOEXEC); });
  expect_works(
      "inotify while watching",
      [this] {
        int watcher = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
        std::string path = "/proc/self/fd/" + std::to_string(repository_.get());
        return watcher >= 0 && inotify_add_watch(watcher, path.c_str(), IN_CREATE) >= 0;
      },
      SandboxProfile::Watch);
  expect_killed(
      "a socket while watching", [] { return socket(AF_INET, SOCK_STREAM, 0); },
      SandboxProfile::Watch);
}

TEST_F(Sandbox, LimitsHold) {
  expect_works("limits", [] {
    rlimit limits{};
    bool held = true;
    for (int resource : {RLIMIT_CORE, RLIMIT_FSIZE}) {
      held &= getrlimit(static_cast<__rlimit_resource>(resource), &limits) == 0;
      held &= limits.rlim_cur == 0 && limits.rlim_max == 0;
    }
    held &= getrlimit(RLIMIT_NOFILE, &limits) == 0 && limits.rlim_max == 64;
    held &= getrlimit(RLIMIT_CPU, &limits) == 0 && limits.rlim_max == 20;
    return held;
  });
  expect_killed("raising one", [] {
    rlimit limits{1, 1};
    return syscall(SYS_prlimit64, 0, RLIMIT_CORE, &limits, nullptr);
  });
}

TEST_F(Sandbox, MemoryBeyondTheLimitIsAnError) {
  if (kUnderSanitizer) GTEST_SKIP() << "sanitizers reserve more address space than any limit";
  expect_works("a 4 GiB map", [] {
    void* map = mmap(nullptr, 4ull << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return map == MAP_FAILED && errno == ENOMEM;
  });
}

TEST_F(Sandbox, EndlessWorkIsKilledByItsProcessorLimit) {
  pid_t child = fork();
  if (child == 0) {
    SandboxRequest short_request = request(SandboxProfile::Scan);
    short_request.cpu_seconds = 1;
    if (!enter_sandbox(short_request).ok()) _exit(250);
    while (getpid() > 0) {
    }
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGXCPU);
}

}  // namespace
}  // namespace leakwarden::scanner
