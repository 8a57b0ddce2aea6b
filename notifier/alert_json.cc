// The outbox form of an Alert. Keys are short of ceremony and frozen: rows written by an older
// version are read by a newer one, so a key is added, never renamed; what is missing is empty.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "notifier/alert.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxDepth = 8;

std::string bounded(const std::string& text) {
  std::string safe = valid_utf8(text);
  if (safe.size() <= kMaxAlertTextBytes) return safe;
  std::size_t end = kMaxAlertTextBytes;
  while (end > 0 && (static_cast<unsigned char>(safe[end]) & 0xC0) == 0x80) --end;
  return safe.substr(0, end);
}

Json encode_texts(const std::vector<std::string>& texts, std::size_t most) {
  Json list = Json::array();
  for (const std::string& text : texts) {
    if (list.size() == most) break;
    list.push_back(bounded(text));
  }
  return list;
}

Json encode_facts(const std::map<std::string, std::string>& facts) {
  Json object = Json::object();
  for (const std::pair<const std::string, std::string>& fact : facts) {
    if (object.size() == kMaxAlertFacts) break;
    object[bounded(fact.first)] = bounded(fact.second);
  }
  return object;
}

Json encode_location(const AlertLocation& location) {
  return {{"incident", bounded(location.incident)},
          {"kind", place_kind_name(location.kind)},
          {"repository", bounded(location.repository)},
          {"path", bounded(location.path)},
          {"commit", bounded(location.commit)},
          {"blob", bounded(location.blob)},
          {"refs", encode_texts(location.refs, kMaxAlertRefs)},
          {"line", location.line},
          {"column", location.column},
          {"author", bounded(location.author)},
          {"email", bounded(location.email)},
          {"date", bounded(location.date)},
          {"pusher", bounded(location.pusher)},
          {"link", bounded(location.link)}};
}

Json encode_advice(const Advice& advice) {
  return {{"opens", bounded(advice.opens)},
          {"revoke_url", bounded(advice.revoke_url)},
          {"steps", encode_texts(advice.steps, kMaxAlertSteps)},
          {"docs", bounded(advice.docs)}};
}

Json encode_incident(const AlertIncident& incident) {
  return {{"id", bounded(incident.id)},
          {"first_place", bounded(incident.first_place)},
          {"state", bounded(incident.state)},
          {"fingerprint", bounded(incident.fingerprint)},
          {"mask", bounded(incident.mask)},
          {"rule_id", bounded(incident.rule_id)},
          {"rule_name", bounded(incident.rule_name)},
          {"provider", bounded(incident.provider)},
          {"severity", severity_name(incident.severity)},
          {"confidence", confidence_name(incident.confidence)},
          {"verified", verified_name(incident.verified)},
          {"visibility", bounded(incident.visibility)},
          {"team", bounded(incident.team)},
          {"first_seen", bounded(incident.first_seen)},
          {"facts", encode_facts(incident.facts)},
          {"advice", encode_advice(incident.advice)},
          {"note", bounded(incident.note)}};
}

// What does not fit is counted, so that a reader can say "and 75 more".
template <typename Item>
std::uint64_t count_with_cut(const std::vector<Item>& items, std::uint64_t more, std::size_t most) {
  return more + (items.size() > most ? items.size() - most : 0);
}

template <typename Item, typename Encode>
Json encode_list(const std::vector<Item>& items, std::size_t most, Encode encode) {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(items.size(), most); ++i) list.push_back(encode(items[i]));
  return list;
}

// Reading: every accessor gives the default where the key is missing or of another type.

std::string text_at(const Json& object, const char* key) {
  Json::const_iterator found = object.find(key);
  if (found == object.end() || !found->is_string()) return "";
  return bounded(found->get<std::string>());
}

