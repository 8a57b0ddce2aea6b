#include "scanner/match/judge/open_names.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/judge/value_kinds.h"

namespace leakwarden::scanner::judging {
namespace {

using Words = std::initializer_list<std::string_view>;

// Without words that tell how a value is written: signature_bytes, publicKeyHex.
std::string_view last_word(const NameWords& words) {
  constexpr std::array<std::string_view, 9> kHowWritten{"string", "str", "data", "bytes", "hex",
                                                        "base64", "b64", "raw",  "value"};
  std::size_t count = words.count;
  while (count > 1 && is_any_of(words.words[count - 1], kHowWritten)) --count;
  return count == 0 ? std::string_view() : words.words[count - 1];
}

bool ends_with_one_of(const NameWords& words, Words last) {
  return is_any_of(last_word(words), last);
}

// The word before the last; publicKeyToken of an assembly is one public key's.
bool is_of_kind(const NameWords& words, Words kinds) {
  const bool is_of_key = words.count > 2 && has(words.head, WordGroup::Token) &&
                         equal_in_any_case(words.words[words.count - 2], "key");
  return is_any_of(words.words[words.count - (is_of_key ? 3 : 2)], kinds);
}

// PublicKeyString, SERVERPUBLICKEY, pub_key_str, tendermint/PubKeySecp256k1; not PUBLIC_KEYCLOAK_….
bool says_public_key(const NameWords& words) {
  for (std::size_t i = 0; i < words.count; ++i) {
    const std::string word = ascii_lower(words.words[i]);
    if (word.ends_with("publickey") || word.ends_with("pubkey")) return true;
    if ((word == "public" || word == "pub") && i + 1 < words.count &&
        is_any_of(words.words[i + 1], Words{"key", "keys"}))
      return true;
  }
  return false;
}

// key = PublicKey("…")
bool makes_public_key(const OwnKey& key) {
  const NameWords made = name_words(key.callee);
  return key.words.count <= 1 && made.count > 1 &&
         is_any_of(made.words[0], Words{"public", "pub"}) && says_public_key(made);
}

// Hexadecimal digits of a digest, with or without 0x.
bool are_digits_of_digest(std::string_view value) {
  constexpr std::size_t kShortest = 40;
  if (value.starts_with("0x")) value.remove_prefix(2);
  return value.size() >= kShortest && std::all_of(value.begin(), value.end(), is_hex);
}

bool names_digest(const Subject& subject, const NameWords& words) {
  if (!are_digits_of_digest(subject.whole)) return false;
  return has(words.head, WordGroup::Hash) ||
         ends_with_one_of(words, {"tx", "txid", "txhash", "msg", "sender", "recipient"});
}

// "password_hash": "TqnWUkzk…"
bool names_hash_of_password(const Subject& subject, const NameWords& words) {
  constexpr std::size_t kShortest = 20;
  return has(words.before, WordGroup::Password) && ends_with_one_of(words, {"hash", "digest"}) &&
         subject.whole.size() >= kShortest;
}

// As long as what HMAC, ECDSA, Ed25519 and RSA make, in hex or base64; a sign of URLs may be
// escaped.
bool has_size_of_signature(std::string_view value) {
  constexpr std::array<std::size_t, 12> kBytes{16, 20, 32, 48, 64, 65, 70, 71, 72, 128, 256, 512};
  constexpr std::size_t kLong = 80;  // nothing else is so called
  const auto is_one = [&](std::size_t bytes) {
    return std::find(kBytes.begin(), kBytes.end(), bytes) != kBytes.end();
  };
  if (value.starts_with("0x")) value.remove_prefix(2);
  if (std::all_of(value.begin(), value.end(), is_hex)) return is_one(value.size() / 2);
  if (value.find('%') != std::string_view::npos || value.size() >= kLong) return true;
  const Base64Decoded decoded = base64_decode(value.substr(0, 1024));
  return decoded.used + 2 >= value.size() && is_one(decoded.bytes.size());
}

// Not that of an API or a token, which may be all one needs (PayPal's), nor a setting's.
bool names_signature(const Subject& subject, const NameWords& words) {
  if (words.upper || !ends_with_one_of(words, {"signature", "signatures", "sig"})) return false;
  constexpr WordGroups kOfCredentials =
      bit(WordGroup::Token) | bit(WordGroup::Access) | bit(WordGroup::Webhook);
  return (words.groups & kOfCredentials) == 0 && has_size_of_signature(subject.whole);
}

// Letters and digits, "0x" and "ibc/" among them, as addresses of coins are written.
bool is_like_address(std::string_view value) {
  constexpr std::size_t kShortest = 25;
  if (value.starts_with("ibc/")) return true;
  return value.size() >= kShortest && std::all_of(value.begin(), value.end(), is_alphanumeric);
}

bool names_coin_address(const Subject& subject, const OwnKey& key) {
  if (!is_like_address(subject.whole)) return false;
  return ends_with_one_of(key.words, {"address", "mint", "denom"}) ||
         (ends_with_one_of(name_words(key.callee), {"address"}) &&
          are_digits_of_digest(subject.whole));
}

// {"key": "x17YT4mT4k8D", …}: the item of a list; not the 16 bytes of a cipher's key, nor the half
// of a login.
bool names_item(const Subject& subject, const OwnKey& key) {
  constexpr std::size_t kKeyBytes = 16;
  constexpr std::size_t kNear = 48;
  constexpr std::array<std::string_view, 6> kOfKeys{"cipher", "crypt",     "aes",
                                                    "secret", "algorithm", "appid"};
  const std::string_view value = subject.whole;
  const bool is_short =
      value.size() < kKeyBytes ||
      (value.size() == kKeyBytes && std::all_of(value.begin(), value.end(), is_hex));
  return (key.separator == Separator::Colon || key.separator == Separator::Arrow) &&
         key.entry.empty() && equal_in_any_case(key.name, "key") && is_short &&
         std::all_of(value.begin(), value.end(), is_alphanumeric) &&
         std::none_of(kOfKeys.begin(), kOfKeys.end(), [&](std::string_view word) {
           const std::string_view left = subject.line_left;
           return holds_in_any_case(left.substr(left.size() - std::min(left.size(), kNear)),
                                    word) ||
                  holds_in_any_case(subject.line_right.substr(0, kNear), word);
         });
}

// jobKey = "1514b99f64ab5d87": sixteen hex digits under the key of something number it. A key of
// DES has as many.
bool names_number(const Subject& subject, const NameWords& words) {
  constexpr std::size_t kDigits = 16;
  constexpr WordGroups kOfCredentials =
      bit(WordGroup::Access) | bit(WordGroup::Auth) | bit(WordGroup::Encrypted);
  return words.count > 1 && !words.upper && has(words.head, WordGroup::Key) &&
         (words.groups & kOfCredentials) == 0 && !is_of_kind(words, {"des", "hmac", "cipher"}) &&
         subject.whole.size() == kDigits &&
         std::all_of(subject.whole.begin(), subject.whole.end(), is_hex);
}

// {"kdf": "scrypt", …, "salt": "f7d24eae…"}: stored beside what it salts, and meant to be seen.
bool names_salt_of_derivation(const Subject& subject, const OwnKey& key) {
  constexpr std::array<std::string_view, 5> kDerivations{"kdf", "iterations", "scrypt", "pbkdf2",
                                                         "argon2"};
  return key.separator == Separator::Colon && equal_in_any_case(key.name, "salt") &&
         std::any_of(kDerivations.begin(), kDerivations.end(), [&](std::string_view word) {
           return holds_in_any_case(subject.left, word) || holds_in_any_case(subject.right, word);
         });
}

// "en_PW": "English (Palau)", "zh_Hant_PW".
bool is_locale(std::string_view name, std::string_view value) {
  if (name.size() < 5 || (!name.ends_with("_PW") && !name.ends_with("-PW"))) return false;
  name.remove_suffix(3);
  const std::size_t language = name.find_first_of("_-");
  const std::string_view first = name.substr(0, language);
  return first.size() <= 3 && std::all_of(first.begin(), first.end(), is_lower) &&
         (language == std::string_view::npos || name.size() - language == 5) &&
         value.find('(') != std::string_view::npos &&
         std::none_of(value.begin(), value.end(), is_digit);
}

// "role_id", and not the end of "controle_id".
bool holds_role_id(std::string_view text) {
  for (std::string_view role : Words{"role_id", "roleid", "role-id"}) {
    const std::size_t at = find_in_any_case(text, role);
    if (at == std::string_view::npos) continue;
    const std::string_view before = text.substr(0, at);
    if (before.empty() || !(is_alphanumeric(before.back()) || before.back() == '_') ||
        before.ends_with("VAULT_") || before.ends_with("vault_") || before.ends_with("approle_"))
      return true;
  }
  return false;
}

}  // namespace

bool names_secret_half(const Subject& subject, const OwnKey& key) {
  const NameWords& words = key.words;
  if (words.count < 2 || !is_uuid(subject.whole)) return false;
  const bool is_of_vault =
      words.count == 2 || is_any_of(words.words[words.count - 3], Words{"vault", "approle"});
  return is_of_vault && ends_with_one_of(words, {"id"}) && is_of_kind(words, {"secret"}) &&
         (holds_role_id(subject.left) || holds_role_id(subject.right));
}

namespace {

// nextPageToken of a list; not FB_PAGE_TOKEN, which speaks for a page of Facebook.
bool names_place_in_list(const NameWords& words) {
  if (words.upper || words.count < 2 || words.count > 3 || !has(words.head, WordGroup::Token))
    return false;
  if (has(words.before, WordGroup::Vendor)) return false;
  if (words.count == 2 && is_of_kind(words, {"version"})) return true;
  return is_of_kind(words, {"next", "continuation", "pagination", "idempotency", "unique",
                            "request", "change", "action", "verification"}) ||
         (words.count == 3 && is_of_kind(words, {"page"}) &&
          is_any_of(words.words[0], Words{"next"}));
}

}  // namespace

bool names_passing_value(const OwnKey& key) {
  // The names that Django and Laravel give theirs in forms, and the handshake of WebSocket.
  const std::string_view field = telling_name(key);
  if (field == "csrfmiddlewaretoken" || field == "_token") return true;
  if (equal_in_any_case(field, "sec-websocket-key")) return true;
  const NameWords& words = key.words;
  if (names_place_in_list(words)) return true;
  if (std::any_of(words.all().begin(), words.all().end(),
                  [](std::string_view word) { return equal_in_any_case(word, "private"); }))
    return false;  // reCAPTCHA's private key is no captcha
  constexpr WordGroups kPassing = bit(WordGroup::Session) | bit(WordGroup::Nonce);
  constexpr WordGroups kLasting = bit(WordGroup::Password) | bit(WordGroup::Secret) |
                                  bit(WordGroup::Key) | bit(WordGroup::Salt);
  return (words.groups & kPassing) != 0 && (words.groups & kLasting) == 0;
}

bool names_public_value(const Subject& subject, const OwnKey& key) {
  const NameWords& words = key.words;
  const std::string_view name = telling_name(key);
  if (is_uuid(name) || (!subject.whole.empty() && is_locale(name, subject.whole))) return true;
  if (names_hash_of_password(subject, words)) return true;
  if (has(words.groups, WordGroup::Secret) || has(words.groups, WordGroup::Password)) return false;
  if (ends_with_one_of(words, {"sitekey", "verification"}) ||
      says_public_key(name_words(key.name)) || says_public_key(words) || makes_public_key(key))
    return true;
  constexpr WordGroups kOpening = bit(WordGroup::Key) | bit(WordGroup::Token);
  if (!has(words.groups, WordGroup::Key) && names_digest(subject, words)) return true;
  if (names_signature(subject, words)) return true;
  if (names_coin_address(subject, key) || names_item(subject, key) ||
      names_salt_of_derivation(subject, key) || names_number(subject, words))
    return true;
  if (words.count < 2 || (words.head & kOpening) == 0) return false;
  // REDIS_CACHE_KEY and TURBO_CACHE_TOKEN open a cache; items:v3:bb9863c1 and exports/a.csv do not.
  const bool is_path = subject.whole.find_first_of(":/") != std::string_view::npos;
  const bool is_of_a_table = (words.count == 2 || is_path) && has(words.head, WordGroup::Key) &&
                             is_of_kind(words, {"cache", "sort", "lookup", "object"});
  return is_of_a_table ||
         is_of_kind(words, {"public", "publishable", "foreign", "partition", "identifier", "anon",
                            "instrumentation", "idempotency"});
}

bool names_anonymous_token(const Subject& subject, const OwnKey& key) {
  constexpr WordGroups kOpening = bit(WordGroup::Key) | bit(WordGroup::Token);
  if (key.words.count < 2 || (key.words.head & kOpening) == 0 ||
      !is_of_kind(key.words, {"anon", "publishable"}))
    return false;
  const std::size_t payload = subject.value.find('.');
  return payload != std::string_view::npos &&
         base64_decode(subject.value.substr(payload + 1)).bytes.find("service_role") ==
             std::string::npos;
}

}  // namespace leakwarden::scanner::judging
