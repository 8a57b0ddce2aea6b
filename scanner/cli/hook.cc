#include "scanner/cli/hook.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/agent_hook.h"
#include "scanner/cli/console.h"
#include "scanner/cli/scan_settings.h"
#include "scanner/cli/service.h"
#include "scanner/hooks/decisions_client.h"
#include "scanner/hooks/hook_kind.h"
#include "scanner/hooks/hooks.h"
#include "scanner/hooks/install.h"
#include "scanner/hooks/settings.h"
#include "scanner/rules/suggest.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden hook: stop secrets before they are committed or accepted

  leakwarden hook install     here: pre-commit, pre-merge-commit, commit-msg and
                              pre-push; in a bare repository pre-receive
  leakwarden hook install --global          for all your repositories
  leakwarden hook status      what git runs, what it passes over, how to mend it

Usage: leakwarden hook install|uninstall|status [OPTION…] [REPOSITORY]
       leakwarden hook run NAME [ARGUMENT…]            (git calls this)
An existing hook is kept and called first; uninstall puts it back. That holds
for hooks of husky, lefthook and the pre-commit framework too.
Environment of a hook:
  LEAKWARDEN_ALLOW=NAME,…         lets findings through once (not pre-receive)
  LEAKWARDEN_FAIL_CLOSED=1        refuses what could not be scanned; with 0 it
                                  passes; unset, what cannot be read (encrypted,
                                  damaged) is refused, and by a server what it
                                  could not scan in time; the rest passes
  LEAKWARDEN_SECONDS=60           how long it may take (4; for pushes 30)
  LEAKWARDEN_CONFIDENCE=low       what counts: low, medium or high
  LEAKWARDEN_ALLOW_PUSH_OPTION=1  lets pushers name findings, with a reason
                                  (pre-receive), recorded in the git folder's
                                  leakwarden-allowed.jsonl
  LEAKWARDEN_HONOUR_MARKERS=1     lets comments in pushed files suppress
                                  (pre-receive)
  LEAKWARDEN_HONOUR_FILES=1       lets baselines and ignore files in a push
                                  suppress (pre-receive)
  LEAKWARDEN_BASELINE=FILE:…      instead of .leakwarden-baseline
  LEAKWARDEN_NO_SUPPRESSIONS=1    no baseline, no ignore file (not pre-receive)
  LEAKWARDEN_HOOK_SOCKET=PATH     where a daemon is asked what was decided of
                                  what was found (/run/leakwarden/hook.sock);
                                  none: nowhere (leakwarden.hookSocket in git)
  LEAKWARDEN_HOOK_SOCKET_USER=U   who may run it but root and you (leakwarden)
  LEAKWARDEN_HOOK_SOCKET_MS=N     how long it may take in all (50)

Exit codes: 0 clean, 1 refused (post-receive: secrets came), 2 wrong usage or
configuration, 3 (post-receive) not wholly looked at, 130 interrupted; status: 1
when a hook is missing or not run.

Options:
)";

const std::vector<Option>& install_options() {
  static const std::vector<Option> kOptions = {
      {"pre-commit", "", "what is staged, before each commit"},
      {"pre-merge-commit", "", "the same before a merge makes one"},
      {"commit-msg", "", "the message of each commit"},
      {"pre-push", "", "what the remote does not have yet, before each push"},
      {"pre-receive", "", "the hook of a server's repository (default in a bare one)"},
      {"post-receive", "", "says what a push has brought, refuses nothing"},
      {"global", "", "in the user's core.hooksPath, for all repositories"},
      {"template", "", "in the user's init.templateDir, for those to come"},
      {"agent", "NAME", "claude, cursor, gemini, …: a coding agent; more: hook run agent --help"},
      {"help", "", "this text"},
  };
  return kOptions;
}

int show_help() {
  return show(kHelp + options_help(install_options()));
}

std::string state_words(const HookStatus& status) {
  switch (status.state) {
    case HookState::Absent:
      return status.detail.empty() ? "not installed" : "not installed: " + status.detail;
    case HookState::Installed:
      return "installed" + (status.detail.empty() ? "" : ", " + status.detail);
    case HookState::Chained:
      return status.chained[0] == '/' ? "installed, calls the earlier hook first"
                                      : "installed, called by " + status.chained;
    case HookState::Foreign:
      return status.detail + ", not ours";
    case HookState::Shadowed:
      return "not run: " + status.detail;
  }
  return "";
}

