// JSON of incidents: complete and stable. The value is never in it, only mask and fingerprint.

#include "scanner/report/json_writer.h"
#include "service/cli/incident_text.h"

namespace leakwarden::service {
namespace {

using scanner::JsonObject;

void add_facts(JsonObject& object, const std::map<std::string, std::string>& facts) {
  if (facts.empty()) return;
  JsonObject inner;
  for (const std::pair<const std::string, std::string>& fact : facts) {
    inner.text(fact.first, fact.second);
  }
  object.raw("facts", inner.str());
}

void add_location(JsonObject& object, const Location& location) {
  object.text("kind", place_kind_name(location.kind)).text_if("repository", location.repository);
  object.text_if("path", location.path).number_if("start_line", location.range.start_line);
  object.number_if("end_line", location.range.end_line);
  object.number_if("start_column", location.range.start_column);
  object.number_if("end_column", location.range.end_column);
  object.text_if("blob", location.blob).text_if("commit", location.commit);
  object.text_if("author", location.author).text_if("email", location.email);
  object.text_if("date", location.date);
  if (!location.refs.empty()) object.raw("refs", scanner::json_list(location.refs));
  if (location.at_tip.has_value()) object.raw("at_tip", *location.at_tip ? "true" : "false");
  object.text_if("introduced_by", location.introduced_by);
}

void add_incident(JsonObject& object, const IncidentRecord& incident) {
  const Finding& sample = incident.sample;
  object.text("id", incident.id).text("state", incident_state_name(incident.state));
  object.text("rule_id", sample.rule_id).text("rule_name", sample.rule_name);
  object.text_if("provider", sample.provider).text("severity", severity_name(sample.severity));
  object.text("confidence", confidence_name(sample.confidence)).text("secret", incident.mask);
  object.text("fingerprint", incident.fingerprint);
  object.text("verified", verified_name(sample.verified));
  object.text("first_seen", incident.first_seen).text("last_seen", incident.last_seen);
  object.number("places", static_cast<std::int64_t>(incident.location_count));
  object.raw("repositories", scanner::json_list(incident.repositories));
  object.text_if("reason", incident.reason).text_if("note", incident.note);
  object.text_if("person", incident.person).text_if("assignee", incident.assignee);
  object.text_if("expires", incident.expires);
  add_facts(object, sample.facts);
}

template <typename Item, typename Write>
std::string list_of(const std::vector<Item>& items, Write write) {
  std::string list = "[";
  for (const Item& item : items) {
    JsonObject object;
    write(object, item);
    list += (list.size() > 1 ? "," : "") + object.str();
  }
  return list + "]";
}

void add_event(JsonObject& object, const IncidentRecord::Event& event) {
  object.text("at", event.at).text("what", event.what);
  object.text_if("person", event.person).text_if("note", event.note);
}

std::string advice_json(const Advice& advice) {
  JsonObject object;
  object.text_if("summary", advice.opens).text_if("revoke_url", advice.revoke_url);
  object.raw("steps", scanner::json_list(advice.steps)).text_if("docs", advice.docs);
  return object.str();
}

}  // namespace

std::string incident_line_json(const IncidentRecord& incident) {
  JsonObject object;
  add_incident(object, incident);
  JsonObject location;
  add_location(location, incident.sample.location);
  object.raw("location", location.str());
  return object.str();
}

std::string incident_json(const IncidentRecord& incident) {
  JsonObject object;
  add_incident(object, incident);
  object.raw("locations", list_of(incident.locations, add_location));
  object.raw("advice", advice_json(incident.sample.advice));
  object.raw("history", list_of(incident.history, add_event));
  return object.str();
}

}  // namespace leakwarden::service
