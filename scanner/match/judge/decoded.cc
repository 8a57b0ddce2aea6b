#include "scanner/match/judge/decoded.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/confidence.h"
#include "scanner/match/judge/vocabulary.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kMostDecoded = 400;  // characters of base64
constexpr std::size_t kMostToken = 8192;   // of a JSON web token

bool is_text(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) {
    return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t';
  });
}

// Nearly all of it decodes: a value that is base64 and nothing else.
std::string decoded_whole(std::string_view value) {
  if (value.size() < 6) return {};
  std::string_view start = value.substr(0, kMostDecoded);
  Base64Decoded decoded = base64_decode(start);
  std::string_view rest = start.substr(std::min(start.size(), decoded.used));
  bool whole = rest.size() <= 2 && rest.find_first_not_of('=') == std::string_view::npos;
  return whole ? decoded.bytes : std::string();
}

// What ciphers, MACs and curves take: 128 to 512 bits.
bool is_key_size(std::size_t bytes) {
  return bytes == 16 || bytes == 20 || bytes == 24 || bytes == 32 || bytes == 48 || bytes == 64;
}

std::int64_t classes_of(std::string_view text) {
  auto any = [&](bool (*holds)(char)) { return std::any_of(text.begin(), text.end(), holds); };
  return any(is_lower) + any(is_upper) + any(is_digit) +
         any([](char c) { return !is_alphanumeric(c); });
}

void add_text(const Table& table, std::string_view text, Features& features) {
  features.set(Feature::decodes_text, 1);
  features.set(Feature::decodes_json, text.starts_with("{\"") || text.starts_with("[{"));
  features.set(Feature::decoded_uncovered, cover_with_words(table, text).uncovered);
  std::size_t colon = text.find(':');
  bool pair = colon != std::string_view::npos && colon > 0 && colon + 1 < text.size() &&
              text.find_first_of("\r\n{\"") == std::string_view::npos;
  if (!pair) return;
  std::string_view password = text.substr(colon + 1);
  features.set(Feature::decodes_pair, 1);
  features.set(Feature::pair_length, static_cast<std::int64_t>(password.size()));
  features.set(Feature::pair_uncovered, cover_with_words(table, password).uncovered);
  features.set(Feature::pair_classes, classes_of(password));
}

// DER: SEQUENCE { INTEGER … } is a private key (PKCS#1, PKCS#8, SEC 1); SEQUENCE { SEQUENCE …
// } is a public key, a certificate or an encrypted key.
void add_der(std::string_view bytes, Features& features) {
  if (bytes.size() < 24 || bytes[0] != 0x30) return;
  std::size_t header = 2;
  unsigned char length = static_cast<unsigned char>(bytes[1]);
  if (length > 0x80) header += length - 0x80u;
  if (length == 0x80 || length > 0x84 || header + 2 >= bytes.size()) return;
  char inner = bytes[header];
  bool short_integer = inner == 0x02 && bytes[header + 1] == 0x01;
  features.set(Feature::der_private, short_integer);
  features.set(Feature::der_public, inner == 0x30);
  features.set(Feature::der_other, !short_integer && inner != 0x30);
}

struct Parts {
  std::array<std::string_view, 6> parts;
  std::size_t count = 0;
};

Parts split_at_dots(std::string_view value) {
  Parts found;
  while (found.count < found.parts.size()) {
    std::size_t dot = value.find('.');
    found.parts[found.count++] = value.substr(0, dot);
    if (dot == std::string_view::npos) break;
    value.remove_prefix(dot + 1);
  }
  return found;
}

// In base64url, of the algorithms of RFC 7518 and RFC 8037; more than any text has when it is none.
std::size_t shortest_signature(std::string_view header) {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 8> kSizes{{
      {"HS256", 43},
      {"HS384", 64},
      {"HS512", 86},
      {"ES256", 86},
      {"ES384", 128},
      {"ES512", 176},
      {"EdDSA", 86},
      {"none", kMostToken + 1},
  }};
  constexpr std::size_t kRsa1024 = 171;
  std::size_t at = header.find("\"alg\"");
  if (at == std::string_view::npos) return kMostToken + 1;
  std::string_view rest = header.substr(at + 5);
  std::size_t open = rest.find('"');
  if (open == std::string_view::npos) return kMostToken + 1;
  rest.remove_prefix(open + 1);
  for (const auto& [name, size] : kSizes) {
    if (rest.starts_with(name)) return size;
  }
  return rest.starts_with("RS") || rest.starts_with("PS") ? kRsa1024 : kMostToken + 1;
}

// Only a header that was decoded to its end is judged.
bool is_closed_object(std::string_view part, std::string_view decoded) {
  if (part.size() > kMostDecoded) return true;
  std::size_t last = decoded.find_last_not_of(" \t\r\n");
  return decoded.starts_with('{') && last != std::string_view::npos && decoded[last] == '}' &&
         is_text(decoded);
}

