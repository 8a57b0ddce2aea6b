#include "scanner/match/token_facts.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/match/value_structure.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kCloudflareAccountDigits = 32;
constexpr std::int64_t kDiscordOldEpoch = 1293840000;  // older tokens count from 2011

struct Member {
  const char* name;
  const char* fact;
};

constexpr Member kTokenTexts[] = {{"iss", "issuer"}, {"sub", "account"}, {"scope", "scope"}};
constexpr Member kTokenTimes[] = {{"iat", "created"}, {"exp", "expires"}};
constexpr Member kJsonTexts[] = {
    {"signInAddress", "issuer"}, {"url", "issuer"}, {"h", "issuer"},
    {"email", "account"},        {"u", "account"},  {"org", "organization"},
    {"o", "organization"}};
constexpr Member kJsonTimes[] = {{"iat", "created"}, {"exp", "expires"}, {"e", "expires"}};

void add_member(Facts& facts, std::string_view object, const Member& member) {
  std::optional<std::string> text = json_member(object, member.name);
  if (text) add_text_fact(facts, member.fact, *text);
}

void add_time_member(Facts& facts, std::string_view object, const Member& member) {
  std::optional<std::string> digits = json_member(object, member.name);
  std::optional<std::int64_t> seconds = digits ? seconds_of_digits(*digits) : std::nullopt;
  if (seconds) add_time_fact(facts, member.fact, *seconds);
}

const char* route_name(char letter) {
  switch (letter) {
    case 'o':
      return "organization";
    case 'u':
      return "account";
    case 'g':
      return "group";
    case 'p':
      return "project";
    default:
      return nullptr;
  }
}

// "u:2x": one routing line, its number in base 36.
void add_route(Facts& facts, std::string_view line) {
  if (line.size() < 3 || line.size() > 14 || line[1] != ':') return;
  const char* name = route_name(line[0]);
  std::uint64_t number = 0;
  for (char digit : line.substr(2)) {
    bool decimal = digit >= '0' && digit <= '9';
    if (!decimal && (digit < 'a' || digit > 'z')) return;
    number = number * 36 + static_cast<std::uint64_t>(decimal ? digit - '0' : digit - 'a' + 10);
  }
  if (name != nullptr) facts[name] = std::to_string(number);
}

bool is_name(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

Facts json_web_token_facts(std::string_view value) {
  std::optional<JsonWebToken> token = json_web_token(value);
  if (!token) return {};
  Facts facts;
  for (const Member& member : kTokenTexts) add_member(facts, token->payload, member);
  for (const Member& member : kTokenTimes) add_time_member(facts, token->payload, member);
  return facts;
}

Facts base64_json_facts(std::string_view value) {
  std::optional<std::string> object = base64_json_object(value);
  if (!object) return {};
  Facts facts;
  for (const Member& member : kJsonTexts) add_member(facts, *object, member);
  for (const Member& member : kJsonTimes) add_time_member(facts, *object, member);
  std::optional<std::string> account = json_member(*object, "a");
  if (account && account->size() == kCloudflareAccountDigits)
    add_text_fact(facts, "account", *account);
  return facts;
}

Facts gitlab_route_facts(std::string_view value) {
  std::size_t begin = std::min(value.find('-'), value.size());
  if (begin < value.size()) ++begin;
  if (value.substr(begin, 1) == "t" && value.substr(begin + 2, 1) == "_") begin += 3;
  std::string payload = base64_decode(value.substr(begin)).bytes;
  Facts facts;
  for (std::size_t at = 0; at < payload.size();) {
    std::size_t end = std::min(payload.find('\n', at), payload.size());
    add_route(facts, std::string_view(payload).substr(at, end - at));
    at = end + 1;
  }
  return facts;
}

Facts matrix_facts(std::string_view value) {
  std::size_t begin = value.find('_');
  std::size_t end = begin == std::string_view::npos ? begin : value.find('_', begin + 1);
  if (end == std::string_view::npos) return {};
  std::string name = base64_decode(value.substr(begin + 1, end - begin - 1)).bytes;
  Facts facts;
  if (is_name(name)) add_text_fact(facts, "account", name);
  return facts;
}

Facts bedrock_facts(std::string_view value) {
  constexpr std::string_view kLead = "ABSK";
  if (value.substr(0, kLead.size()) != kLead) return {};
  std::string text = base64_decode(value.substr(kLead.size())).bytes;
  std::string name = text.substr(0, text.find(':'));
  std::size_t at = name.rfind("-at-");
  if (at == std::string::npos || !is_name(name)) return {};
  Facts facts;
  add_text_fact(facts, "account", name.substr(at + 4));
  add_text_fact(facts, "user", name.substr(0, at));
  return facts;
}

Facts discord_facts(std::string_view value) {
  std::optional<std::string> id = discord_id(value);
  if (!id) return {};
  Facts facts;
  add_text_fact(facts, "account", *id);
  std::string time = base64_decode(value.substr(value.find('.') + 1)).bytes;
  if (time.size() != 4) return facts;
  std::int64_t seconds = 0;
  for (char byte : time) seconds = seconds << 8 | static_cast<std::uint8_t>(byte);
  add_time_fact(facts, "created",
                seconds < kDiscordOldEpoch ? seconds + kDiscordOldEpoch : seconds);
  return facts;
}

Facts jfrog_reference_facts(std::string_view value) {
  constexpr std::string_view kLead = "reftkn:";
  constexpr std::size_t kExpiryPlace = 10;
  constexpr std::size_t kExpiryDigits = 10;
  std::string text = base64_decode(value).bytes;
  if (text.substr(0, kLead.size()) != kLead || text.size() < kExpiryPlace + kExpiryDigits)
    return {};
  std::optional<std::int64_t> seconds =
      seconds_of_digits(std::string_view(text).substr(kExpiryPlace, kExpiryDigits));
  Facts facts;
  if (seconds && *seconds > 0) add_time_fact(facts, "expires", *seconds);
  return facts;
}

}  // namespace leakwarden::scanner
