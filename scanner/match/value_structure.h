#pragma once

// Structure that can be read from a value offline: creation times, JSON, numeric ids.
//
// Each reader returns nothing when the value does not have the structure; whether a time makes
// sense is for the caller (checksum.cc), who knows the present.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// MongoDB ObjectId: 24 hex digits, of which the first 8 are Unix seconds. The first run of exactly
// 24 hex digits counts. Returns where it begins and the time.
struct TimeInValue {
  std::size_t begin = 0;
  std::int64_t unix_milliseconds = 0;
};
std::optional<TimeInValue> object_id_time(std::string_view value);
std::string with_object_id_seconds(std::string_view value, std::uint32_t seconds);

// ULID (github.com/ulid/spec): the last 26 characters, Crockford base32, of which the first 10 are
// 48 bits of Unix milliseconds.
std::optional<TimeInValue> ulid_time(std::string_view value);
std::string with_ulid_milliseconds(std::string_view value, std::uint64_t milliseconds);

// The bytes of `text` up to the end of the first whole JSON object, which must be its start. Braces
// and strings must close and what stands outside strings must be of JSON's alphabet, which random
// bytes never meet; the grammar is not checked further. At most 64 levels deep.
std::optional<std::string_view> leading_json_object(std::string_view text);

// A string or integer member of the top level of a JSON object; escapes are not decoded (a value
// with a backslash is not returned).
std::optional<std::string> json_member(std::string_view object, std::string_view name);

// JSON Web Token (RFC 7519): header and payload as JSON text, and where the token begins, at the
// first "eyJ". The signature is any base64url text of at least one character.
struct JsonWebToken {
  std::size_t begin = 0;
  std::string header;
  std::string payload;
};
std::optional<JsonWebToken> json_web_token(std::string_view value);

// JSON Web Encryption (RFC 7516), five parts: the header as JSON text.
std::optional<std::string> json_web_encryption(std::string_view value);

// Base64 of a JSON object from `begin` on. Sentry closes it with "_" and 43 characters; elsewhere
// it reaches to the end.
std::string_view closed_json_part(std::string_view value, std::size_t begin);
// The object behind the first "eyJ" (base64 of {"), decoded.
std::optional<std::string> base64_json_object(std::string_view value);

// Discord bot token: the part before the first dot is base64 of 17 to 20 digits.
std::optional<std::string> discord_id(std::string_view value);

}  // namespace leakwarden::scanner
