#include "scanner/cli/doctor.h"

#include <hs.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/console.h"
#include "scanner/cli/options.h"
#include "scanner/cli/service.h"
#include "scanner/cli/version.h"
#include "scanner/git_child.h"
#include "scanner/hooks/decisions_client.h"
#include "scanner/hooks/install.h"
#include "scanner/report/words.h"
#include "scanner/rules/rule_set.h"
#include "scanner/worker/sandbox.h"

extern char** environ;

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp =
    R"(leakwarden doctor: is this installation whole, are the hooks in place?

  leakwarden doctor    this machine, and the repository around this folder

Exit codes: 0 all is well (notes included), 2 something is broken.
)";

class Findings {
 public:
  void good(const std::string& what, const std::string& words) { add("ok", what, words); }
  void note(const std::string& what, const std::string& words) { add("note", what, words); }
  void bad(const std::string& what, const std::string& words) {
    broken_ = true;
    add("broken", what, words);
  }
  bool broken() const { return broken_; }
  const std::string& text() const { return text_; }

 private:
  void add(const char* mark, const std::string& what, const std::string& words) {
    std::string head = fmt::format("{:<8}{:<9} ", mark, what);
    for (const std::string& line : wrapped(sanitize_for_terminal(words), 80 - head.size())) {
      text_ += head + line + "\n";
      head.assign(head.size(), ' ');
    }
  }

  std::string text_;
  bool broken_ = false;
};

void check_rules(Findings& findings) {
  const Result<std::shared_ptr<const RuleSet>> rules = RuleSet::builtin();
  if (!rules.ok()) {
    findings.bad("rules", rules.error().message());
    return;
  }
  findings.good("rules", fmt::format("{} built in, set {}", (*rules)->size(),
                                     (*rules)->digest().substr(0, 12)));
}

void check_matcher(Findings& findings) {
  if (hs_valid_platform() == HS_SUCCESS) {
    findings.good("matcher", std::string("Hyperscan ") + hs_version());
  } else {
    findings.bad("matcher", "this processor lacks SSSE3, which Hyperscan needs");
  }
}

void check_git(Findings& findings) {
  const Result<std::string> version = run_git("", {"--version"});
  if (version.ok()) {
    findings.good("git", version->substr(0, version->find('\n')));
  } else {
    findings.note("git", "not found; hooks cannot be installed, ranges only by whole ids");
  }
}

void check_sandbox(Findings& findings) {
  const SandboxState state = sandbox_support();
  if (!state.seccomp)
    findings.note("sandbox", "this kernel has no seccomp; workers are held by limits only");
  if (!state.landlock)
    findings.note("sandbox", "this kernel has no Landlock; seccomp and limits hold workers");
  if (state.landlock)
    findings.good("sandbox", fmt::format("Landlock {}, seccomp", state.landlock_abi));
}

void check_hooks(Findings& findings) {
  const Result<std::string> path = find_repository(".");
  if (!path.ok()) {
    findings.note("hooks", "no repository here");
    return;
  }
  const Result<std::shared_ptr<Repository>> repository = Repository::open(*path, OpenOptions{});
  const Result<std::vector<HookStatus>> all =
      repository.ok() ? hook_status(**repository) : repository.error();
  if (!all.ok()) {
    findings.note("hooks", all.error().message());
    return;
  }
  const bool is_bare = (*repository)->work_tree().empty();
  const std::vector<HookKind> client = client_hook_kinds();
  for (const HookStatus& status : *all) {
    const bool is_client = std::find(client.begin(), client.end(), status.kind) != client.end();
    if (is_client == is_bare) continue;
    const std::string name = hook_name(status.kind);
    const bool ours = status.state == HookState::Installed || status.state == HookState::Chained;
    if (ours) findings.good("hooks", name + " is installed");
    if (!ours) {
      const std::string detail = status.detail.empty() ? "" : " (" + status.detail + ")";
      const std::string remedy = status.remedy.empty() ? "leakwarden hook install" : status.remedy;
      findings.note("hooks", name + " is not installed" + detail + "; " + remedy);
    }
  }
}

void check_decisions(Findings& findings) {
  const DaemonSeen seen = look_for_daemon(decision_settings(""));
  if (seen.answers) findings.good("decisions", seen.words);
  if (!seen.answers) findings.note("decisions", seen.words);
}

// The service's half prints for itself.
int run_service_half(const std::string& program) {
  char* words[] = {const_cast<char*>(program.c_str()), const_cast<char*>("doctor"), nullptr};
  pid_t pid = -1;
  if (::posix_spawn(&pid, program.c_str(), nullptr, nullptr, words, environ) != 0)
    return kExitUsage;
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : kExitUsage;
}

}  // namespace

int doctor_command(const std::vector<std::string>& arguments) {
  const Result<Options> options = Options::parse({{"help", "", "this text"}}, arguments);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kHelp);
  if (!options->operands().empty()) {
    return usage_error(Error::invalid("read options", options->operands()[0], "not expected")
                           .with_remedy("leakwarden doctor"));
  }
  Findings findings;
  findings.good("version", std::string("leakwarden ") + kVersion);
  check_matcher(findings);
  check_rules(findings);
  check_git(findings);
  check_sandbox(findings);
  check_hooks(findings);
  check_decisions(findings);
  const std::optional<std::string> service = find_service();
  if (!service) findings.note("service", "not installed here");
  const int ours = show(findings.text(), findings.broken() ? kExitUsage : kExitClean);
  if (!service) return ours;
  return std::max(ours, run_service_half(*service));
}

}  // namespace leakwarden::scanner