std::int64_t number_at(const Json& object, const char* key) {
  Json::const_iterator found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::uint64_t count_at(const Json& object, const char* key) {
  Json::const_iterator found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::vector<std::string> texts_at(const Json& object, const char* key, std::size_t most) {
  std::vector<std::string> texts;
  Json::const_iterator found = object.find(key);
  if (found == object.end() || !found->is_array()) return texts;
  for (const Json& item : *found) {
    if (texts.size() == most) break;
    if (item.is_string()) texts.push_back(bounded(item.get<std::string>()));
  }
  return texts;
}

std::map<std::string, std::string> facts_at(const Json& object, const char* key) {
  std::map<std::string, std::string> facts;
  Json::const_iterator found = object.find(key);
  if (found == object.end() || !found->is_object()) return facts;
  for (Json::const_iterator item = found->begin(); item != found->end(); ++item) {
    if (facts.size() == kMaxAlertFacts) break;
    if (item->is_string()) facts[bounded(item.key())] = bounded(item->get<std::string>());
  }
  return facts;
}

Verified verified_from_name(std::string_view name) {
  for (Verified verified : {Verified::Live, Verified::Dead, Verified::Unknown}) {
    if (verified_name(verified) == name) return verified;
  }
  return Verified::Unchecked;
}

AlertLocation decode_location(const Json& object) {
  AlertLocation location;
  location.incident = text_at(object, "incident");
  location.kind = place_kind_from_name(text_at(object, "kind")).value_or(PlaceKind::Blob);
  location.repository = text_at(object, "repository");
  location.path = text_at(object, "path");
  location.commit = text_at(object, "commit");
  location.blob = text_at(object, "blob");
  location.refs = texts_at(object, "refs", kMaxAlertRefs);
  location.line = number_at(object, "line");
  location.column = number_at(object, "column");
  location.author = text_at(object, "author");
  location.email = text_at(object, "email");
  location.date = text_at(object, "date");
  location.pusher = text_at(object, "pusher");
  location.link = text_at(object, "link");
  return location;
}

Advice decode_advice(const Json& object) {
  Advice advice;
  advice.opens = text_at(object, "opens");
  advice.revoke_url = text_at(object, "revoke_url");
  advice.steps = texts_at(object, "steps", kMaxAlertSteps);
  advice.docs = text_at(object, "docs");
  return advice;
}

AlertIncident decode_incident(const Json& object) {
  AlertIncident incident;
  incident.id = text_at(object, "id");
  incident.first_place = text_at(object, "first_place");
  incident.state = text_at(object, "state");
  incident.fingerprint = text_at(object, "fingerprint");
  incident.mask = text_at(object, "mask");
  incident.rule_id = text_at(object, "rule_id");
  incident.rule_name = text_at(object, "rule_name");
  incident.provider = text_at(object, "provider");
  incident.severity = severity_from_name(text_at(object, "severity")).value_or(Severity::High);
  incident.confidence =
      confidence_from_name(text_at(object, "confidence")).value_or(Confidence::High);
  incident.verified = verified_from_name(text_at(object, "verified"));
  incident.visibility = text_at(object, "visibility");
  incident.team = text_at(object, "team");
  incident.first_seen = text_at(object, "first_seen");
  incident.facts = facts_at(object, "facts");
  Json::const_iterator advice = object.find("advice");
  if (advice != object.end()) incident.advice = decode_advice(*advice);
  incident.note = text_at(object, "note");
  return incident;
}

template <typename Item, typename Decode>
std::vector<Item> decode_list(const Json& object, const char* key, std::size_t most,
                              Decode decode) {
  std::vector<Item> items;
  Json::const_iterator found = object.find(key);
  if (found == object.end() || !found->is_array()) return items;
  for (const Json& item : *found) {
    if (items.size() == most) break;
    if (item.is_object()) items.push_back(decode(item));
  }
  return items;
}

std::optional<Json> parse_bounded(std::string_view text) {
  if (text.size() > kMaxAlertJsonBytes) return std::nullopt;
  bool too_deep = false;
  Json::parser_callback_t guard = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return depth <= kMaxDepth;
  };
  Json parsed = Json::parse(text, guard, /*allow_exceptions=*/false);
  if (too_deep || !parsed.is_object()) return std::nullopt;
  return parsed;
}

}  // namespace

std::string encode_alert(const Alert& alert) {
  Json object = {
      {"id", bounded(alert.id)},
      {"group", bounded(alert.group)},
      {"type", alert_type_name(alert.type)},
      {"created_ms", unix_milliseconds(alert.created)},
      {"incident", encode_incident(alert.incident)},
      {"locations", encode_list(alert.locations, kMaxAlertLocations, encode_location)},
      {"more_locations", count_with_cut(alert.locations, alert.more_locations, kMaxAlertLocations)},
      {"digest", encode_list(alert.digest, kMaxAlertIncidents, encode_incident)},
      {"more_incidents", count_with_cut(alert.digest, alert.more_incidents, kMaxAlertIncidents)},
      {"summary", bounded(alert.summary)},
      {"owners", encode_texts(alert.owners, kMaxAlertOwners)}};
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Alert> decode_alert(std::string_view json) {
  std::optional<Json> object = parse_bounded(json);
  if (!object) return std::nullopt;
  std::optional<AlertType> type = alert_type_from_name(text_at(*object, "type"));
  if (!type) return std::nullopt;
  Alert alert;
  alert.id = text_at(*object, "id");
  alert.group = text_at(*object, "group");
  alert.type = *type;
  alert.created = WallTime(std::chrono::milliseconds(number_at(*object, "created_ms")));
  Json::const_iterator incident = object->find("incident");
  if (incident != object->end()) alert.incident = decode_incident(*incident);
  alert.locations =
      decode_list<AlertLocation>(*object, "locations", kMaxAlertLocations, decode_location);
  alert.more_locations = count_at(*object, "more_locations");
  alert.digest = decode_list<AlertIncident>(*object, "digest", kMaxAlertIncidents, decode_incident);
  alert.more_incidents = count_at(*object, "more_incidents");
  alert.summary = text_at(*object, "summary");
  alert.owners = texts_at(*object, "owners", kMaxAlertOwners);
  return alert;
}

}  // namespace leakwarden::notifier
