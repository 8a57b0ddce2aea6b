#include "scanner/cli/agent_hook.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/chosen_settings.h"
#include "scanner/cli/console.h"
#include "scanner/cli/duration.h"
#include "scanner/cli/service.h"
#include "scanner/git/repository.h"
#include "scanner/hooks/agent_guard.h"
#include "scanner/hooks/agent_settings.h"
#include "scanner/hooks/message.h"
#include "scanner/hooks/settings.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kRunHelp =
    R"(leakwarden hook run agent: stop a coding agent's call that holds a secret

A coding agent runs this before a tool runs, after it has run, and when a prompt
is sent; the call comes as JSON on standard input. Known forms: Claude Code,
Codex, Copilot CLI, VS Code, Cursor, Gemini CLI, Windsurf; any other JSON is
looked at too and answered with exit code 2 and the reason on standard error.

  leakwarden hook install --agent claude      tells the agent of this repository

Usage: leakwarden hook run agent [OPTION…]
What a call names but does not hold (curl -d @file, git push) is not read.

Options:
)";

constexpr const char* kRunHelpEnd = R"(
Environment: LEAKWARDEN_AGENT_DEADLINE, LEAKWARDEN_AGENT_ON_TIMEOUT,
LEAKWARDEN_AGENT_MAX_INPUT; LEAKWARDEN_ALLOW=NAME,… lets findings through;
LEAKWARDEN_CONFIDENCE=low|medium|high is what counts (default medium);
LEAKWARDEN_HONOUR_MARKERS=1 heeds comments, which the agent writes itself.
)";

constexpr const char* kInstallHelp =
    R"(leakwarden hook --agent: coding agents that ask before they act

  leakwarden hook install --agent claude      in the settings of this repository
  leakwarden hook status --agent claude
  leakwarden hook uninstall --agent claude

Usage: leakwarden hook install|uninstall|status --agent NAME… [REPOSITORY]
NAME is claude, codex, copilot, cursor, gemini or windsurf. What stands in the
settings stays; they are kept as FILE.before-leakwarden before the first change.

Options:
)";

constexpr std::chrono::milliseconds kShortestDeadline{50};
constexpr std::chrono::milliseconds kLongestDeadline{600'000};

std::vector<Option> run_options() {
  std::vector<Option> all = {
      {"deadline", "TIME", "answer within this: 500ms, 2s (default)"},
      {"on-timeout", "WHAT", "when it cannot finish: deny (default), allow or ask"},
      {"max-input", "SIZE", "bytes that are looked at; default 16MiB; beyond it is not finished"},
  };
  const std::vector<Option> shared = chosen_setting_options({"rules", "max-matches-per-rule"});
  all.insert(all.end(), shared.begin(), shared.end());
  all.push_back({"help", "", "this text"});
  return all;
}

const std::vector<Option>& install_options() {
  static const std::vector<Option> kOptions = {
      {"agent", "NAME", "the agent; may be repeated", Repeat::Yes},
      {"help", "", "this text"},
  };
  return kOptions;
}

// --name beats LEAKWARDEN_AGENT_NAME.
std::optional<std::string> wish(const Options& options, const char* option, const char* variable) {
  const std::optional<std::string> given = options.value(option);
  if (given) return given;
  const std::string value = environment_value(variable);
  return value.empty() ? std::nullopt : std::optional<std::string>(value);
}

Status read_deadline(const Options& options, AgentGuard& guard) {
  const std::optional<std::string> text = wish(options, "deadline", "LEAKWARDEN_AGENT_DEADLINE");
  if (!text) return done();
  LEAKWARDEN_TRY(guard.deadline,
                 parse_duration("--deadline " + *text, *text, kShortestDeadline, kLongestDeadline));
  return done();
}

Status read_on_timeout(const Options& options, AgentGuard& guard) {
  const std::string text =
      wish(options, "on-timeout", "LEAKWARDEN_AGENT_ON_TIMEOUT").value_or("deny");
  if (text == "deny") return done();
  if (text != "allow" && text != "ask") {
    return Error::invalid("read options", "--on-timeout " + text, "unknown value")
        .with_remedy("deny, allow or ask");
  }
  guard.when_unfinished = text == "ask" ? WhenUnfinished::Ask : WhenUnfinished::Allow;
  return done();
}

Status read_max_input(const Options& options, AgentGuard& guard) {
  const std::optional<std::string> text = wish(options, "max-input", "LEAKWARDEN_AGENT_MAX_INPUT");
  if (!text) return done();
  LEAKWARDEN_TRY(guard.input_bytes, parse_size("--max-input " + *text, *text));
  return done();
}

Result<int> run(const Options& options) {
  AgentGuard guard;
  LEAKWARDEN_CHECK(read_deadline(options, guard));
  LEAKWARDEN_CHECK(read_on_timeout(options, guard));
  LEAKWARDEN_CHECK(read_max_input(options, guard));
  guard.load_options = [&options]() -> Result<ScanOptions> {
    LEAKWARDEN_TRY(ScanSettings settings, read_scan_settings(options));
    return std::move(settings.scan);
  };
  return run_agent(guard);
}

int run_command_of_agent(const std::vector<std::string>& words) {
  const std::vector<Option> table = run_options();
  const Result<Options> options = Options::parse(table, words);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kRunHelp + options_help(table) + kRunHelpEnd);
  const Result<int> code = run(*options);
  return code.ok() ? *code : usage_error(code.error());
}

