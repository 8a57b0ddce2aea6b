#include "scanner/base/fingerprint.h"

#include "scanner/base/sha256.h"
#include "scanner/base/strength.h"

namespace leakwarden {
namespace {

constexpr std::size_t kStrongDigits = 32;
constexpr std::size_t kWeakDigits = 3;
constexpr std::size_t kScopeDigits = 5;
constexpr std::size_t kShortestPrefix = 7;  // "s1-" and 4 digits

std::string labelled_hash(std::string_view label, std::string_view text) {
  Sha256 hash;
  hash.update(label);
  hash.update(std::string_view("\0", 1));
  hash.update(text);
  Sha256Digest digest = hash.finish();
  return to_hex(digest.data(), digest.size());
}

bool all_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string fingerprint_of(const Secret& value, std::string_view scope) {
  std::string_view bytes = value.reveal(RevealFor::Fingerprint);
  std::string name = labelled_hash("leakwarden:secret:1", bytes);
  if (strength_of(bytes) == Strength::Strong) return "s1-" + name.substr(0, kStrongDigits);
  return "w1-" + name.substr(0, kWeakDigits) + "-" +
         labelled_hash("leakwarden:scope:1", scope).substr(0, kScopeDigits);
}

bool is_of_strong_value(std::string_view fingerprint) {
  return fingerprint.starts_with("s1-");
}

bool is_of_weak_value(std::string_view fingerprint) {
  return fingerprint.starts_with("w1-");
}

bool is_fingerprint(std::string_view text) {
  if (is_of_strong_value(text)) return text.size() == 3 + kStrongDigits && all_hex(text.substr(3));
  if (!is_of_weak_value(text) || text.size() != 3 + kWeakDigits + 1 + kScopeDigits) return false;
  return text[3 + kWeakDigits] == '-' && all_hex(text.substr(3, kWeakDigits)) &&
         all_hex(text.substr(3 + kWeakDigits + 1));
}

bool fingerprint_has_prefix(std::string_view fingerprint, std::string_view prefix) {
  if (is_of_weak_value(prefix)) return fingerprint == prefix;
  if (!is_of_strong_value(prefix) || prefix.size() < kShortestPrefix) return false;
  return fingerprint.substr(0, prefix.size()) == prefix;
}

}  // namespace leakwarden
