#pragma once

// Facts that a value tells about itself, offline: when it was made, whose it is, when it ends.
//
// They go into Finding::facts and are shown in alerts, so nothing here may give the secret away:
// only times, account numbers and issuers are returned. Issuer and subject come from a token that
// anybody could have written; they are valid UTF-8 of at most 128 bytes, sanitise them where they
// are shown.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// The closed set behind a rule's `decode` field.
enum class DecodeKind {
  ObjectId,        // "objectid": created
  Ulid,            // "ulid": created
  AwsAccount,      // "aws-account": account, of access key ids made since 2019
  Jwt,             // "jwt": issuer, account (the subject), created, expires
  Base64Json,      // "base64-json": issuer, account, organization, created, expires
  GitLabRoute,     // "gitlab-route": organization, account, group, project
  Matrix,          // "matrix": account
  Bedrock,         // "bedrock": account, user
  Discord,         // "discord": account, created
  JfrogReference,  // "jfrog-reference": expires
  AzureAnnotated,  // "azure-annotated": created (a month)
  Fernet,          // "fernet": created
  Macaroon,        // "macaroon": issuer
  Presigned,       // "presigned": created, expires, key, account, rights
  PrivateKey,      // "pem": key, passphrase, created, comment
  PuttyKey,        // "putty": key, passphrase, comment
};

std::optional<DecodeKind> decode_kind(std::string_view name);

// Empty when the value does not tell. Times are RFC 3339 in UTC.
std::map<std::string, std::string> decode_facts(DecodeKind kind, std::string_view value);

}  // namespace leakwarden::scanner
