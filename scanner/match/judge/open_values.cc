#include "scanner/match/judge/open_values.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/judge/byte_list.h"
#include "scanner/match/judge/open_words.h"
#include "scanner/match/judge/public_forms.h"
#include "scanner/match/judge/sealed_values.h"
#include "scanner/match/judge/value_kinds.h"

namespace leakwarden::scanner::judging {
namespace {

bool names_checksum(const Subject& subject, const OwnKey& key) {
  constexpr std::string_view kChecksum = "checksum/";
  const std::size_t name = subject.line_left.rfind(key.name);
  if (key.name.empty() || name == std::string_view::npos || name < kChecksum.size()) return false;
  return subject.line_left.substr(name - kChecksum.size(), kChecksum.size()) == kChecksum;
}

// The value stands in a word that begins so.
bool is_in_arn(std::string_view line_left) {
  constexpr std::string_view kArn = "arn:";
  const std::size_t space = line_left.find_last_of(" \t\"'`=,(");
  const std::size_t begin = space == std::string_view::npos ? 0 : space + 1;
  return line_left.substr(begin, kArn.size()) == kArn;
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

// crwdns934:0crwdne934:0: where Crowdin puts a translation into a page.
bool is_pseudo_translation(std::string_view value) {
  return value.starts_with("crwdns") && value.find("crwdne") != std::string_view::npos;
}

// op://vault/item/field: where a store of secrets keeps it.
bool is_kept_elsewhere(std::string_view value) {
  constexpr std::array<std::string_view, 8> kStores{"op://",    "ref+vault://", "awssm://",
                                                    "gcpsm://", "vault://",     "doppler://",
                                                    "bws://",   "secretref:"};
  return std::any_of(kStores.begin(), kStores.end(),
                     [&](std::string_view store) { return value.starts_with(store); });
}

// 442355791412854784, as Discord and Twitter number people: made of the time.
bool is_id_of_time(std::string_view value, const OwnKey& key) {
  constexpr std::size_t kShortest = 17;
  constexpr std::size_t kLongest = 19;
  constexpr WordGroups kOpening = bit(WordGroup::Key) | bit(WordGroup::Token) |
                                  bit(WordGroup::Secret) | bit(WordGroup::Password);
  const bool may_open = (key.words.groups & kOpening) != 0;
  return !may_open && value.size() >= kShortest && value.size() <= kLongest &&
         std::all_of(value.begin(), value.end(), is_digit);
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
  if (has_public_form(subject, key) || is_sealed_or_hashed(subject, key) ||
      is_public_address(subject, key) || are_other_bytes(subject, key))
    return true;
  return names_checksum(subject, key) || is_in_arn(subject.line_left) ||
         is_kept_by_jenkins(subject) || is_ntlm_greeting(subject.whole) ||
         is_of_badge(subject.line_left) || is_kept_elsewhere(subject.whole) ||
         is_pseudo_translation(subject.whole) || is_id_of_time(subject.whole, key) ||
         are_words_to_read(subject.whole);
}

}  // namespace leakwarden::scanner::judging
