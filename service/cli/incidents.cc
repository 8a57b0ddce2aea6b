#include "service/cli/incidents.h"

#include <unistd.h>

#include <algorithm>

#include <fmt/core.h>

#include "scanner/cli/console.h"
#include "scanner/cli/exit_code.h"
#include "scanner/report/words.h"
#include "service/cli/command.h"
#include "service/cli/incident_changes.h"
#include "service/cli/incident_text.h"
#include "service/incidents/life.h"
#include "service/suggest.h"

namespace leakwarden::service {
namespace {

constexpr const char* kHelp =
    R"(leakwarden incidents: what leaked, and what became of it

  leakwarden incidents list                            what somebody must act on
  leakwarden incidents show inc-1f2e3d4c               where it is and what to do
  leakwarden incidents resolve inc-1f2e3d4c --reason revoked

Commands
  list           open, acknowledged and rotated ones; --state all for every one
  show           one, with all places, advice and history
  acknowledge    somebody is on it
  assign         --to PERSON
  resolve        --reason revoked, expired, rotated, false-positive, test-key,
                 accepted-risk
  reopen         it is not over
  suppress       --reason false-positive, test-key or accepted-risk, --until DATE

An incident is named by its id, its fingerprint, or enough of either. Every change is
kept with who made it, and told to the channels.
)";

constexpr const char* kListHelp = R"(leakwarden incidents list: what leaked

  leakwarden incidents list
  leakwarden incidents list --state suppressed
  leakwarden incidents list --state all --format jsonl

Options:
)";

constexpr const char* kShowHelp = R"(leakwarden incidents show: one incident

  leakwarden incidents show inc-1f2e3d4c
  leakwarden incidents show s1-3f2a --format json

Options:
)";

constexpr std::uint64_t kDefaultLimit = 1000;

Result<std::vector<IncidentState>> wished_states(const std::string& name) {
  if (name == "unsettled") {
    return std::vector<IncidentState>{IncidentState::Open, IncidentState::Acknowledged,
                                      IncidentState::Rotated};
  }
  if (name == "all") {
    return std::vector<IncidentState>{IncidentState::Open,    IncidentState::Acknowledged,
                                      IncidentState::Rotated, IncidentState::VerifiedDead,
                                      IncidentState::Closed,  IncidentState::Suppressed};
  }
  std::optional<IncidentState> state = incident_state_from_name(name);
  if (state.has_value()) return std::vector<IncidentState>{*state};
  return Error::invalid("read options", "--state " + name, "no such state")
      .with_remedy(
          "open, acknowledged, rotated, verified-dead, closed, suppressed, unsettled or all");
}

bool worse(const IncidentRecord& left, const IncidentRecord& right) {
  return left.sample.severity != right.sample.severity
             ? left.sample.severity > right.sample.severity
             : left.last_seen > right.last_seen;
}

Result<std::vector<IncidentRecord>> wished_incidents(const Command& command) {
  LEAKWARDEN_TRY(std::vector<IncidentState> states,
                 wished_states(command.options().value("state").value_or("unsettled")));
  LEAKWARDEN_TRY(std::uint64_t limit, command.limit(kDefaultLimit));
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, command.open_store());
  std::vector<IncidentRecord> all;
  for (IncidentState state : states) {
    LEAKWARDEN_TRY(std::vector<IncidentRecord> some, store->list_incidents(state, limit));
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  std::stable_sort(all.begin(), all.end(), worse);
  if (all.size() > limit) all.resize(limit);
  return all;
}

std::string list_as_json(const std::vector<IncidentRecord>& incidents, Format format) {
  bool lines = format == Format::JsonLines;
  std::string text = lines ? "" : "[";
  for (const IncidentRecord& incident : incidents) {
    if (!lines && text.size() > 1) text += ",";
    text += incident_line_json(incident) + (lines ? "\n" : "");
  }
  return lines ? text : text + "]\n";
}

std::string closing_lines(const std::vector<IncidentRecord>& incidents, const std::string& state) {
  std::string which = state == "all" ? "" : state == "unsettled" ? "unsettled " : state + " ";
  std::string text = scanner::counted(incidents.size(), which + "incident", which + "incidents");
  if (incidents.empty()) return "no " + which + "incidents\n";
  return text + "\nnext: leakwarden incidents show " + short_incident_id(incidents[0].id) + "\n";
}

int list(const Words& words) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command =
      Command::begin(kListHelp,
                     with_common_options({{"state", "STATE", "a state, unsettled (default) or all"},
                                          {"limit", "N", "at most so many (1000)"}}),
                     words, exit_code);
  if (!command) return exit_code;
  if (!command->operands().empty()) {
    return say_error(
        Error::invalid("run", "incidents list " + command->operands()[0], "it takes no names")
            .with_remedy("leakwarden incidents show " + command->operands()[0]));
  }
  Result<std::vector<IncidentRecord>> incidents = wished_incidents(*command);
  if (!incidents.ok()) return say_error(incidents.error());
  if (command->format() != Format::Text) {
    return say_output(list_as_json(*incidents, command->format()));
  }
  std::string state = command->options().value("state").value_or("unsettled");
  return say_output(incident_list_text(*incidents, scanner::colour_for(STDOUT_FILENO, "")) +
                    closing_lines(*incidents, state));
}

int show(const Words& words) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command =
      Command::begin(kShowHelp, with_common_options({}), words, exit_code);
  if (!command) return exit_code;
  if (command->operands().size() != 1) {
    return say_error(Error::invalid("run", "incidents show", "it takes one id or fingerprint")
                         .with_remedy("leakwarden incidents list"));
  }
  Result<std::unique_ptr<Store>> store = command->open_store();
  if (!store.ok()) return say_error(store.error());
  Result<IncidentRecord> incident = (*store)->find_incident(command->operands()[0]);
  if (!incident.ok()) return say_error(incident.error());
  if (command->format() != Format::Text) return say_output(incident_json(*incident) + "\n");
  return say_output(incident_text(*incident, scanner::colour_for(STDOUT_FILENO, "")));
}

}  // namespace

int incidents_command(const std::vector<std::string>& words) {
  return run_verb("incidents", kHelp,
                  {{"list", list},
                   {"show", show},
                   {"acknowledge", acknowledge_command},
                   {"assign", assign_command},
                   {"resolve", resolve_command},
                   {"reopen", reopen_command},
                   {"suppress", suppress_command}},
                  {"export"}, words);
}

}  // namespace leakwarden::service
