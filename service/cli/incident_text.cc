#include "service/cli/incident_text.h"

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"
#include "service/cli/words.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kShownPlaces = 20;
constexpr std::size_t kNameBytes = 60;
constexpr std::size_t kWidth = 80;

std::string safe(std::string_view text, std::size_t most = kNameBytes) {
  return sanitize_for_terminal(text, most);
}

std::string name_of(const IncidentRecord& incident) {
  const Finding& sample = incident.sample;
  return safe(sample.rule_name.empty() ? sample.rule_id : sample.rule_name);
}

std::string place_of(const Location& location) {
  std::string repository = safe(location.repository);
  std::string place = scanner::place_words(location);
  return repository.empty() ? place : repository + "  " + place;
}

std::string more_places(const IncidentRecord& incident) {
  if (incident.location_count < 2) return "";
  std::string text = " and " + scanner::counted(incident.location_count - 1, "place", "places");
  if (incident.repositories.size() > 1) {
    text += fmt::format(" in {} repositories", incident.repositories.size());
  }
  return text;
}

std::string why_line(const IncidentRecord& incident) {
  std::string why = incident.reason;
  if (!incident.note.empty()) why += (why.empty() ? "" : ": ") + incident.note;
  if (why.empty()) return "";
  std::string line = safe(why, 200);
  if (!incident.person.empty()) line += " (" + safe(incident.person) + ")";
  if (!incident.expires.empty()) line += ", until " + time_words(incident.expires);
  return line;
}

std::string list_block(const IncidentRecord& incident, scanner::UseColour colour) {
  std::string text =
      fmt::format("{}  {}  {:<13} {}  {}\n", short_incident_id(incident.id),
                  severity_words(incident.sample.severity, colour),
                  incident_state_name(incident.state), name_of(incident), safe(incident.mask));
  std::string indent(kShortIncidentId + 2, ' ');
  text += indent + place_of(incident.sample.location) + more_places(incident) + "\n";
  text += indent + "since " + time_words(incident.first_seen);
  if (!incident.assignee.empty()) text += ", assigned to " + safe(incident.assignee);
  text += "\n";
  std::string why = why_line(incident);
  return why.empty() ? text : text + indent + why + "\n";
}

// `head`, and the text behind it, wrapped under itself.
std::string hanging(std::string head, const std::string& text) {
  std::string lines;
  for (const std::string& line : scanner::wrapped(text, kWidth - head.size())) {
    lines += head + line + "\n";
    head.assign(head.size(), ' ');
  }
  return lines;
}

std::string field(const std::string& label, const std::string& text) {
  return text.empty() ? "" : hanging(fmt::format("  {:<12}", label), text);
}

std::string places_text(const IncidentRecord& incident) {
  std::string text =
      "\nwhere: " + scanner::counted(incident.location_count, "place", "places") + " in " +
      scanner::counted(incident.repositories.size(), "repository", "repositories") + "\n";
  for (std::size_t i = 0; i < incident.locations.size() && i < kShownPlaces; ++i) {
    text += "  " + place_of(incident.locations[i]) + "\n";
    std::string history = scanner::history_words(incident.locations[i]);
    if (!history.empty()) text += "      " + history + "\n";
  }
  if (incident.location_count > kShownPlaces) {
    text += fmt::format("  and {} more (--format json lists up to 1,000)\n",
                        incident.location_count - kShownPlaces);
  }
  return text;
}

std::string advice_text(const Advice& advice) {
  if (advice.steps.empty() && advice.revoke_url.empty()) return "";
  std::string text = "\nwhat to do\n";
  for (std::size_t i = 0; i < advice.steps.size(); ++i) {
    text += hanging(fmt::format("  {}. ", i + 1), safe(advice.steps[i], 400));
  }
  if (advice.revoke_url.empty()) return text;
  return text + hanging("  revoke  ", safe(advice.revoke_url, 400));
}

std::string history_text(const IncidentRecord& incident) {
  std::string text = "\nhistory\n";
  for (const IncidentRecord::Event& event : incident.history) {
    std::string line = time_words(event.at) + "  " + safe(event.what);
    if (!event.person.empty()) line += " by " + safe(event.person);
    if (!event.note.empty()) line += ": " + safe(event.note, 200);
    text += "  " + line + "\n";
  }
  return text;
}

std::string facts_words(const Finding& sample) {
  std::string text;
  for (const std::pair<const std::string, std::string>& fact : sample.facts) {
    text += (text.empty() ? "" : ", ") + safe(fact.first) + " " + safe(fact.second);
  }
  return text;
}

std::string next_step(const IncidentRecord& incident) {
  std::string id = short_incident_id(incident.id);
  if (incident.state == IncidentState::Closed || incident.state == IncidentState::Suppressed) {
    return "next: leakwarden incidents reopen " + id + "\n";
  }
  return "next: leakwarden incidents resolve " + id + " --reason revoked\n";
}

}  // namespace

std::string short_incident_id(const std::string& id) {
  return id.substr(0, kShortIncidentId);
}

std::string incident_list_text(const std::vector<IncidentRecord>& incidents,
                               scanner::UseColour colour) {
  std::string text;
  for (const IncidentRecord& incident : incidents) text += list_block(incident, colour) + "\n";
  return text;
}

std::string incident_text(const IncidentRecord& incident, scanner::UseColour colour) {
  std::string text =
      fmt::format("{}  {}  {}\n", incident.id, severity_words(incident.sample.severity, colour),
                  incident_state_name(incident.state));
  text += name_of(incident) + "  " + safe(incident.mask) + "  " + safe(incident.fingerprint) + "\n";
  text += field("opens", safe(incident.sample.advice.opens, 400));
  text += field("from itself", facts_words(incident.sample));
  text += field("line", safe(incident.sample.masked_line, 200));
  text += field("first seen", time_words(incident.first_seen));
  text += field("last seen", time_words(incident.last_seen));
  text += field("assigned to", safe(incident.assignee));
  text += field("because", why_line(incident));
  text += places_text(incident) + advice_text(incident.sample.advice) + history_text(incident);
  return text + "\n" + next_step(incident);
}

}  // namespace leakwarden::service
