#include "scanner/match/judge/open_values.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/bech32.h"
#include "scanner/match/judge/byte_list.h"
#include "scanner/match/judge/open_words.h"
#include "scanner/match/judge/value_kinds.h"

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

bool is_fingerprint(const Subject& subject, const OwnKey& key) {
  const std::string_view value = subject.whole;
  if (value.size() != kFingerprintDigits || !are_hex(value)) return false;
  if (has(key.words.groups, WordGroup::Password) || has(key.words.groups, WordGroup::Secret) ||
      has(key.words.head, WordGroup::Token))
    return false;
  // "our GPG key: 13BB…": within the same statement.
  constexpr std::size_t kBefore = 24;
  const std::size_t size = std::min(subject.line_left.size(), key.name.size() + kBefore);
  std::string name = ascii_lower(subject.line_left.substr(subject.line_left.size() - size));
  const std::size_t statement = name.find_last_of(";,");
  if (statement != std::string::npos) name.erase(0, statement);
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
  const std::string_view id = subject.whole;
  if (!is_uuid(id) && std::any_of(id.begin(), id.end(), is_digit)) return false;
  constexpr std::array<std::string_view, 2> kQuotes{"'", "\""};
  return std::any_of(kQuotes.begin(), kQuotes.end(), [&](std::string_view quote) {
    const std::string call = "= credentials(" + std::string(quote);
    return subject.line_left.ends_with(call) && subject.right.starts_with(std::string(quote) + ")");
  });
}

// ENC[AES256_GCM,data:…] of sops; {AQAAABAAAAAQ…} of Jenkins; __encrypt__… of
// netmiko; 2.AOs4…==|O6OH…==|iD33…= of Bitwarden.
bool is_ciphertext(std::string_view value) {
  if (value.starts_with("ENC[") || value.starts_with("{AQAAAB") || value.starts_with("__encrypt__"))
    return true;
  constexpr std::size_t kShortest = 24;
  if (value.size() < kShortest || !is_digit(value[0]) || value[1] != '.') return false;
  const std::string_view parts = value.substr(2);
  return parts.find("==|") != std::string_view::npos &&
         std::all_of(parts.begin(), parts.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, "+/=|"); });
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

// What begins an NTLM handshake, and the server's answer: keys to nothing.
bool is_ntlm_greeting(std::string_view value) {
  return value.starts_with("TlRMTVNTUAABAAAA") || value.starts_with("TlRMTVNTUAACAAAA");
}

// Of a badge in a README, which everybody sees.
bool is_of_badge(std::string_view line_left) {
  return line_left.ends_with("badge.svg?token=");
}

// 'o38jf0q34jfij43f3f...': a sample that is cut off; {{passphrase}}: a reader's own.
bool is_cut_or_template(std::string_view value) {
  return value.ends_with("...") || value.ends_with("[...]") || value.ends_with("\xe2\x80\xa6") ||
         (value.starts_with("{{") && value.ends_with("}}"));
}

// The header of a JSON Web Token, and nothing of it.
bool is_lone_header(std::string_view value) {
  constexpr std::size_t kLongest = 200;
  return value.size() <= kLongest && value.starts_with("eyJ") &&
         value.find('.') == std::string_view::npos &&
         base64_decode(value).bytes.find("\"alg\"") != std::string::npos;
}

// *6C89… of MySQL, md5… of PostgreSQL: what they keep of a password.
bool is_hash_of_database(std::string_view value) {
  constexpr std::size_t kOfMySql = 41;
  constexpr std::size_t kOfPostgres = 35;
  if (value.starts_with('*')) return value.size() == kOfMySql && are_hex(value.substr(1));
  return value.starts_with("md5") && value.size() == kOfPostgres && are_hex(value.substr(3));
}

// input := []byte{90, 105, …}, {66, 105, 116, 99, …}: bytes that no name of a key stands beside, or
// that spell words. What begins as a private key in DER is one, whatever it is called.
bool are_other_bytes(const Subject& subject, const OwnKey& key) {
  const std::optional<std::string> hex = hex_of_byte_list(subject.value);
  if (!hex || hex->starts_with("3082")) return false;
  constexpr WordGroups kOfKeys = bit(WordGroup::Key) | bit(WordGroup::Secret) |
                                 bit(WordGroup::Password) | bit(WordGroup::Token) |
                                 bit(WordGroup::Auth);
  const WordGroups said = key.words.groups | name_words(key.name).groups;
  if ((said & kOfKeys) == 0) return true;
  std::size_t letters = 0;
  for (std::size_t at = 0; at + 1 < hex->size(); at += 2) {
    const char c = static_cast<char>(std::stoul(hex->substr(at, 2), nullptr, 16));
    letters += is_letter(c) || c == ' ';
  }
  return letters * 2 == hex->size();
}

// did:key:z6Mk…; msauth://com.example/…, to which somebody is sent back.
bool is_public_address(const Subject& subject, const OwnKey& key) {
  const std::string_view value = subject.whole;
  if (value.starts_with("did:key:") || subject.line_left.ends_with("did:key:")) return true;
  return has(key.words.head, WordGroup::Location) && value.find("://") != std::string_view::npos &&
         value.find('@') == std::string_view::npos;
}

// -0x3f879678: a number of a program.
bool is_small_number(std::string_view value) {
  constexpr std::size_t kMostDigits = 8;
  if (value.starts_with('-')) value.remove_prefix(1);
  if (!value.starts_with("0x")) return false;
  value.remove_prefix(2);
  return value.size() <= kMostDigits && are_hex(value);
}

// secp521r1-private.json
bool is_file_name(std::string_view value) {
  constexpr std::array<std::string_view, 9> kEndings{".json", ".pem", ".yaml", ".yml", ".crt",
                                                     ".jks",  ".png", ".jpg",  ".svg"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return value.ends_with(ending); }) &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, "._-/@"); });
}

// VideoSource40/v4/e3/48/1a/e3481a8f-…: a place in a store.
bool is_long_path(std::string_view value) {
  constexpr std::size_t kLongest = 100;
  constexpr std::ptrdiff_t kFewest = 4;
  return value.size() <= kLongest && std::count(value.begin(), value.end(), '/') >= kFewest &&
         value.find_first_of("+=:@") == std::string_view::npos;
}

}  // namespace

bool opens_nothing(const Subject& subject, const OwnKey& key) {
  // People choose passwords of any form.
  const bool is_password = has(key.words.groups, WordGroup::Password);
  if (!is_password && (is_cut_or_template(subject.whole) || is_small_number(subject.whole) ||
                       is_file_name(subject.whole) || is_long_path(subject.whole)))
    return true;
  if (is_lone_header(subject.whole) || is_hash_of_database(subject.whole) ||
      is_public_address(subject, key) || are_other_bytes(subject, key))
    return true;
  return is_address(subject.whole) || names_checksum(subject, key) ||
         is_fingerprint(subject, key) || is_in_arn(subject.line_left) ||
         is_ssh_fingerprint(subject.whole, key) || is_kept_as_hash(subject.whole, key) ||
         is_signature(subject.whole, key) || is_sealed(subject) ||
         is_public_armour(subject.whole) || is_braced_ciphertext(subject) ||
         is_kept_by_jenkins(subject) || is_ciphertext(subject.whole) ||
         is_public_of_wallet(subject.whole) || is_ntlm_greeting(subject.whole) ||
         is_of_badge(subject.line_left) || are_words_to_read(subject.whole);
}

}  // namespace leakwarden::scanner::judging
