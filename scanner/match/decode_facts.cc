#include "scanner/match/decode_facts.h"

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "scanner/base/clock.h"
#include "scanner/base/sanitize.h"
#include "scanner/match/value_structure.h"

namespace leakwarden::scanner {
namespace {

using Facts = std::map<std::string, std::string>;

struct Entry {
  DecodeKind kind;
  std::string_view name;
};

constexpr Entry kEntries[] = {
    {DecodeKind::ObjectId, "objectid"},
    {DecodeKind::Ulid, "ulid"},
    {DecodeKind::AwsAccount, "aws-account"},
    {DecodeKind::Jwt, "jwt"},
};

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kAwsPrefix = 4;
constexpr std::size_t kAwsBody = 16;
constexpr std::size_t kMaxTextBytes = 128;
constexpr std::int64_t kMaxUnixSeconds = 253402300799;  // 9999-12-31T23:59:59Z

std::string text_of(std::int64_t unix_seconds_value) {
  return rfc3339(from_unix_seconds(unix_seconds_value));
}

Facts created_at(const std::optional<TimeInValue>& time) {
  if (!time || time->unix_milliseconds / 1000 > kMaxUnixSeconds) return {};
  return {{"created", text_of(time->unix_milliseconds / 1000)}};
}

// The first 10 characters after the prefix are 50 bits; the account stands 1 bit below the top, in
// 40 bits of the first 48. Ids made before 2019 begin with I or J and hold no account.
Facts aws_account(std::string_view value) {
  if (value.size() != kAwsPrefix + kAwsBody) return {};
  std::string_view body = value.substr(kAwsPrefix);
  if (body[0] == 'I' || body[0] == 'J') return {};
  std::uint64_t bits = 0;
  for (char character : body.substr(0, 10)) {
    std::size_t digit = kBase32.find(character);
    if (digit == std::string_view::npos) return {};
    bits = bits << 5 | digit;
  }
  std::uint64_t first_six_bytes = bits >> 2;
  std::uint64_t account = (first_six_bytes & 0x7fffffffff80) >> 7;
  std::string digits = std::to_string(account);
  if (digits.size() > 12) return {};
  return {{"account", std::string(12 - digits.size(), '0') + digits}};
}

void add_text(Facts& facts, std::string_view payload, std::string_view member, const char* fact) {
  std::optional<std::string> text = json_member(payload, member);
  if (text && !text->empty()) facts[fact] = sanitize_for_header(*text, kMaxTextBytes);
}

void add_time(Facts& facts, std::string_view payload, std::string_view member, const char* fact) {
  std::optional<std::string> digits = json_member(payload, member);
  if (!digits || digits->empty() || digits->size() > 12 ||
      digits->find_first_not_of("0123456789") != std::string::npos) {
    return;
  }
  std::int64_t seconds = std::stoll(*digits);
  if (seconds <= kMaxUnixSeconds) facts[fact] = text_of(seconds);
}

Facts jwt_facts(std::string_view value) {
  std::optional<JsonWebToken> token = json_web_token(value);
  if (!token) return {};
  Facts facts;
  add_text(facts, token->payload, "iss", "issuer");
  add_text(facts, token->payload, "sub", "account");
  add_time(facts, token->payload, "iat", "created");
  add_time(facts, token->payload, "exp", "expires");
  return facts;
}

}  // namespace

std::optional<DecodeKind> decode_kind(std::string_view name) {
  for (const Entry& entry : kEntries) {
    if (entry.name == name) return entry.kind;
  }
  return std::nullopt;
}

std::map<std::string, std::string> decode_facts(DecodeKind kind, std::string_view value) {
  switch (kind) {
    case DecodeKind::ObjectId:
      return created_at(object_id_time(value));
    case DecodeKind::Ulid:
      return created_at(ulid_time(value));
    case DecodeKind::AwsAccount:
      return aws_account(value);
    case DecodeKind::Jwt:
      return jwt_facts(value);
  }
  return {};
}

}  // namespace leakwarden::scanner