bool is_same_file(const std::string& left, const std::string& right) {
  struct stat one {};
  struct stat other {};
  return ::stat(left.c_str(), &one) == 0 && ::stat(right.c_str(), &other) == 0 &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

// Settings are shared by a team: the bare name where PATH leads to this program.
std::string program_word() {
  const std::string own = own_program();
  std::stringstream folders(environment_value("PATH"));
  for (std::string folder; std::getline(folders, folder, ':');) {
    struct stat status {};
    const std::string candidate = folder + "/leakwarden";
    if (::stat(candidate.c_str(), &status) != 0) continue;
    return is_same_file(candidate, own) ? "leakwarden" : shell_word(own);
  }
  return shell_word(own);
}

Result<std::string> work_tree_of(const std::vector<std::string>& operands) {
  if (operands.size() > 1) {
    return Error::invalid("read options", operands[1], "one repository at a time");
  }
  LEAKWARDEN_TRY(const std::string path, find_repository(operands.empty() ? "." : operands[0]));
  LEAKWARDEN_TRY(const std::shared_ptr<Repository> repository,
                 Repository::open(path, OpenOptions{}));
  if (!repository->work_tree().empty()) return repository->work_tree();
  return Error::invalid("find the agent's settings", path, "a bare repository has no work tree");
}

std::string state_words(const AgentStatus& status) {
  switch (status.state) {
    case AgentState::Absent:
      return "not installed";
    case AgentState::Installed:
      return "installed";
    case AgentState::Unreadable:
      return "cannot be read: " + sanitize_for_terminal(status.detail);
  }
  return "";
}

std::string status_line(const AgentStatus& status) {
  return fmt::format("{:<17} {}\n                  {}\n", status.agent, state_words(status),
                     sanitize_for_terminal(status.file));
}

Result<AgentStatus> change(const std::string& action, const std::string& work_tree,
                           const std::string& agent) {
  if (action == "install")
    return install_agent(work_tree, agent, program_word() + " hook run agent");
  if (action == "uninstall") return uninstall_agent(work_tree, agent);
  return agent_status(work_tree, agent);
}

Result<int> manage(const std::string& action, const Options& options) {
  LEAKWARDEN_TRY(const std::string work_tree, work_tree_of(options.operands()));
  const std::vector<std::string> wanted = options.values("agent");
  for (const std::string& agent : wanted) {
    LEAKWARDEN_TRY(const AgentStatus status, change(action, work_tree, agent));
    LEAKWARDEN_CHECK(write_output(status_line(status), ""));
  }
  return kExitClean;
}

int manage_agents(const std::string& action, const std::vector<std::string>& words) {
  const Result<Options> options = Options::parse(install_options(), words);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kInstallHelp + options_help(install_options()));
  const Result<int> code = manage(action, *options);
  return code.ok() ? *code : usage_error(code.error());
}

bool names_an_agent(const std::string& word) {
  return word == "--agent" || word.rfind("--agent=", 0) == 0;
}

}  // namespace

bool is_agent_hook(const std::vector<std::string>& arguments) {
  if (arguments.size() >= 2 && arguments[0] == "run") return arguments[1] == "agent";
  const bool manages =
      !arguments.empty() &&
      (arguments[0] == "install" || arguments[0] == "uninstall" || arguments[0] == "status");
  return manages && std::any_of(arguments.begin() + 1, arguments.end(), names_an_agent);
}

int agent_hook_command(const std::vector<std::string>& arguments) {
  if (arguments[0] == "run") return run_command_of_agent({arguments.begin() + 2, arguments.end()});
  return manage_agents(arguments[0], {arguments.begin() + 1, arguments.end()});
}

std::string agent_status_text(const std::string& work_tree) {
  std::string text;
  if (work_tree.empty()) return text;
  const std::vector<std::string> agents = known_agents();
  for (const std::string& agent : agents) {
    const AgentStatus status = agent_status(work_tree, agent);
    if (status.state != AgentState::Absent) text += status_line(status);
  }
  return text;
}

}  // namespace leakwarden::scanner
