#include "scanner/match/judge/public_forms.h"

#include <algorithm>
#include <array>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/bech32.h"
#include "scanner/match/judge/value_kinds.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kAddressDigits = 40;
constexpr std::size_t kFingerprintDigits = 40;
constexpr std::array<std::string_view, 3> kOfOpenPgp{"gpg", "pgp", "recv-key"};

bool is_address(std::string_view value) {
  return value.size() == 2 + kAddressDigits && value.substr(0, 2) == "0x" &&
         are_hex(value.substr(2));
}

bool is_fingerprint(const Subject& subject, const OwnKey& key) {
  const std::string_view value = subject.whole;
  if (value.size() != kFingerprintDigits || !are_hex(value)) return false;
  if (has(key.words.groups, WordGroup::Password) || has(key.words.groups, WordGroup::Secret) ||
      has(key.words.head, WordGroup::Token))
    return false;
  constexpr std::array<std::string_view, 4> kAsGpgShows{"RSA key ", "DSA key ", "ECDSA key ",
                                                        "EDDSA key "};
  if (std::any_of(kAsGpgShows.begin(), kAsGpgShows.end(),
                  [&](std::string_view shown) { return subject.line_left.ends_with(shown); }))
    return true;
  // "our GPG key: 13BB…": within the same statement.
  constexpr std::size_t kBefore = 24;
  const std::size_t size = std::min(subject.line_left.size(), key.name.size() + kBefore);
  std::string name = ascii_lower(subject.line_left.substr(subject.line_left.size() - size));
  const std::size_t statement = name.find_last_of(";,");
  if (statement != std::string::npos) name.erase(0, statement);
  return std::any_of(kOfOpenPgp.begin(), kOfOpenPgp.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

// user.signingkey = 3AA5C34371567BD2 of git, by the last digits of the fingerprint.
bool is_short_fingerprint(std::string_view value, const OwnKey& key) {
  constexpr std::size_t kDigits = 16;
  return key.name.ends_with("signingkey") && value.size() == kDigits && are_hex(value);
}

// As ssh-keygen -l shows keys: SHA256: and 43 digits of base64.
bool is_ssh_fingerprint(std::string_view value, const OwnKey& key) {
  constexpr std::string_view kStart = "SHA256:";
  constexpr std::size_t kDigits = 43;
  if (has(key.words.groups, WordGroup::Password) || !value.starts_with(kStart) ||
      value.size() - kStart.size() < kDigits)
    return false;
  const std::string_view digits = value.substr(kStart.size());
  return are_base64(digits) && digits.size() <= kDigits + 1;
}

// One message's: v1,… of Svix, v0=… of Slack, sha256=… of GitHub.
bool is_signature(std::string_view value, const OwnKey& key) {
  constexpr std::array<std::string_view, 3> kStarts{"v0=", "sha1=", "sha256="};
  constexpr WordGroups kOfKeys = bit(WordGroup::Key) | bit(WordGroup::Secret);
  if (!has(key.words.head, WordGroup::Signature) || (key.words.before & kOfKeys) != 0) return false;
  if (value.starts_with("v1,")) return are_base64(value.substr(3));
  return std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) {
    return value.starts_with(start) && are_hex(value.substr(start.size()));
  });
}

// Base64 of -----BEGIN CERTIFICATE and -----BEGIN PUBLIC KEY.
bool is_public_armour(std::string_view value) {
  return value.starts_with("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS") ||
         value.starts_with("LS0tLS1CRUdJTiBQVUJMSUMgS0VZ");
}

// nsec1…, suiprivkey1…, ed25519_sk1…, secret-extended-key-main1…; not secret1…, an address.
bool is_private_in_bech32(std::string_view value) {
  const std::string_view part = value.substr(0, value.rfind('1'));
  if (part == "secret") return false;
  constexpr std::array<std::string_view, 4> kPrivate{"priv", "prv", "sec", "sk"};
  return std::any_of(kPrivate.begin(), kPrivate.end(), [&](std::string_view word) {
    return part.find(word) != std::string_view::npos;
  });
}

// xpub… and its kin, which only watch; bc1…, secret1…: where coins go.
bool is_public_of_wallet(std::string_view value) {
  constexpr std::size_t kShortestExtended = 100;
  constexpr std::size_t kLongest = 200;
  if (value.empty() || value.size() > kLongest) return false;
  if (value.size() >= kShortestExtended && is_of(value.front(), "tuvxyzUVYZ") &&
      value.substr(1, 3) == "pub")
    return std::all_of(value.begin(), value.end(), is_alphanumeric);
  constexpr std::size_t kShortestAddress = 38;
  return value.size() >= kShortestAddress && is_lower(value.front()) &&
         !is_private_in_bech32(value) && bech32_valid(value);
}

// The header of a JSON Web Token, and nothing of it.
bool is_lone_header(std::string_view value) {
  constexpr std::size_t kLongest = 200;
  return value.size() <= kLongest && value.starts_with("eyJ") &&
         value.find('.') == std::string_view::npos &&
         base64_decode(value).bytes.find("\"alg\"") != std::string::npos;
}

// {"alg":"none"}, with "typ" behind or before it.
bool is_unsigned_token(std::string_view value) {
  return value.starts_with("eyJhbGciOiJub25l") ||
         value.starts_with("eyJ0eXAiOiJKV1QiLCJhbGciOiJub25l");
}

// Of the person whom jwt.io made up, and everybody's documentation since.
bool is_sample_token(std::string_view value) {
  if (!value.starts_with("eyJ")) return false;
  const std::size_t claims = value.find('.');
  return claims != std::string_view::npos &&
         base64_decode(value.substr(claims + 1)).bytes.find("\"sub\":\"1234567890\"") !=
             std::string::npos;
}

// In SEC 1's forms: 02 or 03 and one coordinate, 04 and both.
bool is_point_of_secp256k1(std::string_view value) {
  constexpr std::size_t kCompressed = 66;
  constexpr std::size_t kWhole = 130;
  if (value.starts_with("0x")) value.remove_prefix(2);
  if (!are_hex(value)) return false;
  if (value.size() == kCompressed) return value.starts_with("02") || value.starts_with("03");
  return value.size() == kWhole && value.starts_with("04");
}

// ECDSA's over P-256 or secp256k1, in DER and base64: a sequence of two numbers.
bool is_ecdsa_signature(std::string_view value) {
  constexpr std::size_t kShortest = 92;
  constexpr std::size_t kLongest = 96;
  return value.size() >= kShortest && value.size() <= kLongest && are_base64(value) &&
         (value.starts_with("MEQCI") || value.starts_with("MEUCI") || value.starts_with("MEYCI"));
}

}  // namespace

bool has_public_form(const Subject& subject, const OwnKey& key) {
  const std::string_view value = subject.whole;
  return is_address(value) ||
         (!has(key.words.groups, WordGroup::Password) && is_point_of_secp256k1(value)) ||
         is_public_of_wallet(value) || is_public_armour(value) || is_fingerprint(subject, key) ||
         is_short_fingerprint(value, key) || is_ssh_fingerprint(value, key) ||
         is_signature(value, key) || is_ecdsa_signature(value) || is_lone_header(value) ||
         is_sample_token(value) || is_unsigned_token(value);
}

}  // namespace leakwarden::scanner::judging
