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

}  // namespace

bool opens_nothing(const Subject& subject, const OwnKey& key) {
  return is_address(subject.whole) || names_checksum(subject, key) ||
         is_fingerprint(subject.whole, key) || is_in_arn(subject.line_left);
}

}  // namespace leakwarden::scanner::judging
