#include "scanner/cli/dispatch.h"

#include <algorithm>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/cli/attest.h"
#include "scanner/cli/baseline.h"
#include "scanner/cli/console.h"
#include "scanner/cli/doctor.h"
#include "scanner/cli/explain.h"
#include "scanner/cli/hook.h"
#include "scanner/cli/known.h"
#include "scanner/cli/mcp.h"
#include "scanner/cli/options.h"
#include "scanner/cli/report_diff.h"
#include "scanner/cli/rules.h"
#include "scanner/cli/scan.h"
#include "scanner/cli/service.h"
#include "scanner/cli/version.h"
#include "scanner/rules/suggest.h"
#include "scanner/worker/worker_main.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp =
    R"(leakwarden: finds secrets in git repositories and says what to do about them

  leakwarden scan                     this repository: work tree, index, history
  leakwarden hook install             stop secrets before they are committed
  leakwarden serve --config FILE      watch repositories and send alerts

Scanning
  scan [TARGET…]         a repository, a folder, a file, - for standard input
  known - [TARGET…]      has this value (on standard input) ever leaked here?
  explain FINGERPRINT    why something was kept, and what to do now
  attest verify FILE     is this signed scan good for this commit?
  report diff OLD NEW    what is new, moved or fixed between two reports
  baseline               create, add, update, check: what was accepted
  rules                  list, show and check what is looked for
  hook                   install, uninstall, status; run by git and coding agents
  mcp                    the scanner as tools for coding agents, over stdio
  doctor                 is everything installed and in order?
The service (package leakwarden-service)
  serve                  the daemon
  incidents              list, show, acknowledge, resolve, reopen, suppress
  alerts                 deliveries: list, retry, drop
  notify                 test a channel
  store                  migrate, check, export, import

leakwarden help COMMAND says more. leakwarden --version says which one this is.
)";

using Words = std::vector<std::string>;
using Command = int (*)(const Words& arguments);

struct NamedCommand {
  std::string_view name;
  Command run;
};

constexpr const char* kWorkerHelp =
    R"(leakwarden worker: internal, the sandboxed child of leakwarden-service

It talks to its parent over standard input and is of no use by hand.
)";

int worker_command(const Words& arguments) {
  if (arguments.empty()) return worker_main();
  const std::vector<Option> table = {{"batch", "", "not available in this version"},
                                     {"help", "", "this text"}};
  const Result<Options> options = Options::parse(table, arguments);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kWorkerHelp);
  if (options->has("batch")) return not_available("worker --batch");
  return not_available("worker " + arguments.front());
}

constexpr NamedCommand kCommands[] = {
    {"scan", scan_command},         {"hook", hook_command},     {"rules", rules_command},
    {"explain", explain_command},   {"doctor", doctor_command}, {"worker", worker_command},
    {"known", known_command},       {"attest", attest_command}, {"report", report_command},
    {"baseline", baseline_command}, {"mcp", mcp_command},
};
constexpr std::string_view kServiceCommands[] = {"serve", "incidents", "alerts", "notify", "store"};

template <typename List>
bool holds(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

int unknown_command(const std::string& word) {
  std::vector<std::string_view> names(std::begin(kServiceCommands), std::end(kServiceCommands));
  for (const NamedCommand& command : kCommands) names.push_back(command.name);
  const std::string near(nearest_word(word, names));
  const std::string remedy = "leakwarden " + (near.empty() ? "--help" : near);
  return usage_error(Error::invalid("run", word, "unknown command").with_remedy(remedy));
}

bool asks_for_help(const std::string& word) {
  return word == "--help" || word == "-h" || word == "help";
}

// "help hook install" is "hook install --help".
int help_command(Words words) {
  if (words.empty() || asks_for_help(words[0])) return show(kHelp);
  words.push_back("--help");
  return run_command(words);
}

}  // namespace

int run_command(const Words& words) {
  if (words.empty()) return show(kHelp);
  if (asks_for_help(words[0])) return help_command({words.begin() + 1, words.end()});
  const Words arguments(words.begin() + 1, words.end());
  if (words[0] == "--version" || words[0] == "version") return version_command(arguments);
  for (const NamedCommand& command : kCommands) {
    if (command.name == words[0]) return command.run(arguments);
  }
  if (holds(kServiceCommands, words[0])) return service_command(words);
  return unknown_command(words[0]);
}

}  // namespace leakwarden::scanner
