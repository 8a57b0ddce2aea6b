#include "service/cli/incident_changes.h"

#include <functional>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/exit_code.h"
#include "scanner/text_scanner.h"
#include "service/cli/command.h"
#include "service/cli/incident_text.h"
#include "service/cli/words.h"
#include "service/incidents/life.h"
#include "service/suggest.h"

namespace leakwarden::service {
namespace {

std::vector<scanner::Option> change_options(std::vector<scanner::Option> own) {
  own.push_back({"note", "TEXT", "kept in the history"});
  own.push_back({"person", "NAME", "who says so (default: you)"});
  return with_common_options(std::move(own));
}

std::vector<std::string> reason_names(const std::function<bool(const Reason&)>& wanted) {
  std::vector<std::string> names;
  for (const Reason& reason : resolve_reasons()) {
    if (wanted(reason)) names.push_back(reason.name);
  }
  return names;
}

Result<Reason> wished_reason(const Command& command, const std::vector<std::string>& allowed) {
  std::optional<std::string> name = command.options().value("reason");
  if (!name.has_value()) {
    return Error::invalid("read options", "--reason", "it is missing")
        .with_remedy("--reason " + listed(allowed));
  }
  for (const std::string& one : allowed) {
    if (one == *name) return *resolve_reason(one);
  }
  std::string near = nearest_word(*name, allowed);
  return Error::invalid("read options", "--reason " + *name, "it is not one of " + listed(allowed))
      .with_remedy(near.empty() ? "put your own words into --note" : "--reason " + near);
}

IncidentChange change_to(const Command& command, IncidentState state) {
  IncidentChange change;
  change.state = state;
  change.person = command.person();
  change.note = command.options().value("note").value_or("");
  return change;
}

// What is said of an incident is kept in clear, shown, and sent to the channels.
Status check_words(const IncidentChange& change) {
  scanner::ScanOptions options;
  options.now_unix_seconds = unix_seconds(wall_clock());
  LEAKWARDEN_TRY(options.rules, scanner::RuleSet::builtin());
  LEAKWARDEN_TRY(scanner::TextScanner scanner, scanner::TextScanner::create(options));
  for (const auto& [option, text] :
       {std::pair("--note", change.note), std::pair("--person", change.person)}) {
    LEAKWARDEN_TRY(const scanner::JudgedObject judged, scanner.find(text));
    if (judged.kept.empty()) continue;
    return Error::invalid("read options", option, "it holds a secret itself")
        .with_remedy("say it without the value");
  }
  return done();
}

std::string told_words(const Command& command) {
  if (!command.has_config()) return "nobody is told: no configuration was given";
  if (command.config().channels.empty()) return "nobody is told: there are no channels";
  return "the channels are told";
}

std::string done_line(const Command& command, const IncidentRecord& before,
                      const IncidentChange& change) {
  std::string id = short_incident_id(before.id);
  std::string state(incident_state_name(change.state));
  if (before.state == change.state) return id + " is " + state + " already\n";
  std::string line = id + " is " + state;
  if (!change.reason.empty()) line += " (" + sanitize_for_terminal(change.reason, 100) + ")";
  if (change.expires.has_value()) line += " until " + time_words(rfc3339(*change.expires));
  return line + "; " + told_words(command) + "\n";
}

// Finds all before it changes any: a mistyped second name changes nothing.
Result<std::vector<IncidentRecord>> named_incidents(const Command& command, Store& store) {
  if (command.operands().empty()) {
    return Error::invalid("run", "incidents", "name an incident")
        .with_remedy("leakwarden incidents list");
  }
  std::vector<IncidentRecord> incidents;
  for (const std::string& name : command.operands()) {
    LEAKWARDEN_TRY(IncidentRecord incident, store.find_incident(name));
    incidents.push_back(std::move(incident));
  }
  return incidents;
}

Status apply(const Command& command, IncidentChange change) {
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, command.open_store());
  LEAKWARDEN_TRY(std::vector<IncidentRecord> incidents, named_incidents(command, *store));
  std::string text;
  for (const IncidentRecord& incident : incidents) {
    change.id = incident.id;
    LEAKWARDEN_CHECK(store->change_incident(change, command.plan(), wall_clock()));
    if (command.format() == Format::Text) {
      text += done_line(command, incident, change);
      continue;
    }
    LEAKWARDEN_TRY(IncidentRecord after, store->find_incident(incident.id));
    text += incident_line_json(after) + "\n";
  }
  return write_answer(text);
}

int answer(const Status& status) {
  return status.ok() ? scanner::kExitClean : say_error(status.error());
}

// Options, then `make` the change, then apply it to every name.
int run_change(const std::string& help, std::vector<scanner::Option> own, const Words& words,
               const std::function<Result<IncidentChange>(const Command&)>& make) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command =
      Command::begin(help, change_options(std::move(own)), words, exit_code);
  if (!command) return exit_code;
  Result<IncidentChange> change = make(*command);
  if (!change.ok()) return say_error(change.error());
  const Status checked = check_words(*change);
  if (!checked.ok()) return say_error(checked.error());
  return answer(apply(*command, *change));
}

}  // namespace

