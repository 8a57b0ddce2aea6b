#include "scanner/match/checksum.h"

#include <algorithm>
#include <cstddef>

#include "scanner/base/base64.h"
#include "scanner/match/bech32.h"
#include "scanner/match/crc32_tail.h"
#include "scanner/match/marvin32.h"
#include "scanner/match/private_key.h"
#include "scanner/match/value_structure.h"

namespace leakwarden::scanner {
namespace {

struct Entry {
  ChecksumKind kind;
  std::string_view name;
  ChecksumNature nature;
};

constexpr Entry kEntries[] = {
    {ChecksumKind::None, "none", ChecksumNature::Checksum},
    {ChecksumKind::Crc32Base62, "crc32-base62", ChecksumNature::Checksum},
    {ChecksumKind::Crc32Base36, "crc32-base36", ChecksumNature::Checksum},
    {ChecksumKind::Crc32Hex, "crc32-hex", ChecksumNature::Checksum},
    {ChecksumKind::Crc32HexWhole, "crc32-hex-whole", ChecksumNature::Checksum},
    {ChecksumKind::Crc32HexLittleEndian, "crc32-hex-little-endian", ChecksumNature::Checksum},
    {ChecksumKind::Marvin32, "marvin32", ChecksumNature::Checksum},
    {ChecksumKind::Bech32, "bech32", ChecksumNature::Checksum},
    {ChecksumKind::Luhn, "luhn", ChecksumNature::Checksum},
    {ChecksumKind::ObjectIdTime, "objectid-time", ChecksumNature::Structure},
    {ChecksumKind::Ulid, "ulid", ChecksumNature::Structure},
    {ChecksumKind::JwtStructure, "jwt-structure", ChecksumNature::Structure},
    {ChecksumKind::Base64Json, "base64-json", ChecksumNature::Structure},
    {ChecksumKind::DiscordId, "discord", ChecksumNature::Structure},
    {ChecksumKind::PrivateKey, "pem", ChecksumNature::Structure},
};

constexpr std::int64_t kEarliestSeconds = 1325376000;  // 2012-01-01T00:00:00Z
constexpr std::int64_t kForgivenSeconds = 86400;
constexpr std::uint32_t kSampleSeconds = 1546300800;     // 2019-01-01T00:00:00Z
constexpr std::uint32_t kSampleSpanSeconds = 189302400;  // to 2025-01-01T00:00:00Z
constexpr std::string_view kJsonStart = "eyJ";           // base64 of {"

bool time_plausible(const std::optional<TimeInValue>& time, std::int64_t now_unix_seconds) {
  return time && time->unix_milliseconds >= kEarliestSeconds * 1000 &&
         time->unix_milliseconds / 1000 <= now_unix_seconds + kForgivenSeconds;
}

bool tail_valid(ChecksumKind kind, std::string_view value) {
  std::optional<ChecksumTail> tail = crc32_tail(kind, value);
  return tail && value.substr(tail->begin) == tail->expected;
}

std::string tail_completed(ChecksumKind kind, std::string_view value) {
  std::optional<ChecksumTail> tail = crc32_tail(kind, value);
  if (!tail) return std::string(value);
  return std::string(value.substr(0, tail->begin)) + tail->expected;
}

// Luhn (ISO/IEC 7812-1): from the right, every second digit doubled, digits of the products summed.
int luhn_sum(std::string_view value) {
  int sum = 0;
  bool doubled = false;
  for (std::size_t index = value.size(); index > 0; --index) {
    char character = value[index - 1];
    if (character < '0' || character > '9') continue;
    int digit = character - '0';
    if (doubled) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
    doubled = !doubled;
  }
  return sum;
}

bool luhn_valid(std::string_view value) {
  return value.find_first_of("0123456789") != std::string_view::npos && luhn_sum(value) % 10 == 0;
}

std::string luhn_completed(std::string_view value) {
  std::string result(value);
  std::size_t last = result.find_last_of("0123456789");
  if (last == std::string::npos) return result;
  result[last] = '0';
  result[last] = static_cast<char>('0' + (10 - luhn_sum(result) % 10) % 10);
  return result;
}

// Sentry closes the JSON with "_" and 43 characters; elsewhere it reaches to the end.
std::string_view json_part(std::string_view value, std::size_t begin) {
  std::size_t underscore = value.rfind('_');
  bool closed =
      underscore != std::string_view::npos && underscore > begin && value.size() - underscore == 44;
  return value.substr(begin, closed ? underscore - begin : std::string_view::npos);
}

bool base64_json_valid(std::string_view value) {
  std::size_t begin = value.find(kJsonStart);
  if (begin == std::string_view::npos) return false;
  std::string bytes = base64_decode(json_part(value, begin)).bytes;
  return leading_json_object(bytes).has_value();
}

// An object of one member that fills `bytes`, in letters that look the same in both alphabets.
std::string json_of_size(std::size_t bytes, std::string_view seed_text) {
  constexpr std::string_view kFront = "{\"k\":\"";
  constexpr std::string_view kBack = "\"}";
  std::string json(kFront);
  std::uint32_t state = crc32(seed_text) | 1;
  while (json.size() + kBack.size() < bytes) {
    state = state * 1664525u + 1013904223u;
    json.push_back(static_cast<char>('a' + (state >> 24) % 26));
  }
  return json + std::string(kBack);
}

std::string base64_json_completed(std::string_view value) {
  std::size_t begin = value.find(kJsonStart);
  if (begin == std::string_view::npos) return std::string(value);
  std::size_t groups = json_part(value, begin).size() / 4;
  if (groups < 3) return std::string(value);
  std::string encoded = base64_encode(json_of_size(groups * 3, value));
  std::string result(value);
  return result.replace(begin, encoded.size(), encoded);
}

bool jwt_valid(std::string_view value) {
  std::optional<JsonWebToken> token = json_web_token(value);
  return token && json_member(token->header, "alg").has_value();
}

std::string jwt_completed(std::string_view value) {
  std::size_t begin = value.find(kJsonStart);
  std::size_t signature = value.rfind('.');
  if (begin == std::string_view::npos || signature == std::string_view::npos) {
    return std::string(value);
  }
  std::string payload = json_of_size(30, value);
  return std::string(value.substr(0, begin)) +
         base64_encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", Base64Alphabet::Url,
                       Base64Padding::No) +
         "." + base64_encode(payload, Base64Alphabet::Url, Base64Padding::No) +
         std::string(value.substr(signature));
}

std::string discord_completed(std::string_view value) {
  std::size_t dot = value.find('.');
  if (dot == std::string_view::npos) return std::string(value);
  std::string digits = std::to_string(100000000 + crc32(value) % 900000000) +
                       std::to_string(100000000 + crc32(value.substr(dot)) % 900000000);
  return base64_encode(digits, Base64Alphabet::Url, Base64Padding::No) +
         std::string(value.substr(dot));
}

std::uint32_t sample_seconds(std::string_view value) {
  return kSampleSeconds + crc32(value) % kSampleSpanSeconds;
}

}  // namespace

