#include "notifier/channels/webhook_body.h"

#include <nlohmann/json.hpp>

#include "notifier/sentences.h"
#include "notifier/wording.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

using Json = nlohmann::ordered_json;

// Values keep their control characters (JSON escapes them) and are cut in length only.
std::string cut(const std::string& text, std::size_t most) {
  std::string safe = valid_utf8(text);
  if (safe.size() <= most) return safe;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(safe[end]) & 0xC0) == 0x80) --end;
  return safe.substr(0, end) + "…";
}

// Absent when not applicable, as in findings of a scan.
void add(Json& object, const char* key, const std::string& text, std::size_t most = 200) {
  if (!text.empty()) object[key] = cut(text, most);
}

Json texts(const std::vector<std::string>& list, std::size_t most_items, std::size_t most_bytes) {
  Json result = Json::array();
  for (const std::string& text : list) {
    if (result.size() == most_items) break;
    result.push_back(cut(text, most_bytes));
  }
  return result;
}

Json incident_json(const AlertIncident& incident) {
  Json object = Json::object();
  add(object, "id", incident.id);
  add(object, "state", incident.state);
  add(object, "fingerprint", incident.fingerprint);
  add(object, "secret", incident.mask);
  add(object, "rule_id", incident.rule_id);
  add(object, "rule_name", incident.rule_name);
  add(object, "provider", incident.provider);
  object["severity"] = severity_name(incident.severity);
  object["confidence"] = confidence_name(incident.confidence);
  object["verified"] = verified_name(incident.verified);
  add(object, "visibility", incident.visibility);
  add(object, "team", incident.team);
  add(object, "first_place", incident.first_place);
  add(object, "first_seen", incident.first_seen);
  if (!incident.facts.empty()) {
    Json facts = Json::object();
    for (const std::pair<const std::string, std::string>& fact : incident.facts) {
      facts[cut(fact.first, 60)] = cut(fact.second, 200);
    }
    object["facts"] = facts;
  }
  add(object, "note", incident.note, 400);
  return object;
}

// Named as in the JSON lines of a scan, so that one reader serves both.
Json finding_json(const AlertLocation& location, const AlertIncident& incident) {
  Json object = Json::object();
  add(object, "incident", location.incident);
  add(object, "rule_id", incident.rule_id);
  object["kind"] = place_kind_name(location.kind);
  add(object, "repository", location.repository);
  add(object, "path", location.path, 300);
  if (location.line > 0) object["start_line"] = location.line;
  if (location.column > 0) object["start_column"] = location.column;
  add(object, "blob", location.blob);
  add(object, "commit", location.commit);
  add(object, "author", location.author);
  add(object, "email", location.email);
  add(object, "date", location.date);
  if (!location.refs.empty()) object["refs"] = texts(location.refs, 5, 200);
  add(object, "introduced_by", location.pusher);
  add(object, "secret", incident.mask);
  add(object, "fingerprint", incident.fingerprint);
  add(object, "link", location.link, 500);
  return object;
}

Json findings_json(const Alert& alert) {
  Json list = Json::array();
  for (const AlertLocation& location : alert.locations) {
    list.push_back(finding_json(location, alert.incident));
  }
  return list;
}

Json advice_json(const Alert& alert) {
  const Advice& advice = alert.incident.advice;
  Json object = Json::object();
  object["summary"] = cut(lead_of(alert), 1000);
  add(object, "opens", advice.opens, 400);
  object["revoke_url"] = safe_link(advice.revoke_url);
  object["steps"] = texts(advice.steps, 8, 400);
  add(object, "docs", advice.docs, 400);
  return object;
}

Json data_json(const Alert& alert) {
  Json data = Json::object();
  add(data, "summary", alert.summary, 400);
  data["incident"] = alert.incident.id.empty() ? Json(nullptr) : incident_json(alert.incident);
  data["findings"] = findings_json(alert);
  if (alert.more_locations > 0) data["more_findings"] = alert.more_locations;
  if (!alert.digest.empty()) {
    data["incidents"] = Json::array();
    for (const AlertIncident& one : alert.digest) data["incidents"].push_back(incident_json(one));
  }
  if (alert.more_incidents > 0) data["more_incidents"] = alert.more_incidents;
  data["advice"] = advice_json(alert);
  return data;
}

bool drop_last(Json& data, const char* list, const char* counter) {
  if (!data.contains(list) || data[list].empty()) return false;
  data[list].erase(data[list].size() - 1);
  data[counter] = data.value(counter, std::uint64_t{0}) + 1;
  return true;
}

std::string write(const Json& body, JsonLayout layout) {
  int indent = layout == JsonLayout::Indented ? 2 : -1;
  return escape_unseen_in_json(body.dump(indent, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

std::string webhook_body(const Alert& alert, JsonLayout layout) {
  Json body = Json::object();
  body["type"] = alert_type_name(alert.type);
  body["timestamp"] = rfc3339(alert.created);
  body["data"] = data_json(alert);
  Json& data = body["data"];
  while (write(body, JsonLayout::Compact).size() > kMaxWebhookBody) {
    if (drop_last(data, "findings", "more_findings")) continue;
    if (!drop_last(data, "incidents", "more_incidents")) break;
  }
  return write(body, layout);
}

}  // namespace leakwarden::notifier
