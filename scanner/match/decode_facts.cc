#include "scanner/match/decode_facts.h"

#include <cstddef>
#include <cstdint>

#include "scanner/match/azure_annotated_key.h"
#include "scanner/match/encoded_structure.h"
#include "scanner/match/fact.h"
#include "scanner/match/private_key_facts.h"
#include "scanner/match/token_facts.h"
#include "scanner/match/url_facts.h"
#include "scanner/match/value_structure.h"

namespace leakwarden::scanner {
namespace {

Facts created_at(const std::optional<TimeInValue>& time) {
  Facts facts;
  if (time) add_time_fact(facts, "created", time->unix_milliseconds / 1000);
  return facts;
}

Facts object_id_facts(std::string_view value) {
  return created_at(object_id_time(value));
}

Facts ulid_facts(std::string_view value) {
  return created_at(ulid_time(value));
}

Facts aws_facts(std::string_view value) {
  Facts facts;
  add_text_fact(facts, "account", aws_account_of(value));
  return facts;
}

Facts annotated_facts(std::string_view value) {
  Facts facts;
  add_text_fact(facts, "created", annotated_key_month(value));
  return facts;
}

Facts fernet_facts(std::string_view value) {
  Facts facts;
  std::optional<std::int64_t> seconds = fernet_seconds(value);
  if (seconds) add_time_fact(facts, "created", *seconds);
  return facts;
}

Facts macaroon_facts(std::string_view value) {
  Facts facts;
  add_text_fact(facts, "issuer", macaroon_location(value).value_or(""));
  return facts;
}

struct Entry {
  DecodeKind kind;
  std::string_view name;
  Facts (*facts)(std::string_view value);
};

constexpr Entry kEntries[] = {
    {DecodeKind::ObjectId, "objectid", object_id_facts},
    {DecodeKind::Ulid, "ulid", ulid_facts},
    {DecodeKind::AwsAccount, "aws-account", aws_facts},
    {DecodeKind::Jwt, "jwt", json_web_token_facts},
    {DecodeKind::Base64Json, "base64-json", base64_json_facts},
    {DecodeKind::GitLabRoute, "gitlab-route", gitlab_route_facts},
    {DecodeKind::Matrix, "matrix", matrix_facts},
    {DecodeKind::Bedrock, "bedrock", bedrock_facts},
    {DecodeKind::Discord, "discord", discord_facts},
    {DecodeKind::JfrogReference, "jfrog-reference", jfrog_reference_facts},
    {DecodeKind::AzureAnnotated, "azure-annotated", annotated_facts},
    {DecodeKind::Fernet, "fernet", fernet_facts},
    {DecodeKind::Macaroon, "macaroon", macaroon_facts},
    {DecodeKind::Presigned, "presigned", presigned_facts},
    {DecodeKind::PrivateKey, "pem", private_key_facts},
    {DecodeKind::PuttyKey, "putty", putty_key_facts},
};

}  // namespace

std::optional<DecodeKind> decode_kind(std::string_view name) {
  for (const Entry& entry : kEntries) {
    if (entry.name == name) return entry.kind;
  }
  return std::nullopt;
}

std::map<std::string, std::string> decode_facts(DecodeKind kind, std::string_view value) {
  return kEntries[static_cast<std::size_t>(kind)].facts(value);
}

}  // namespace leakwarden::scanner