bool is_run(const HookStatus& status) {
  return status.state == HookState::Installed || status.state == HookState::Chained;
}

std::string status_line(const HookStatus& status) {
  std::string line = fmt::format("{:<17} {}\n{:18}{}\n", hook_name(status.kind),
                                 sanitize_for_terminal(state_words(status)), "",
                                 sanitize_for_terminal(status.path));
  if (!status.kept.empty())
    line +=
        fmt::format("{:18}your edited one was kept: {}\n", "", sanitize_for_terminal(status.kept));
  if (!status.remedy.empty())
    line += fmt::format("{:18}try: {}\n", "", sanitize_for_terminal(status.remedy));
  return line;
}

Status show_all(const std::vector<HookStatus>& all) {
  std::string text;
  for (const HookStatus& status : all) text += status_line(status);
  return write_output(text, "");
}

Result<std::shared_ptr<Repository>> open_operand(const std::vector<std::string>& operands) {
  if (operands.size() > 1) {
    return Error::invalid("read options", operands[1], "one repository at a time");
  }
  LEAKWARDEN_TRY(const std::string path, find_repository(operands.empty() ? "." : operands[0]));
  return Repository::open(path, OpenOptions{});
}

std::vector<HookKind> wished_kinds(const Options& options, bool is_bare) {
  std::vector<HookKind> kinds;
  for (HookKind kind : hook_kinds()) {
    if (options.has(hook_name(kind))) kinds.push_back(kind);
  }
  if (!kinds.empty()) return kinds;
  return is_bare ? std::vector<HookKind>{HookKind::PreReceive} : client_hook_kinds();
}

// Those of a user; nothing when a repository's are meant.
std::optional<UserPlace> user_place(const Options& options) {
  if (options.has("global")) return UserPlace::HooksPath;
  if (options.has("template")) return UserPlace::Template;
  return std::nullopt;
}

Result<int> change_user_hooks(const std::string& action, const Options& options, UserPlace place) {
  if (!options.operands().empty()) {
    return Error::invalid("read options", options.operands()[0],
                          "--global and --template are about no single repository");
  }
  const std::vector<HookKind> kinds = wished_kinds(options, false);
  LEAKWARDEN_TRY(const std::vector<HookStatus> all,
                 action == "install"     ? install_user_hooks(place, kinds, own_program())
                 : action == "uninstall" ? uninstall_user_hooks(place, kinds)
                                         : user_hook_status(place));
  LEAKWARDEN_CHECK(show_all(all));
  const bool good = action != "status" || std::all_of(all.begin(), all.end(), is_run);
  return good ? kExitClean : kExitFindings;
}

Result<int> change_hooks(const std::string& action, const Options& options) {
  LEAKWARDEN_TRY(const std::shared_ptr<Repository> repository, open_operand(options.operands()));
  std::string lines;  // said when all is done: who closes our output stops nothing halfway
  std::optional<Error> failed;
  for (HookKind kind : wished_kinds(options, repository->work_tree().empty())) {
    Result<HookStatus> status = action == "install" ? install_hook(*repository, kind, own_program())
                                                    : uninstall_hook(*repository, kind);
    if (status.ok()) lines += status_line(*status);
    if (!status.ok() && !failed) failed = std::move(status).error();
  }
  const Status written = write_output(lines, "");
  if (failed) return *failed;
  LEAKWARDEN_CHECK(written);
  return kExitClean;
}

Status show_decisions(const Repository& repository) {
  const std::string& root = repository.work_tree();
  const DaemonSeen seen =
      look_for_daemon(decision_settings(root.empty() ? repository.git_folder() : root));
  return write_output(fmt::format("{:<17} {}\n", "decisions", seen.words), "");
}

Result<int> show_status(const Options& options) {
  LEAKWARDEN_TRY(const std::shared_ptr<Repository> repository, open_operand(options.operands()));
  LEAKWARDEN_TRY(const std::vector<HookStatus> all, hook_status(*repository));
  const std::vector<HookKind> wished = wished_kinds(options, repository->work_tree().empty());
  std::vector<HookStatus> shown;
  bool all_run = true;
  for (const HookStatus& status : all) {
    const bool is_wished = std::find(wished.begin(), wished.end(), status.kind) != wished.end();
    if (is_wished || status.state != HookState::Absent) shown.push_back(status);
    if (is_wished || status.state == HookState::Shadowed) all_run = all_run && is_run(status);
  }
  LEAKWARDEN_CHECK(show_all(shown));
  LEAKWARDEN_CHECK(show_decisions(*repository));
  LEAKWARDEN_TRY(const std::vector<std::string> hidden, hidden_hooks(*repository));
  for (const std::string& line : hidden)
    LEAKWARDEN_CHECK(write_output(sanitize_for_terminal(line, line.size() + 1) + "\n", ""));
  LEAKWARDEN_CHECK(write_output(agent_status_text(repository->work_tree()), ""));
  return all_run ? kExitClean : kExitFindings;
}

