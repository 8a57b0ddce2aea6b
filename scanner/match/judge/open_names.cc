#include "scanner/match/judge/open_names.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner::judging {
namespace {

std::string_view name_that_tells(const OwnKey& key) {
  return key.entry.empty() ? key.name : key.entry;
}

using Words = std::initializer_list<std::string_view>;

// Without words that tell how a value is written: signature_bytes, publicKeyHex.
std::string_view last_word(const NameWords& words) {
  constexpr std::array<std::string_view, 8> kHowWritten{"string", "str",    "data", "bytes",
                                                        "hex",    "base64", "b64",  "raw"};
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

// PublicKeyString, SERVERPUBLICKEY, pub_key_str, tendermint/PubKeySecp256k1.
bool says_public_key(std::string_view name) {
  std::string letters;
  for (char c : name)
    if (is_letter(c)) letters += ascii_lower(c);
  return letters.find("publickey") != std::string::npos ||
         letters.find("pubkey") != std::string::npos;
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

// Not that of a webhook's secret, which has a word of its own.
bool names_signature(const Subject& subject, const NameWords& words) {
  constexpr std::size_t kShortest = 20;
  return subject.whole.size() >= kShortest &&
         ends_with_one_of(words, {"signature", "signatures", "sig"});
}

bool names_coin_address(const Subject& subject, const OwnKey& key) {
  return ends_with_one_of(key.words, {"address", "mint", "denom"}) ||
         (ends_with_one_of(name_words(key.callee), {"address"}) &&
          std::all_of(subject.whole.begin(), subject.whole.end(), is_alphanumeric));
}

// {"key": "x17YT4mT4k8D", …}: the item of a list.
bool names_item(const Subject& subject, const OwnKey& key) {
  constexpr std::size_t kShortestKey = 20;
  return (key.separator == Separator::Colon || key.separator == Separator::Arrow) &&
         key.entry.empty() && equal_in_any_case(key.name, "key") &&
         subject.whole.size() < kShortestKey &&
         std::all_of(subject.whole.begin(), subject.whole.end(), is_alphanumeric);
}

// {"kdf": "scrypt", …, "salt": "f7d24eae…"}: stored beside what it salts, and meant to be seen.
bool names_salt_of_derivation(const Subject& subject, const OwnKey& key) {
  constexpr std::array<std::string_view, 5> kDerivations{"kdf", "iterations", "scrypt", "pbkdf2",
                                                         "argon2"};
  return equal_in_any_case(key.name, "salt") &&
         std::any_of(kDerivations.begin(), kDerivations.end(), [&](std::string_view word) {
           return find_in_any_case(subject.left, word) < subject.left.size() ||
                  find_in_any_case(subject.right, word) < subject.right.size();
         });
}

// en_PW, zh_Hant_PW: Palau.
bool is_locale(std::string_view name) {
  if (name.size() < 5 || (!name.ends_with("_PW") && !name.ends_with("-PW"))) return false;
  name.remove_suffix(3);
  const std::size_t language = name.find_first_of("_-");
  const std::string_view first = name.substr(0, language);
  return first.size() <= 3 && std::all_of(first.begin(), first.end(), is_lower) &&
         (language == std::string_view::npos || name.size() - language == 5);
}

bool is_uuid(std::string_view text) {
  constexpr std::size_t kUuid = 36;
  return text.size() == kUuid &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_hex(c) || c == '-'; });
}

}  // namespace

bool names_secret_half(const Subject& subject, const OwnKey& key) {
  const NameWords& words = key.words;
  if (words.count < 2 || !is_uuid(subject.whole)) return false;
  if (!ends_with_one_of(words, {"id"}) || !is_of_kind(words, {"secret"})) return false;
  const auto has_role = [](std::string_view text) {
    return find_in_any_case(text, "role_id") < text.size() ||
           find_in_any_case(text, "roleid") < text.size();
  };
  return has_role(subject.left) || has_role(subject.right);
}

bool names_passing_value(const OwnKey& key) {
  // The names that Django and Laravel give theirs in forms, and the handshake of WebSocket.
  const std::string_view field = name_that_tells(key);
  if (field == "csrfmiddlewaretoken" || field == "_token") return true;
  if (equal_in_any_case(field, "sec-websocket-key")) return true;
  const NameWords& words = key.words;
  if (words.count > 1 && has(words.head, WordGroup::Token) &&
      is_of_kind(words, {"page", "next", "continuation", "pagination", "idempotency", "unique"}))
    return true;
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
  const std::string_view name = name_that_tells(key);
  if (ends_with_one_of(words, {"sitekey"}) || is_locale(name) || is_uuid(name)) return true;
  if (has(words.groups, WordGroup::Secret) || has(words.groups, WordGroup::Password)) return false;
  if (says_public_key(key.name) || says_public_key(key.entry) || says_public_key(key.callee))
    return true;
  constexpr WordGroups kOpening = bit(WordGroup::Key) | bit(WordGroup::Token);
  if ((words.groups & bit(WordGroup::Key)) == 0 &&
      (names_digest(subject, words) || names_signature(subject, words)))
    return true;
  if (names_coin_address(subject, key) || names_item(subject, key) ||
      names_salt_of_derivation(subject, key))
    return true;
  if (words.count < 2 || (words.head & kOpening) == 0) return false;
  // REDIS_CACHE_KEY and TURBO_CACHE_TOKEN open a cache.
  const bool is_of_a_table =
      words.count == 2 && has(words.head, WordGroup::Key) &&
      is_of_kind(words, {"cache", "sort", "lookup", "object", "idempotency"});
  return is_of_a_table || is_of_kind(words, {"public", "publishable", "foreign", "partition",
                                             "anon", "instrumentation"});
}

}  // namespace leakwarden::scanner::judging
