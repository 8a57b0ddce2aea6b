#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>

#include "scanner/worker/landlock.h"
#include "scanner/worker/sandbox.h"
#include "scanner/worker/sanitizers.h"
#include "scanner/worker/seccomp_filter.h"

namespace leakwarden::scanner {
namespace {

constexpr rlim_t kOpenFiles = 64;

Status limit(int resource, const char* what, rlim_t value) {
  rlimit limits{value, value};
  rlimit current{};
  getrlimit(static_cast<__rlimit_resource>(resource), &current);
  if (current.rlim_max < value) limits = {current.rlim_max, current.rlim_max};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &limits) == 0) return done();
  return Error::from_errno(std::string("limit ") + what, "this process", errno);
}

Status set_limits(const SandboxRequest& request) {
  LEAKWARDEN_CHECK(limit(RLIMIT_CORE, "core dumps", 0));
  LEAKWARDEN_CHECK(limit(RLIMIT_FSIZE, "written files", 0));
  LEAKWARDEN_CHECK(limit(RLIMIT_NOFILE, "open files", kOpenFiles));
  if (request.cpu_seconds > 0) {
    LEAKWARDEN_CHECK(limit(RLIMIT_CPU, "processor time", request.cpu_seconds));
  }
  if (request.address_space_bytes > 0 && !kUnderSanitizer) {
    LEAKWARDEN_CHECK(limit(RLIMIT_AS, "memory", request.address_space_bytes));
  }
  // A log line into a plain file must be an error, not our death.
  std::signal(SIGXFSZ, SIG_IGN);
  return done();
}

Status forbid_dumps_and_privileges() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return Error::from_errno("give up privileges", "this process", errno);
  }
  return done();
}

}  // namespace

Result<SandboxState> enter_sandbox(const SandboxRequest& request) {
  SandboxState state;
  LEAKWARDEN_CHECK(set_limits(request));
  LEAKWARDEN_CHECK(forbid_dumps_and_privileges());
  state.landlock_abi = landlock_abi();
  state.landlock = state.landlock_abi > 0;
  if (state.landlock) {
    LEAKWARDEN_CHECK(restrict_to_directories(request.readable_directories, state.landlock_abi));
  }
  LEAKWARDEN_CHECK(load_seccomp_filter(request.profile));
  state.seccomp = true;
  return state;
}

SandboxState sandbox_support() {
  int abi = landlock_abi();
  return {abi > 0, abi, seccomp_available()};
}

}  // namespace leakwarden::scanner