std::optional<ChecksumKind> checksum_kind(std::string_view name) {
  if (name.empty()) return ChecksumKind::None;
  for (const Entry& entry : kEntries) {
    if (entry.name == name) return entry.kind;
  }
  return std::nullopt;
}

std::string_view checksum_name(ChecksumKind kind) {
  return kEntries[static_cast<std::size_t>(kind)].name;
}

ChecksumNature checksum_nature(ChecksumKind kind) {
  return kEntries[static_cast<std::size_t>(kind)].nature;
}

bool checksum_valid(ChecksumKind kind, std::string_view value, std::int64_t now_unix_seconds) {
  switch (kind) {
    case ChecksumKind::None:
      return true;
    case ChecksumKind::Crc32Base62:
    case ChecksumKind::Crc32Base36:
    case ChecksumKind::Crc32Hex:
    case ChecksumKind::Crc32HexWhole:
    case ChecksumKind::Crc32HexLittleEndian:
      return tail_valid(kind, value);
    case ChecksumKind::Marvin32:
      return azure_key_valid(value);
    case ChecksumKind::Bech32:
      return bech32_valid(value);
    case ChecksumKind::Luhn:
      return luhn_valid(value);
    case ChecksumKind::ObjectIdTime:
      return time_plausible(object_id_time(value), now_unix_seconds);
    case ChecksumKind::Ulid:
      return time_plausible(ulid_time(value), now_unix_seconds);
    case ChecksumKind::JwtStructure:
      return jwt_valid(value);
    case ChecksumKind::Base64Json:
      return base64_json_valid(value);
    case ChecksumKind::DiscordId:
      return discord_id(value).has_value();
    case ChecksumKind::PrivateKey:
      return private_key_plausible(value);
  }
  return true;
}

std::string checksum_complete(ChecksumKind kind, std::string_view value) {
  switch (kind) {
    case ChecksumKind::None:
      return std::string(value);
    case ChecksumKind::Crc32Base62:
    case ChecksumKind::Crc32Base36:
    case ChecksumKind::Crc32Hex:
    case ChecksumKind::Crc32HexWhole:
    case ChecksumKind::Crc32HexLittleEndian:
      return tail_completed(kind, value);
    case ChecksumKind::Marvin32:
      return azure_key_completed(value);
    case ChecksumKind::Bech32:
      return bech32_completed(value);
    case ChecksumKind::Luhn:
      return luhn_completed(value);
    case ChecksumKind::ObjectIdTime:
      return with_object_id_seconds(value, sample_seconds(value));
    case ChecksumKind::Ulid:
      return with_ulid_milliseconds(value, std::uint64_t{sample_seconds(value)} * 1000);
    case ChecksumKind::JwtStructure:
      return jwt_completed(value);
    case ChecksumKind::Base64Json:
      return base64_json_completed(value);
    case ChecksumKind::DiscordId:
      return discord_completed(value);
    case ChecksumKind::PrivateKey:
      return private_key_completed(value);
  }
  return std::string(value);
}

}  // namespace leakwarden::scanner
