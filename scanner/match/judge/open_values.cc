#include "scanner/match/judge/open_values.h"

#include <algorithm>
#include <array>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/bech32.h"

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
  if (has(key.words.groups, WordGroup::Password) || has(key.words.groups, WordGroup::Secret))
    return false;
  constexpr std::size_t kBefore = 24;
  const std::size_t before = std::min(subject.line_left.size(), key.name.size() + kBefore);
  const std::string name = ascii_lower(subject.line_left.substr(subject.line_left.size() - before));
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

// ENC[AES256_GCM,data:…] of sops; 2.AOs4…==|O6OH…==|iD33…= of Bitwarden.
bool is_ciphertext(std::string_view value) {
  if (value.starts_with("ENC[")) return true;
  constexpr std::size_t kShortest = 24;
  if (value.size() < kShortest || !is_digit(value[0]) || value[1] != '.') return false;
  const std::string_view parts = value.substr(2);
  return parts.find("==") != std::string_view::npos &&
         std::all_of(parts.begin(), parts.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, "+/=|"); });
}

// xpub… and its kin, which only watch; bc1…, secret1…: where coins go. nsec1… signs.
bool is_public_of_wallet(std::string_view value) {
  constexpr std::size_t kShortestExtended = 100;
  if (value.size() >= kShortestExtended && is_of(value.front(), "tuvxyzUVYZ") &&
      value.substr(1, 3) == "pub")
    return std::all_of(value.begin(), value.end(), is_alphanumeric);
  constexpr std::size_t kShortestAddress = 38;
  return value.size() >= kShortestAddress && is_lower(value.front()) &&
         !value.starts_with("nsec1") && bech32_valid(value);
}

// What begins an NTLM handshake, and the server's answer: keys to nothing.
bool is_ntlm_greeting(std::string_view value) {
  return value.starts_with("TlRMTVNTUAABAAAA") || value.starts_with("TlRMTVNTUAACAAAA");
}

// Of a badge in a README, which everybody sees.
bool is_of_badge(std::string_view line_left) {
  const std::size_t begin = line_left.rfind("://");
  return begin != std::string_view::npos && line_left.ends_with("token=") &&
         line_left.find_first_of(" \t\"'<>", begin) == std::string_view::npos &&
         line_left.find("badge", begin) != std::string_view::npos;
}

// 'o38jf0q34jfij43f3f...': a sample that is cut off; {{passphrase}}: a reader's own.
bool is_cut_or_template(std::string_view value) {
  if (value.ends_with("...") || value.ends_with("\xe2\x80\xa6")) return true;
  const std::size_t open = value.find("{{");
  const std::size_t close = value.find("}}", open);
  if (open == std::string_view::npos || close == std::string_view::npos) return false;
  const std::string_view name = value.substr(open + 2, close - open - 2);
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, "_. |-"); });
}

// "Henkil\u00f6kohtaiset", "\u05e1\u05d9\u05e1\u05de\u05d4": words, as JSON may write them.
bool are_escaped_words(std::string_view value) {
  constexpr std::size_t kEscape = 6;
  bool any = false;
  for (std::size_t at = 0; at < value.size();) {
    const bool is_escape = value.substr(at, 2) == "\\u" && value.size() - at >= kEscape &&
                           are_hex(value.substr(at + 2, 4));
    if (!is_escape && !is_letter(value[at]) && !is_of(value[at], " .,:()'-")) return false;
    any = any || is_escape;
    at += is_escape ? kEscape : 1;
  }
  return any;
}

// "Zapomniałeś hasła?": what people read.
bool are_words_of_another_language(std::string_view value) {
  const auto is_letter_of_any = [](char c) {
    return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
  };
  return value.find(' ') != std::string_view::npos &&
         !std::all_of(value.begin(), value.end(), [](char c) { return c >= 0; }) &&
         std::all_of(value.begin(), value.end(),
                     [&](char c) { return is_letter_of_any(c) || is_of(c, " .,:()'?!-"); });
}

// dGVzdC1hcGkta2V5Cg==: base64 of words with signs between them, which say what stands there.
bool are_encoded_words(std::string_view value) {
  constexpr std::size_t kFewest = 8;
  if (value.size() < kFewest || value.size() % 4 != 0 || !are_base64(value)) return false;
  const Base64Decoded decoded = base64_decode(value);
  const std::string_view text(decoded.bytes.data(), decoded.bytes.size());
  const auto is_between = [](char c) { return is_of(c, " -_"); };
  return std::any_of(text.begin(), text.end(), is_between) &&
         std::count_if(text.begin(), text.end(), is_lower) >= 4 &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_lower(c) || is_between(c) || c == '\n'; });
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
  constexpr std::array<std::string_view, 8> kEndings{".json", ".pem", ".key", ".yaml",
                                                     ".yml",  ".crt", ".txt", ".jks"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return value.ends_with(ending); }) &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, "._-/"); });
}

}  // namespace

bool opens_nothing(const Subject& subject, const OwnKey& key) {
  return is_address(subject.whole) || names_checksum(subject, key) ||
         is_fingerprint(subject, key) || is_in_arn(subject.line_left) ||
         is_ssh_fingerprint(subject.whole, key) || is_kept_as_hash(subject.whole, key) ||
         is_signature(subject.whole, key) || is_sealed(subject) ||
         is_public_armour(subject.whole) || is_braced_ciphertext(subject) ||
         is_kept_by_jenkins(subject) || is_ciphertext(subject.whole) ||
         is_public_of_wallet(subject.whole) || is_ntlm_greeting(subject.whole) ||
         is_of_badge(subject.line_left) || is_cut_or_template(subject.whole) ||
         are_escaped_words(subject.whole) || are_words_of_another_language(subject.whole) ||
         are_encoded_words(subject.whole) || is_small_number(subject.whole) ||
         is_file_name(subject.whole);
}

}  // namespace leakwarden::scanner::judging
