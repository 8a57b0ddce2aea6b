#include "scanner/worker/seccomp_filter.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "scanner/worker/sanitizers.h"

namespace leakwarden::scanner {
namespace {

// clang-format off
constexpr int kAlways[] = {
    // reading
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(preadv), SCMP_SYS(lseek),
    SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat),
    SCMP_SYS(statx), SCMP_SYS(fstatfs), SCMP_SYS(getdents64), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(getcwd), SCMP_SYS(fadvise64), SCMP_SYS(readahead),
    // memory
    SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk),
    // threads and waiting
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(exit),
    SCMP_SYS(exit_group), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(membarrier),
    SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(restart_syscall), SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    // signals of our own
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    // questions
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(getrandom), SCMP_SYS(getrusage), SCMP_SYS(times), SCMP_SYS(sysinfo), SCMP_SYS(uname),
    SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getrlimit), SCMP_SYS(getcpu),
};
constexpr int kWatching[] = {
    SCMP_SYS(inotify_init1), SCMP_SYS(inotify_add_watch), SCMP_SYS(inotify_rm_watch),
};
// A sanitizer asks whether memory is readable by writing it to a pipe of its own.
constexpr int kSanitizers[] = {
    SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(personality),
    SCMP_SYS(set_tid_address), SCMP_SYS(mincore), SCMP_SYS(msync),
};
struct Answered {
  int call;
  std::uint32_t error;
};
constexpr Answered kAnswered[] = {
    {SCMP_SYS(clone3), ENOSYS},   // glibc falls back to clone
    {SCMP_SYS(openat2), ENOSYS},
    {SCMP_SYS(ioctl), ENOTTY},    // "is this a terminal?"
};
// clang-format on

constexpr std::uint64_t kWritingFlags =
    O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

// Collects the first failure, so that the list of rules below reads as a list.
class Rules {
 public:
  explicit Rules(scmp_filter_ctx context) : context_(context) {}

  void allow(int call) { note(seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 0)); }
  void allow_when(int call, const scmp_arg_cmp& condition) {
    note(seccomp_rule_add_array(context_, SCMP_ACT_ALLOW, call, 1, &condition));
  }
  void answer(int call, std::uint32_t error) {
    note(seccomp_rule_add(context_, SCMP_ACT_ERRNO(error), call, 0));
  }
  void answer_when(int call, std::uint32_t error, const scmp_arg_cmp& condition) {
    note(seccomp_rule_add_array(context_, SCMP_ACT_ERRNO(error), call, 1, &condition));
  }
  void set(scmp_filter_attr attribute, std::uint32_t value) {
    note(seccomp_attr_set(context_, attribute, value));
  }
  // A call this architecture does not have (-EDOM) needs no rule.
  void note(int result) {
    if (result < 0 && result != -EDOM && first_error_ == 0) first_error_ = result;
  }
  int first_error() const { return first_error_; }

 private:
  scmp_filter_ctx context_;
  int first_error_ = 0;
};

scmp_arg_cmp no_bits(unsigned argument, std::uint64_t bits) {
  return {argument, SCMP_CMP_MASKED_EQ, bits, 0};
}
scmp_arg_cmp equals(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}
scmp_arg_cmp differs(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_NE, value, 0};
}

void allow_reading_only(Rules& rules) {
  rules.allow_when(SCMP_SYS(open), no_bits(1, kWritingFlags));
  rules.allow_when(SCMP_SYS(openat), no_bits(2, kWritingFlags));
  for (int descriptor : {1, 2}) {
    rules.allow_when(SCMP_SYS(write), equals(0, static_cast<std::uint64_t>(descriptor)));
    rules.allow_when(SCMP_SYS(writev), equals(0, static_cast<std::uint64_t>(descriptor)));
  }
}

void allow_memory_without_code(Rules& rules) {
  rules.allow_when(SCMP_SYS(mmap), no_bits(2, PROT_EXEC));
  rules.allow_when(SCMP_SYS(mprotect), no_bits(2, PROT_EXEC));
}

void allow_threads_not_processes(Rules& rules) {
  rules.allow_when(SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD});
  // abort() must reach us, nobody else.
  rules.allow_when(SCMP_SYS(tgkill), equals(0, static_cast<std::uint64_t>(getpid())));
}

// prlimit64 with a new limit would be harmless (hard limits hold) but nobody needs it; fcntl to
// ask and to mark close-on-exec; prctl for a thread's name.
void allow_narrow_forms(Rules& rules) {
  rules.allow_when(SCMP_SYS(prlimit64), equals(2, 0));
  for (std::uint64_t command : {F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC}) {
    rules.allow_when(SCMP_SYS(fcntl), equals(1, command));
  }
  rules.allow_when(SCMP_SYS(prctl), equals(0, PR_SET_NAME));
  rules.answer_when(SCMP_SYS(prctl), EPERM, differs(0, PR_SET_NAME));
}

void add_all(Rules& rules, SandboxProfile profile) {
  rules.set(SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  rules.set(SCMP_FLTATR_CTL_TSYNC, 1);
  for (int call : kAlways) rules.allow(call);
  if (profile == SandboxProfile::Watch) {
    for (int call : kWatching) rules.allow(call);
  }
  allow_reading_only(rules);
  allow_memory_without_code(rules);
  allow_threads_not_processes(rules);
  allow_narrow_forms(rules);
  for (const Answered& answered : kAnswered) rules.answer(answered.call, answered.error);
  if (kUnderSanitizer) {
    for (int call : kSanitizers) rules.allow(call);
  }
}

Error failed(const char* step, int error_number) {
  return Error::from_errno(std::string("seccomp: ") + step, "this process", error_number);
}

}  // namespace

bool seccomp_available() {
  std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

Status load_seccomp_filter(SandboxProfile profile) {
  Filter filter(seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release);
  if (!filter) return failed("make a filter", ENOMEM);
  Rules rules(filter.get());
  add_all(rules, profile);
  if (rules.first_error() < 0) return failed("add a rule", -rules.first_error());
  int loaded = seccomp_load(filter.get());
  if (loaded != 0) return failed("load the filter", loaded < 0 ? -loaded : EINVAL);
  return done();
}

}  // namespace leakwarden::scanner
