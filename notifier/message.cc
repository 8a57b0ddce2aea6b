#include "notifier/message.h"

#include <algorithm>

#include <fmt/core.h>

#include "notifier/sentences.h"
#include "notifier/wording.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

constexpr std::size_t kMaxSteps = 8;
constexpr std::size_t kMaxFacts = 24;

// The revoke page is the first step, whatever the rule says first.
std::vector<MessageStep> steps_of(const AlertIncident& incident) {
  std::vector<MessageStep> steps;
  for (const std::string& text : incident.advice.steps) {
    if (steps.size() == kMaxSteps) break;
    steps.push_back({"", sanitize_for_header(text, kMaxShownText)});
  }
  if (steps.empty()) {
    std::string since = readable_time(incident.first_seen);
    steps = {{"", "Revoke the key where it was made."},
             {"", "Make a new one and hand it out from a secret store, not from the repository."},
             {"", fmt::format("Read the provider's log{}{} for uses that were not yours.",
                              since.empty() ? "" : " since ", since)}};
  }
  steps[0].link = safe_link(incident.advice.revoke_url);
  return steps;
}

class Facts {
 public:
  void add(const std::string& name, const std::string& value, const std::string& link = "") {
    if (value.empty() || facts_.size() == kMaxFacts) return;
    facts_.push_back({name, value, safe_link(link)});
  }
  std::vector<MessageFact> take() { return std::move(facts_); }

 private:
  std::vector<MessageFact> facts_;
};

std::string person(const std::string& name, const std::string& email) {
  std::string shown = sanitize_for_header(name, kMaxShownName);
  if (email.empty()) return shown;
  return fmt::format("{}{}<{}>", shown, shown.empty() ? "" : " ",
                     sanitize_for_header(email, kMaxShownName));
}

std::string with_time(const std::string& who, const std::string& when) {
  if (who.empty() || when.empty()) return who;
  return who + ", " + readable_time(when);
}

void add_location(Facts& facts, const AlertLocation& location) {
  facts.add("Where", spot_of(location), location.link);
  facts.add("Repository", place_of(location.repository, location.refs));
  facts.add("Commit", short_object_id(location.commit));
  facts.add("Author", with_time(person(location.author, location.email), location.date));
  facts.add("Pushed by", sanitize_for_header(location.pusher, kMaxShownName));
}

std::string verified_words(Verified verified) {
  switch (verified) {
    case Verified::Live:
      return "yes, the provider accepts it";
    case Verified::Dead:
      return "no, the provider refuses it";
    case Verified::Unknown:
      return "unclear, the provider gave no plain answer";
    default:
      return "not checked";
  }
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] -= 'a' - 'A';
  return text;
}

Verified verified_of(const Alert& alert) {
  if (alert.type == AlertType::IncidentVerifiedLive) return Verified::Live;
  if (alert.type == AlertType::IncidentVerifiedDead) return Verified::Dead;
  return alert.incident.verified;
}

void add_incident(Facts& facts, const Alert& alert) {
  const AlertIncident& incident = alert.incident;
  facts.add("Key", sanitize_for_header(incident.mask, 60));
  facts.add("Opens", sanitize_for_header(incident.advice.opens, kMaxShownText));
  for (const std::pair<const std::string, std::string>& fact : incident.facts) {
    facts.add(capitalised(sanitize_for_header(fact.first, 40)),
              readable_time(sanitize_for_header(fact.second, kMaxShownPath)));
  }
  facts.add("Live", verified_words(verified_of(alert)));
  facts.add("Found", readable_time(incident.first_seen));
}

void add_names(Facts& facts, const AlertIncident& incident) {
  facts.add("Severity", std::string(severity_name(incident.severity)));
  facts.add("Rule", sanitize_for_header(incident.rule_id, kMaxShownName), incident.advice.docs);
  facts.add("Fingerprint", sanitize_for_header(incident.fingerprint, 60));
  facts.add("Incident", safe_token(incident.id));
  if (incident.state != "open") facts.add("State", sanitize_for_header(incident.state, 40));
}

