#include "scanner/match/checksum.h"

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "scanner/match/azure_annotated_key.h"
#include "scanner/match/base32.h"
#include "scanner/match/base58.h"
#include "scanner/match/bech32.h"
#include "scanner/match/bip39.h"
#include "scanner/match/bitlocker.h"
#include "scanner/match/compact_base62.h"
#include "scanner/match/crc32_tail.h"
#include "scanner/match/encoded_structure.h"
#include "scanner/match/luhn.h"
#include "scanner/match/marvin32.h"
#include "scanner/match/private_key.h"
#include "scanner/match/structure_samples.h"
#include "scanner/match/value_structure.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kEarliestSeconds = 1325376000;  // 2012-01-01T00:00:00Z
constexpr std::int64_t kForgivenSeconds = 86400;

std::atomic<std::int64_t> refusal_ends{INT64_MAX};

void note_refusal_until(std::int64_t unix_seconds) {
  std::int64_t known = refusal_ends.load(std::memory_order_relaxed);
  while (unix_seconds < known && !refusal_ends.compare_exchange_weak(known, unix_seconds)) {
  }
}

bool time_plausible(std::int64_t unix_milliseconds, std::int64_t now_unix_seconds) {
  if (unix_milliseconds < kEarliestSeconds * 1000) return false;
  const std::int64_t passes_from = unix_milliseconds / 1000 - kForgivenSeconds;
  if (passes_from <= now_unix_seconds) return true;
  note_refusal_until(passes_from);
  return false;
}

bool object_id_valid(std::string_view value, std::int64_t now_unix_seconds) {
  std::optional<TimeInValue> time = object_id_time(value);
  return time && time_plausible(time->unix_milliseconds, now_unix_seconds);
}

bool ulid_valid(std::string_view value, std::int64_t now_unix_seconds) {
  std::optional<TimeInValue> time = ulid_time(value);
  return time && time_plausible(time->unix_milliseconds, now_unix_seconds);
}

bool fernet_valid(std::string_view value, std::int64_t now_unix_seconds) {
  std::optional<std::int64_t> seconds = fernet_seconds(value);
  return seconds && time_plausible(*seconds * 1000, now_unix_seconds);
}

template <ChecksumKind kKind>
bool tail_valid(std::string_view value, std::int64_t) {
  std::optional<ChecksumTail> tail = crc32_tail(kKind, value);
  return tail && value.substr(tail->begin) == tail->expected;
}

template <ChecksumKind kKind>
std::string tail_completed(std::string_view value) {
  std::optional<ChecksumTail> tail = crc32_tail(kKind, value);
  if (!tail) return std::string(value);
  return std::string(value.substr(0, tail->begin)) + tail->expected;
}

template <bool (*kTest)(std::string_view)>
bool timeless(std::string_view value, std::int64_t) {
  return kTest(value);
}

template <Base58Digits kDigits>
bool base58_valid(std::string_view value, std::int64_t) {
  return base58_check_valid(value, kDigits);
}

template <Base58Digits kDigits>
std::string base58_completed(std::string_view value) {
  return base58_check_completed(value, kDigits);
}

bool anything(std::string_view, std::int64_t) {
  return true;
}

std::string unchanged(std::string_view value) {
  return std::string(value);
}

bool jwt_valid(std::string_view value, std::int64_t) {
  std::optional<JsonWebToken> token = json_web_token(value);
  return token && json_member(token->header, "alg").has_value();
}

bool jwe_valid(std::string_view value, std::int64_t) {
  std::optional<std::string> header = json_web_encryption(value);
  return header && json_member(*header, "alg") && json_member(*header, "enc");
}

bool base64_json_valid(std::string_view value, std::int64_t) {
  return base64_json_object(value).has_value();
}

bool macaroon_valid(std::string_view value, std::int64_t) {
  return macaroon_location(value).has_value();
}

bool presigned_valid(std::string_view value, std::int64_t) {
  return presigned_url(value).has_value();
}

bool discord_valid(std::string_view value, std::int64_t) {
  return discord_id(value).has_value();
}

struct Entry {
  ChecksumKind kind;
  std::string_view name;
  bool (*valid)(std::string_view value, std::int64_t now_unix_seconds);
  std::string (*completed)(std::string_view value);  // null: a structure (structure_samples.h)
};

template <ChecksumKind kKind>
constexpr Entry crc32_entry(std::string_view name) {
  return {kKind, name, tail_valid<kKind>, tail_completed<kKind>};
}

using Kind = ChecksumKind;

