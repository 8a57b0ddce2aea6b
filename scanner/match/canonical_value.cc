#include "scanner/match/canonical_value.h"

#include <optional>
#include <string>
#include <string_view>

#include "scanner/match/private_key.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kArmour = "-----BEGIN ";

}  // namespace

Secret canonical_value(const Secret& value) {
  std::string_view bytes = value.reveal(RevealFor::Fingerprint);
  if (bytes.substr(0, kArmour.size()) != kArmour) return value;
  std::optional<std::string> key = private_key_bytes(bytes);
  if (!key) return value;
  Secret canonical = Secret::copy_of(*key);
  wipe_memory(key->data(), key->size());
  return canonical;
}

}  // namespace leakwarden::scanner