void add_other_locations(Facts& facts, const std::vector<AlertLocation>& locations) {
  constexpr std::size_t kMostShown = 6;
  for (std::size_t i = 1; i < std::min(locations.size(), kMostShown); ++i) {
    const AlertLocation& other = locations[i];
    facts.add("Also in", place_of(other.repository, other.refs) + ", " + spot_of(other),
              other.link);
  }
}

std::vector<MessageFact> facts_of(const Alert& alert) {
  Facts facts;
  bool has_incident = !alert.incident.id.empty() || !alert.incident.rule_name.empty();
  if (!alert.locations.empty()) add_location(facts, alert.locations[0]);
  add_other_locations(facts, alert.locations);
  if (has_incident) add_incident(facts, alert);
  if (has_incident) add_names(facts, alert.incident);
  return facts.take();
}

std::vector<MessageCommand> commands_of(const Alert& alert, Tone tone) {
  std::string id = safe_token(alert.incident.id);
  if (id.empty()) return {{"what is open", "leakwarden incidents list"}};
  if (tone == Tone::Settled) return {{"not settled", "leakwarden incidents reopen " + id}};
  std::string resolve = "leakwarden incidents resolve " + id + " --reason ";
  return {{"done, revoked", resolve + "revoked"},
          {"not a secret", resolve + "false-positive"},
          {"a test key", resolve + "test-key"}};
}

std::string commands_title(const Alert& alert, Tone tone) {
  if (alert.incident.id.empty()) return "To see more";
  return tone == Tone::Settled ? "If this is wrong" : "Tell Leakwarden how it ended";
}

const AlertLocation* location_of(const Alert& alert, const AlertIncident& incident) {
  for (const AlertLocation& location : alert.locations) {
    if (!incident.id.empty() && location.incident == incident.id) return &location;
  }
  return nullptr;
}

MessageItem item_of(const Alert& alert, const AlertIncident& incident) {
  MessageItem item;
  item.severity = severity_name(incident.severity);
  item.title = rule_title(incident);
  if (!incident.mask.empty()) item.title += " " + sanitize_for_header(incident.mask, 60);
  item.place = sanitize_for_header(incident.first_place, 190);
  if (const AlertLocation* location = location_of(alert, incident)) {
    item.place = place_of(location->repository, location->refs) + ", " + spot_of(*location);
  }
  item.id = safe_token(incident.id);
  item.link = safe_link(incident.advice.revoke_url);
  return item;
}

void add_items(Message& message, const Alert& alert) {
  std::vector<AlertIncident> worst_first = alert.digest;
  std::stable_sort(worst_first.begin(), worst_first.end(),
                   [](const AlertIncident& left, const AlertIncident& right) {
                     return left.severity > right.severity;
                   });
  for (const AlertIncident& incident : worst_first) {
    message.items.push_back(item_of(alert, incident));
  }
  if (alert.more_incidents > 0) {
    message.more_items = "and " + counted(alert.more_incidents, "more secret", "more secrets");
  }
}

bool wants_steps(const Alert& alert, Tone tone) {
  if (!alert.digest.empty() || alert.incident.rule_name.empty()) return false;
  if (alert.type == AlertType::PushUnscanned) return false;
  return tone == Tone::Act || alert.type == AlertType::Test;
}

}  // namespace

Message make_message(const Alert& alert, Repeat repeat) {
  Message message;
  message.tone = tone_of(alert);
  message.subject = subject_of(alert);
  message.headline = headline_of(alert);
  message.lead = lead_of(alert);
  if (!alert.incident.id.empty()) message.severity = severity_name(alert.incident.severity);
  if (wants_steps(alert, message.tone)) {
    message.steps = steps_of(alert.incident);
    message.caution = caution_of(alert);
  }
  add_items(message, alert);
  if (alert.digest.empty()) message.facts = facts_of(alert);
  message.commands = commands_of(alert, message.tone);
  message.commands_title = commands_title(alert, message.tone);
  if (repeat == Repeat::Possible) {
    message.repeat_note =
        "You may have had this message before: we were interrupted while sending it.";
  }
  return message;
}

}  // namespace leakwarden::notifier
