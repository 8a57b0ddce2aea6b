#include "scanner/match/judge/sealed_values.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/value_kinds.h"

namespace leakwarden::scanner::judging {
namespace {

// Of a marked ciphertext, without its mark.
constexpr std::size_t kShortestCiphertext = 24;

// The length of a wrapped key, 512, and that key.
bool is_sealed(const Subject& subject) {
  constexpr std::size_t kShortest = 680;
  const std::string_view value = subject.whole;
  const bool has_form = value.size() > 2 && value.starts_with("Ag") && value[2] >= 'A' &&
                        value[2] <= 'D' && are_base64(value);
  return has_form && (value.size() >= kShortest ||
                      subject.left.find("encryptedData:\n") != std::string_view::npos);
}

// The key of Maven's <master> is known to all.
bool is_braced_ciphertext(const Subject& subject) {
  const std::string_view value = subject.whole;
  return value.size() >= kShortestCiphertext && value.front() == '{' && value.ends_with("=}") &&
         are_base64(value.substr(1, value.size() - 2)) && subject.line_left.ends_with('>') &&
         !subject.line_left.ends_with("<master>");
}

// __encrypt__… is netmiko's.
bool begins_as_ciphertext(std::string_view value) {
  constexpr std::array<std::string_view, 4> kStarts{"ENC[", "{AQAAAB", "__encrypt__",
                                                    "01000000d08c9ddf0115d1118c7a00c04fc297eb"};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return value.starts_with(start); });
}

// ENC(…) of Jasypt.
bool is_of_jasypt(std::string_view value) {
  constexpr std::string_view kStart = "ENC(";
  return value.starts_with(kStart) && value.ends_with(')') &&
         value.size() > kStart.size() + kShortestCiphertext &&
         are_base64(value.substr(kStart.size(), value.size() - kStart.size() - 1));
}

// Hexadecimal digits are base64 too.
bool is_marked_ciphertext(std::string_view value) {
  constexpr std::array<std::string_view, 4> kMarks{"encrypted:", "{cipher}",
                                                   "vault:v1:", "vault:v2:"};
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
    return value.starts_with(mark) && value.size() - mark.size() >= kShortestCiphertext &&
           are_base64(value.substr(mark.size()));
  });
}

bool is_of_bitwarden(std::string_view value) {
  if (value.size() < kShortestCiphertext || !is_digit(value[0]) || value[1] != '.') return false;
  const std::string_view parts = value.substr(2);
  return parts.find("==|") != std::string_view::npos &&
         std::all_of(parts.begin(), parts.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, "+/=|"); });
}

bool is_kept_as_hash(std::string_view value, const OwnKey& key) {
  return key.words.count > 1 && equal_in_any_case(key.words.words[0], "hashed") && are_hex(value);
}

bool is_hash_of_database(std::string_view value) {
  constexpr std::size_t kOfMySql = 41;
  constexpr std::size_t kOfPostgres = 35;
  if (value.starts_with('*')) return value.size() == kOfMySql && are_hex(value.substr(1));
  return value.starts_with("md5") && value.size() == kOfPostgres && are_hex(value.substr(3));
}

// Subresource Integrity, W3C.
bool is_integrity(std::string_view value, const OwnKey& key) {
  struct Algorithm {
    std::string_view start;
    std::size_t digits;
  };
  constexpr std::array<Algorithm, 3> kAlgorithms{
      {{"sha256-", 44}, {"sha384-", 64}, {"sha512-", 88}}};
  constexpr WordGroups kOpening =
      bit(WordGroup::Key) | bit(WordGroup::Token) | bit(WordGroup::Secret);
  if ((key.words.head & kOpening) != 0) return false;
  return std::any_of(kAlgorithms.begin(), kAlgorithms.end(), [&](const Algorithm& one) {
    return value.starts_with(one.start) && value.size() == one.start.size() + one.digits &&
           are_base64(value.substr(one.start.size()));
  });
}

bool is_hash_of_rpc(std::string_view value, const OwnKey& key) {
  constexpr std::size_t kDigits = 64;
  const std::size_t hash = value.rfind('$') + 1;
  return key.name == "rpcauth" && hash != 0 && value.size() - hash == kDigits &&
         are_hex(value.substr(hash));
}

}  // namespace

bool is_sealed_or_hashed(const Subject& subject, const OwnKey& key) {
  const std::string_view value = subject.whole;
  return is_sealed(subject) || is_braced_ciphertext(subject) || begins_as_ciphertext(value) ||
         is_of_jasypt(value) || is_marked_ciphertext(value) || is_of_bitwarden(value) ||
         is_kept_as_hash(value, key) || is_hash_of_database(value) || is_integrity(value, key) ||
         is_hash_of_rpc(value, key);
}

}  // namespace leakwarden::scanner::judging