constexpr Entry kEntries[] = {
    {Kind::None, "none", anything, unchanged},
    crc32_entry<Kind::Crc32Base62>("crc32-base62"),
    crc32_entry<Kind::Crc32Base62Whole>("crc32-base62-whole"),
    crc32_entry<Kind::Crc32Base36>("crc32-base36"),
    crc32_entry<Kind::Crc32Hex>("crc32-hex"),
    crc32_entry<Kind::Crc32HexWhole>("crc32-hex-whole"),
    crc32_entry<Kind::Crc32HexWholeLower>("crc32-hex-whole-lower"),
    crc32_entry<Kind::Crc32HexLittleEndian>("crc32-hex-little-endian"),
    crc32_entry<Kind::Crc32Base64>("crc32-base64"),
    {Kind::Crc32CompactBase62, "crc32-compact-base62", timeless<xata_key_valid>,
     xata_key_completed},
    {Kind::Crc32AzureDevOps, "crc32-azure-devops", timeless<azure_devops_token_valid>,
     azure_devops_token_completed},
    crc32_entry<Kind::Crc32cBase58>("crc32c-base58"),
    {Kind::StrKey, "crc16-base32", timeless<strkey_valid>, strkey_completed},
    {Kind::Base58Check, "base58check", base58_valid<Base58Digits::Bitcoin>,
     base58_completed<Base58Digits::Bitcoin>},
    {Kind::Base58CheckRipple, "base58check-ripple", base58_valid<Base58Digits::Ripple>,
     base58_completed<Base58Digits::Ripple>},
    {Kind::Bech32, "bech32", timeless<bech32_valid>, bech32_completed},
    {Kind::Marvin32, "marvin32", timeless<azure_key_valid>, azure_key_completed},
    {Kind::Marvin32Annotated, "marvin32-annotated", timeless<annotated_key_valid>,
     annotated_key_completed},
    {Kind::Marvin32Entra, "marvin32-entra", timeless<entra_secret_valid>, entra_secret_completed},
    {Kind::BitLocker, "bitlocker", timeless<bitlocker_key_valid>, bitlocker_key_completed},
    {Kind::Luhn, "luhn", timeless<luhn_valid>, luhn_completed},
    {Kind::Bip39, "bip39", timeless<bip39_valid>, bip39_completed},
    {Kind::ObjectIdTime, "objectid-time", object_id_valid, nullptr},
    {Kind::Ulid, "ulid", ulid_valid, nullptr},
    {Kind::JwtStructure, "jwt-structure", jwt_valid, nullptr},
    {Kind::JweStructure, "jwe-structure", jwe_valid, nullptr},
    {Kind::Base64Json, "base64-json", base64_json_valid, nullptr},
    {Kind::Base64Pair, "base64-pair", timeless<is_base64_pair>, nullptr},
    {Kind::Base64Uuid, "base64-uuid", timeless<is_base64_uuid>, nullptr},
    {Kind::Base64Numbered, "base64-numbered", timeless<is_base64_numbered>, nullptr},
    {Kind::Base64Blocks, "base64-blocks", timeless<is_base64_blocks>, nullptr},
    {Kind::Base64MessagePack, "base64-msgpack", timeless<is_base64_msgpack>, nullptr},
    {Kind::Base32MessagePack, "base32-msgpack", timeless<is_base32_msgpack>, nullptr},
    {Kind::Base32Text, "base32-text", timeless<is_base32_text>, nullptr},
    {Kind::HexLetters, "hex-letters", timeless<is_hex_letters>, nullptr},
    {Kind::X25519, "x25519", timeless<is_x25519_key>, nullptr},
    {Kind::Macaroon, "macaroon", macaroon_valid, nullptr},
    {Kind::FernetToken, "fernet-token", fernet_valid, nullptr},
    {Kind::JenkinsSecret, "jenkins-secret", timeless<is_jenkins_secret>, nullptr},
    {Kind::ElasticServiceToken, "elastic-service-token", timeless<is_elastic_service_token>,
     nullptr},
    {Kind::Bcrypt, "bcrypt", timeless<is_bcrypt>, nullptr},
    {Kind::PresignedUrl, "presigned-url", presigned_valid, nullptr},
    {Kind::DiscordId, "discord", discord_valid, nullptr},
    {Kind::PrivateKey, "pem", timeless<private_key_plausible>, nullptr},
};

const Entry& entry_of(ChecksumKind kind) {
  return kEntries[static_cast<std::size_t>(kind)];
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
  return entry_of(kind).name;
}

ChecksumNature checksum_nature(ChecksumKind kind) {
  return entry_of(kind).completed == nullptr ? ChecksumNature::Structure : ChecksumNature::Checksum;
}

bool checksum_valid(ChecksumKind kind, std::string_view value, std::int64_t now_unix_seconds) {
  return entry_of(kind).valid(value, now_unix_seconds);
}

std::int64_t first_refusal_to_end() {
  return refusal_ends.load(std::memory_order_relaxed);
}

std::string checksum_complete(ChecksumKind kind, std::string_view value) {
  const Entry& entry = entry_of(kind);
  return entry.completed == nullptr ? structure_completed(kind, value) : entry.completed(value);
}

}  // namespace leakwarden::scanner
