#include "scanner/match/judge/open_values.h"

#include <algorithm>
#include <array>
#include <string>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kAddressDigits = 40;
constexpr std::size_t kFingerprintDigits = 40;
constexpr std::array<std::string_view, 3> kOfOpenPgp{"gpg", "pgp", "recv-key"};

bool are_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_hex);
}

bool are_base64(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, "+/="); });
}

bool is_address(std::string_view value) {
  return value.size() == 2 + kAddressDigits && value.substr(0, 2) == "0x" &&
         are_hex(value.substr(2));
}

bool names_checksum(const Subject& subject, const OwnKey& key) {
  constexpr std::string_view kChecksum = "checksum/";
  const std::size_t name = subject.line_left.rfind(key.name);
  if (key.name.empty() || name == std::string_view::npos || name < kChecksum.size()) return false;
  return subject.line_left.substr(name - kChecksum.size(), kChecksum.size()) == kChecksum;
}

bool is_fingerprint(std::string_view value, const OwnKey& key) {
  if (value.size() != kFingerprintDigits || !are_hex(value)) return false;
  if (has(key.words.groups, WordGroup::Password) || has(key.words.groups, WordGroup::Secret))
    return false;
  const std::string name = ascii_lower(key.name);
  return std::any_of(kOfOpenPgp.begin(), kOfOpenPgp.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

// The value stands in a word that begins so.
bool is_in_arn(std::string_view line_left) {
  constexpr std::string_view kArn = "arn:";
  const std::size_t space = line_left.find_last_of(" \t\"'`=,(");
  const std::size_t begin = space == std::string_view::npos ? 0 : space + 1;
  return line_left.substr(begin, kArn.size()) == kArn;
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

// As baselines of scanners keep what is known.
bool is_kept_as_hash(std::string_view value, const OwnKey& key) {
  return key.words.count > 1 && equal_in_any_case(key.words.words[0], "hashed") && are_hex(value);
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

// Encrypted for one cluster by kubeseal: the length of a wrapped key, 512, and that key.
bool is_sealed(const Subject& subject) {
  constexpr std::size_t kShortest = 680;
  const std::string_view value = subject.whole;
  const bool has_form = value.size() > 2 && value.starts_with("Ag") && value[2] >= 'A' &&
                        value[2] <= 'D' && are_base64(value);
  return has_form && (value.size() >= kShortest ||
                      subject.left.find("encryptedData:\n") != std::string_view::npos);
}

// Base64 of -----BEGIN CERTIFICATE and -----BEGIN PUBLIC KEY.
bool is_public_armour(std::string_view value) {
  return value.starts_with("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS") ||
         value.starts_with("LS0tLS1CRUdJTiBQVUJMSUMgS0VZ");
}

// <password>{quJWqdKY3zRX2CxjojUouLPT9Xc9…=}</password>: as Maven writes what is encrypted. The key
// of its <master> is known to all.
bool is_braced_ciphertext(const Subject& subject) {
  constexpr std::size_t kShortest = 24;
  const std::string_view value = subject.whole;
  return value.size() >= kShortest && value.front() == '{' && value.ends_with("=}") &&
         are_base64(value.substr(1, value.size() - 2)) && subject.line_left.ends_with('>') &&
         !subject.line_left.ends_with("<master>");
}

// Of a Jenkinsfile: TOKEN = credentials('4e84b541-…') names what the server keeps, by a UUID or
// words.
bool is_kept_by_jenkins(const Subject& subject) {
  constexpr std::size_t kUuid = 36;
  const std::string_view id = subject.whole;
  const bool is_uuid = id.size() == kUuid && std::count(id.begin(), id.end(), '-') == 4;
  if (!is_uuid && std::any_of(id.begin(), id.end(), is_digit)) return false;
  constexpr std::array<std::string_view, 2> kQuotes{"'", "\""};
  return std::any_of(kQuotes.begin(), kQuotes.end(), [&](std::string_view quote) {
    const std::string call = "= credentials(" + std::string(quote);
    return subject.line_left.ends_with(call) && subject.right.starts_with(std::string(quote) + ")");
  });
}

}  // namespace

bool opens_nothing(const Subject& subject, const OwnKey& key) {
  return is_address(subject.whole) || names_checksum(subject, key) ||
         is_fingerprint(subject.whole, key) || is_in_arn(subject.line_left) ||
         is_ssh_fingerprint(subject.whole, key) || is_kept_as_hash(subject.whole, key) ||
         is_signature(subject.whole, key) || is_sealed(subject) ||
         is_public_armour(subject.whole) || is_braced_ciphertext(subject) ||
         is_kept_by_jenkins(subject);
}

}  // namespace leakwarden::scanner::judging