int manage(const std::string& action, const std::vector<std::string>& words) {
  const Result<Options> options = Options::parse(install_options(), words);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show_help();
  const std::optional<UserPlace> place = user_place(*options);
  const Result<int> code = place                ? change_user_hooks(action, *options, *place)
                           : action == "status" ? show_status(*options)
                                                : change_hooks(action, *options);
  return code.ok() ? *code : usage_error(code.error());
}

std::vector<Option> run_options() {
  std::vector<Option> all = scan_setting_options();
  all.push_back({"help", "", "this text"});
  return all;
}

// git takes any end but a good one for a refusal.
void on_interrupt(int) {
  constexpr std::string_view kSaid = "\nleakwarden: interrupted, so this was not let through\n";
  static_cast<void>(::write(STDERR_FILENO, kSaid.data(), kSaid.size()) < 0);
  ::_exit(kExitInterrupted);
}

void end_on_interrupt() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

// What is opened later must not become standard input or error.
void fill_closed_descriptors() {
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
    if (::fcntl(number, F_GETFD) >= 0) continue;
    if (::open("/dev/null", O_RDWR) != number) return;
  }
}

Result<int> run_kind(HookKind kind, const std::vector<std::string>& operands,
                     const ScanOptions& options) {
  switch (kind) {
    case HookKind::PreCommit:
      return run_pre_commit(options, std::cerr);
    case HookKind::PreMergeCommit:
      return run_pre_merge_commit(options, std::cerr);
    case HookKind::CommitMsg:
      if (operands.size() == 1) return run_commit_msg(operands[0], options, std::cerr);
      return Error::invalid("run hook", "commit-msg", "git gives it the file of the message")
          .with_remedy("leakwarden hook run commit-msg .git/COMMIT_EDITMSG");
    case HookKind::PrePush:
      return run_pre_push(operands.empty() ? "" : operands[0], std::cin, options, std::cerr);
    case HookKind::PreReceive:
      return run_pre_receive(std::cin, options, std::cerr);
    case HookKind::PostReceive:
      return run_post_receive(std::cin, options, std::cerr);
  }
  return kExitUsage;
}

std::string known_names() {
  std::string names;
  for (HookKind kind : hook_kinds()) names += (names.empty() ? "" : ", ") + hook_name(kind);
  return names;
}

int run_hook(const std::vector<std::string>& words) {
  const std::string name = words.empty() ? "" : words[0];
  if (name == "--help" || name == "-h") return show_help();
  const std::optional<HookKind> kind = hook_kind_from_name(name);
  if (!kind) {
    return usage_error(
        Error::invalid("run hook", name, "unknown hook").with_remedy("one of " + known_names()));
  }
  const Result<Options> options = Options::parse(run_options(), {words.begin() + 1, words.end()});
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show_help();
  fill_closed_descriptors();
  end_on_interrupt();
  const Status environment = check_hook_environment();
  if (!environment.ok()) return usage_error(environment.error());
  const Result<ScanSettings> settings = read_scan_settings(*options);
  if (!settings.ok()) return usage_error(settings.error());
  const Result<int> code = run_kind(*kind, options->operands(), settings->scan);
  return code.ok() ? *code : usage_error(code.error());
}

}  // namespace

int hook_command(const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h") return show_help();
  if (is_agent_hook(arguments)) return agent_hook_command(arguments);
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (arguments[0] == "run") return run_hook(rest);
  for (const char* action : {"install", "uninstall", "status"}) {
    if (arguments[0] == action) return manage(action, rest);
  }
  const std::string near(nearest_word(arguments[0], {"install", "uninstall", "status", "run"}));
  return usage_error(Error::invalid("run", "hook " + arguments[0], "unknown command")
                         .with_remedy("leakwarden hook " + (near.empty() ? "--help" : near)));
}

}  // namespace leakwarden::scanner