int acknowledge_command(const Words& words) {
  return run_change(
      "leakwarden incidents acknowledge: somebody is on it\n\n"
      "  leakwarden incidents acknowledge inc-1f2e3d4c --note \"new key tomorrow\"\n\n"
      "Options:\n",
      {}, words, [](const Command& command) -> Result<IncidentChange> {
        return change_to(command, IncidentState::Acknowledged);
      });
}

int reopen_command(const Words& words) {
  return run_change(
      "leakwarden incidents reopen: it is not over\n\n"
      "  leakwarden incidents reopen inc-1f2e3d4c --reason \"still live\"\n\n"
      "Options:\n",
      {{"reason", "TEXT", "why, in your words"}}, words,
      [](const Command& command) -> Result<IncidentChange> {
        IncidentChange change = change_to(command, IncidentState::Open);
        change.reason = command.options().value("reason").value_or("");
        return change;
      });
}

int resolve_command(const Words& words) {
  std::string help =
      "leakwarden incidents resolve: how it ended\n\n"
      "  leakwarden incidents resolve inc-1f2e3d4c --reason revoked\n"
      "  leakwarden incidents resolve s1-3f2a --reason false-positive --note \"a test vector\"\n\n"
      "Reasons:\n";
  for (const Reason& reason : resolve_reasons()) {
    help += fmt::format("  {:<16}{}\n", reason.name, reason.meaning);
  }
  return run_change(help + "\nOptions:\n", {{"reason", "REASON", "one of those above"}}, words,
                    [](const Command& command) -> Result<IncidentChange> {
                      LEAKWARDEN_TRY(
                          Reason reason,
                          wished_reason(command, reason_names([](const Reason&) { return true; })));
                      IncidentChange change = change_to(command, reason.leads_to);
                      change.reason = reason.name;
                      return change;
                    });
}

int suppress_command(const Words& words) {
  return run_change(
      "leakwarden incidents suppress: known, and not to be told again\n\n"
      "  leakwarden incidents suppress inc-1f2e3d4c --reason test-key\n"
      "  leakwarden incidents suppress inc-1f2e3d4c --reason accepted-risk --until 2027-01-31\n\n"
      "After its end the next push that brings the value opens it again.\n\nOptions:\n",
      {{"reason", "REASON", "false-positive, test-key or accepted-risk"},
       {"until", "DATE", "a day, or 30d, 12h from now; else for good"}},
      words, [](const Command& command) -> Result<IncidentChange> {
        std::vector<std::string> allowed = reason_names(
            [](const Reason& reason) { return reason.leads_to == IncidentState::Suppressed; });
        LEAKWARDEN_TRY(Reason reason, wished_reason(command, allowed));
        IncidentChange change = change_to(command, IncidentState::Suppressed);
        change.reason = reason.name;
        std::optional<std::string> until = command.options().value("until");
        if (until.has_value()) {
          LEAKWARDEN_TRY(change.expires, parse_until(*until, wall_clock()));
        }
        return change;
      });
}

namespace {

Status assign(const Command& command) {
  std::optional<std::string> to = command.options().value("to");
  if (!to.has_value()) {
    return Error::invalid("read options", "--to", "it is missing").with_remedy("--to PERSON");
  }
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, command.open_store());
  LEAKWARDEN_TRY(std::vector<IncidentRecord> incidents, named_incidents(command, *store));
  std::string text;
  for (const IncidentRecord& incident : incidents) {
    LEAKWARDEN_CHECK(store->assign_incident(incident.id, *to, command.person(), wall_clock()));
    text += short_incident_id(incident.id) + " is assigned to " + sanitize_for_terminal(*to, 100) +
            "\n";
  }
  return write_answer(text);
}

}  // namespace

int assign_command(const Words& words) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command = Command::begin(
      "leakwarden incidents assign: who takes care of it\n\n"
      "  leakwarden incidents assign inc-1f2e3d4c --to carol\n\nOptions:\n",
      change_options({{"to", "PERSON", "who"}}), words, exit_code);
  if (!command) return exit_code;
  return answer(assign(*command));
}

}  // namespace leakwarden::service
