#include "service/store/finding_json.h"

#include <nlohmann/json.hpp>

#include "scanner/base/sanitize.h"

namespace leakwarden::service {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxReasons = 20;
constexpr std::size_t kMaxFacts = 20;
constexpr std::size_t kMaxTextBytes = 4096;

std::string bounded(std::string_view text) {
  return valid_utf8(text.substr(0, kMaxTextBytes));
}

Json text_list(const std::vector<std::string>& texts, std::size_t most) {
  Json list = Json::array();
  for (const std::string& text : texts) {
    if (list.size() < most) list.push_back(bounded(text));
  }
  return list;
}

std::string text_of(const Json& object, const char* key) {
  Json::const_iterator found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  if (!list.is_array()) return texts;
  for (const Json& item : list) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::vector<std::string> texts_of(const Json& object, const char* key) {
  Json::const_iterator found = object.find(key);
  return found != object.end() ? texts_of(*found) : std::vector<std::string>();
}

std::map<std::string, std::string> facts_of(const Json& object) {
  std::map<std::string, std::string> facts;
  Json::const_iterator found = object.find("facts");
  if (found == object.end() || !found->is_object()) return facts;
  for (const auto& [name, value] : found->items()) {
    if (value.is_string()) facts[name] = value.get<std::string>();
  }
  return facts;
}

Advice advice_of(const Json& object) {
  Advice advice;
  Json::const_iterator found = object.find("advice");
  if (found == object.end() || !found->is_object()) return advice;
  advice.opens = text_of(*found, "opens");
  advice.revoke_url = text_of(*found, "revoke_url");
  advice.steps = texts_of(*found, "steps");
  advice.docs = text_of(*found, "docs");
  return advice;
}

Verified verified_of(std::string_view name) {
  for (Verified verified : {Verified::Live, Verified::Dead, Verified::Unknown}) {
    if (verified_name(verified) == name) return verified;
  }
  return Verified::Unchecked;
}

Json facts_json(const std::map<std::string, std::string>& facts) {
  Json object = Json::object();
  for (const std::pair<const std::string, std::string>& fact : facts) {
    if (object.size() < kMaxFacts) object[bounded(fact.first)] = bounded(fact.second);
  }
  return object;
}

Json parsed(std::string_view text) {
  return Json::parse(text, nullptr, false);
}

}  // namespace

std::string encode_finding(const Finding& finding) {
  Json json = {
      {"rule_id", bounded(finding.rule_id)},
      {"rule_name", bounded(finding.rule_name)},
      {"provider", bounded(finding.provider)},
      {"severity", severity_name(finding.severity)},
      {"confidence", confidence_name(finding.confidence)},
      {"scope", bounded(finding.scope)},
      {"fingerprint", bounded(finding.fingerprint)},
      {"facts", facts_json(finding.facts)},
      {"decoded", text_list(finding.decoded, kMaxReasons)},
      {"reasons", text_list(finding.reasons, kMaxReasons)},
      {"verified", verified_name(finding.verified)},
      {"masked_line", bounded(finding.masked_line)},
      {"advice",
       {{"opens", bounded(finding.advice.opens)},
        {"revoke_url", bounded(finding.advice.revoke_url)},
        {"steps", text_list(finding.advice.steps, kMaxReasons)},
        {"docs", bounded(finding.advice.docs)}}},
  };
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Finding decode_finding(std::string_view text) {
  Finding finding;
  Json json = parsed(text);
  if (!json.is_object()) return finding;
  finding.rule_id = text_of(json, "rule_id");
  finding.rule_name = text_of(json, "rule_name");
  finding.provider = text_of(json, "provider");
  finding.severity = severity_from_name(text_of(json, "severity")).value_or(Severity::High);
  finding.confidence = confidence_from_name(text_of(json, "confidence")).value_or(Confidence::High);
  finding.scope = text_of(json, "scope");
  finding.fingerprint = text_of(json, "fingerprint");
  finding.facts = facts_of(json);
  finding.decoded = texts_of(json, "decoded");
  finding.reasons = texts_of(json, "reasons");
  finding.verified = verified_of(text_of(json, "verified"));
  finding.masked_line = text_of(json, "masked_line");
  finding.advice = advice_of(json);
  return finding;
}

std::string encode_texts(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(valid_utf8(text));
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<std::string> decode_texts(std::string_view json) {
  return texts_of(parsed(json));
}

}  // namespace leakwarden::service