void add_jwt(std::string_view value, Features& features) {
  if (!value.starts_with("eyJ")) return;
  Parts parts = split_at_dots(value);
  std::string header = base64_decode(parts.parts[0].substr(0, kMostDecoded)).bytes;
  bool algorithm = header.find("\"alg\"") != std::string::npos;
  bool encrypted = header.find("\"enc\"") != std::string::npos;
  features.set(Feature::jwt_parts, static_cast<std::int64_t>(parts.count));
  features.set(Feature::jwt_header, algorithm);
  features.set(Feature::jwe, encrypted);
  features.set(Feature::jwt_lone, parts.count == 1);
  if (parts.count >= 2) {
    std::string payload = base64_decode(parts.parts[1].substr(0, kMostDecoded)).bytes;
    features.set(Feature::jwt_payload, payload.starts_with('{'));
  }
  if (parts.count < 3) return;
  features.set(Feature::jwt_signature, static_cast<std::int64_t>(parts.parts[2].size()));
  features.set(Feature::jwt_signed, parts.count == 3 && !encrypted &&
                                        features.get(Feature::jwt_payload) != 0 &&
                                        is_closed_object(parts.parts[0], header) &&
                                        parts.parts[2].size() >= shortest_signature(header));
}

constexpr std::array<std::string_view, 16> kHashStarts{
    "$2a$", "$2b$", "$2y$", "$argon2", "$pbkdf2", "$apr1$", "$1$",  "$5$",
    "$6$",  "$P$",  "$S$",  "pbkdf2_", "sha1$",   "{SSHA",  "{SHA", "{MD5"};
constexpr std::array<std::string_view, 9> kEncryptedStarts{
    "ENC(",   "ENC[",       "{AQAAA", "{cipher}", "$ANSIBLE_VAULT",
    "vault:", "U2FsdGVkX1", "kms:",   "AQICAH"};
constexpr std::array<std::string_view, 8> kPublicStarts{
    "MIIC", "MIID", "MIIE", "MIIF", "MIIB", "LS0tLS1CRUdJTiBDRV", "LS0tLS1CRUdJTiBQVUJM", "MFkw"};

constexpr std::array<std::string_view, 5> kSshPublicStarts{
    "ssh-rsa AAAA", "ssh-dss AAAA", "ssh-ed25519 AAAA", "ecdsa-sha2-nistp", "sk-ssh-ed25519"};

template <std::size_t Size>
bool starts_with_one(std::string_view value, const std::array<std::string_view, Size>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return value.starts_with(start); });
}

void add_markers(const Subject& subject, Features& features) {
  std::string_view value = subject.value;
  features.set(Feature::hash_marker, starts_with_one(value, kHashStarts));
  features.set(Feature::encrypted_marker,
               starts_with_one(value, kEncryptedStarts) || subject.line_left.ends_with("ENC("));
  features.set(Feature::certificate_marker, starts_with_one(value, kPublicStarts));
  features.set(Feature::ssh_public,
               value.starts_with("AAAAB3NzaC1") || value.starts_with("AAAAE2VjZHNh") ||
                   value.starts_with("AAAAC3NzaC1") || starts_with_one(value, kSshPublicStarts) ||
                   subject.line_left.ends_with("ssh-rsa "));
}

void add_url(const Subject& subject, Features& features) {
  if (!subject.right.starts_with('@')) return;
  std::size_t scheme = subject.line_left.rfind("://");
  if (scheme == std::string_view::npos) return;
  if (subject.line_left.find_first_of(" \t/", scheme + 3) != std::string_view::npos) return;
  std::string_view host = subject.line_right.substr(1);
  host = host.substr(0, host.find_first_of(":/?#\"' \t)>]},"));
  HostKind kind = host_kind(host);
  features.set(Feature::url_userinfo, 1);
  features.set(Feature::url_local_host, kind == HostKind::ThisMachine);
  features.set(Feature::url_documentation_host, kind == HostKind::Documentation);
}

}  // namespace

bool is_unreadable_token(std::string_view value) {
  if (!value.starts_with("eyJ")) return false;
  Parts parts = split_at_dots(value.substr(0, kMostToken));
  if (parts.count != 3) return false;
  std::string_view first = parts.parts[0];
  return !is_closed_object(first, base64_decode(first.substr(0, kMostDecoded)).bytes);
}

void add_decoded(const Table& table, const Subject& subject, Features& features) {
  add_jwt(subject.whole.substr(0, kMostToken), features);
  add_markers(subject, features);
  add_url(subject, features);
  std::string bytes = decoded_whole(subject.value);
  if (bytes.size() < 4) return;
  if (is_text(bytes)) {
    add_text(table, bytes, features);
    return;
  }
  features.set(Feature::decoded_bytes, static_cast<std::int64_t>(bytes.size()));
  features.set(Feature::decoded_key_size, is_key_size(bytes.size()));
  add_der(bytes, features);
}

}  // namespace leakwarden::scanner::judging
