#include "scanner/cli/hook.h"

#include <iostream>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/agent_hook.h"
#include "scanner/cli/console.h"
#include "scanner/cli/scan_settings.h"
#include "scanner/cli/service.h"
#include "scanner/hooks/hooks.h"
#include "scanner/rules/suggest.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden hook: stop secrets before they are committed or accepted

  leakwarden hook install     here: pre-commit, in a bare repository pre-receive
  leakwarden hook install --pre-receive /srv/git/a.git
  leakwarden hook status      what is installed, what is beside it

Usage: leakwarden hook install|uninstall|status [OPTION…] [REPOSITORY]
       leakwarden hook run pre-commit|pre-receive      (git calls this)
An existing hook is kept and called first; uninstall puts it back.
Environment of a hook:
  LEAKWARDEN_ALLOW=NAME,…         lets findings through once (pre-commit)
  LEAKWARDEN_FAIL_CLOSED=1        refuses when we could not scan in time
  LEAKWARDEN_ALLOW_PUSH_OPTION=1  lets pushers name findings, with a reason
                                  (pre-receive)
  LEAKWARDEN_HONOUR_MARKERS=1     lets comments in pushed files suppress
                                  (pre-receive)

Options:
)";

const std::vector<Option>& install_options() {
  static const std::vector<Option> kOptions = {
      {"pre-commit", "", "the hook of a work tree (default there)"},
      {"pre-receive", "", "the hook of a server's repository (default in a bare one)"},
      {"pre-merge-commit", "", "not available in this version"},
      {"commit-msg", "", "not available in this version"},
      {"pre-push", "", "not available in this version"},
      {"post-receive", "", "not available in this version"},
      {"agent", "NAME", "claude, cursor, gemini, …: a coding agent; more: hook run agent --help"},
      {"global", "", "not available in this version"},
      {"help", "", "this text"},
  };
  return kOptions;
}

int show_help() {
  return show(kHelp + options_help(install_options()));
}

constexpr const char* kLaterKinds[] = {"pre-merge-commit", "commit-msg", "pre-push", "post-receive",
                                       "global"};

std::string state_words(const HookStatus& status) {
  switch (status.state) {
    case HookState::Absent:
      return "not installed";
    case HookState::Installed:
      return "installed";
    case HookState::Chained:
      return "installed, calls the earlier hook first";
    case HookState::Foreign:
      return status.detail + ", not ours";
    case HookState::Shadowed:
      return status.detail;
  }
  return "";
}

std::string status_line(const HookStatus& status) {
  return fmt::format("{:<12} {}\n             {}\n", hook_name(status.kind), state_words(status),
                     sanitize_for_terminal(status.path));
}

Result<std::shared_ptr<Repository>> open_operand(const std::vector<std::string>& operands) {
  if (operands.size() > 1) {
    return Error::invalid("read options", operands[1], "one repository at a time");
  }
  LEAKWARDEN_TRY(const std::string path, find_repository(operands.empty() ? "." : operands[0]));
  return Repository::open(path, OpenOptions{});
}

std::vector<HookKind> wished_kinds(const Options& options, const Repository& repository) {
  std::vector<HookKind> kinds;
  if (options.has("pre-commit")) kinds.push_back(HookKind::PreCommit);
  if (options.has("pre-receive")) kinds.push_back(HookKind::PreReceive);
  if (!kinds.empty()) return kinds;
  return {repository.work_tree().empty() ? HookKind::PreReceive : HookKind::PreCommit};
}

Result<int> change_hooks(const std::string& action, const Options& options) {
  LEAKWARDEN_TRY(const std::shared_ptr<Repository> repository, open_operand(options.operands()));
  for (HookKind kind : wished_kinds(options, *repository)) {
    Result<HookStatus> status = action == "install" ? install_hook(*repository, kind, own_program())
                                                    : uninstall_hook(*repository, kind);
    if (!status.ok()) return std::move(status).error();
    LEAKWARDEN_CHECK(write_output(status_line(*status), ""));
  }
  return kExitClean;
}

Result<int> show_status(const Options& options) {
  LEAKWARDEN_TRY(const std::shared_ptr<Repository> repository, open_operand(options.operands()));
  LEAKWARDEN_TRY(const std::vector<HookStatus> all, hook_status(*repository));
  for (const HookStatus& status : all) LEAKWARDEN_CHECK(write_output(status_line(status), ""));
  LEAKWARDEN_CHECK(write_output(agent_status_text(repository->work_tree()), ""));
  return kExitClean;
}

int manage(const std::string& action, const std::vector<std::string>& words) {
  const Result<Options> options = Options::parse(install_options(), words);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show_help();
  for (const char* later : kLaterKinds) {
    if (options->has(later)) return not_available(std::string("hook --") + later);
  }
  const Result<int> code =
      action == "status" ? show_status(*options) : change_hooks(action, *options);
  return code.ok() ? *code : usage_error(code.error());
}

std::vector<Option> run_options() {
  std::vector<Option> all = scan_setting_options();
  all.push_back({"help", "", "this text"});
  return all;
}

int run_hook(const std::vector<std::string>& words) {
  const std::string name = words.empty() ? "" : words[0];
  if (name == "--help" || name == "-h") return show_help();
  for (const char* later : kLaterKinds) {
    if (name == later) return not_available("hook run " + name);
  }
  if (name != "pre-commit" && name != "pre-receive") {
    return usage_error(Error::invalid("run hook", name, "unknown hook")
                           .with_remedy("leakwarden hook run pre-commit or pre-receive"));
  }
  const Result<Options> options = Options::parse(run_options(), {words.begin() + 1, words.end()});
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show_help();
  const Result<ScanSettings> settings = read_scan_settings(*options);
  if (!settings.ok()) return usage_error(settings.error());
  if (name == "pre-commit") return run_pre_commit(settings->scan, std::cerr);
  return run_pre_receive(std::cin, settings->scan, std::cerr);
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
