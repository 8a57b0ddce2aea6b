#include "scanner/match/private_key_facts.h"

#include <cstddef>
#include <optional>
#include <string>

#include "scanner/match/openpgp_key.h"
#include "scanner/match/openssh_key.h"
#include "scanner/match/private_key.h"

namespace leakwarden::scanner {
namespace {

struct Oid {
  std::string_view bytes;  // with tag and length
  std::string_view name;
};

// Object identifiers in PKCS#8: RFC 8017, 5480, 8410, 3279.
constexpr Oid kOids[] = {
    {{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 11}, "RSA"},
    {{"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01", 9}, "EC"},
    {{"\x06\x03\x2b\x65\x70", 5}, "Ed25519"},
    {{"\x06\x03\x2b\x65\x71", 5}, "Ed448"},
    {{"\x06\x03\x2b\x65\x6e", 5}, "X25519"},
    {{"\x06\x07\x2a\x86\x48\xce\x38\x04\x01", 9}, "DSA"},
};
constexpr std::size_t kOidsWithin = 40;  // of the beginning

void add_passphrase(Facts& facts, bool encrypted) {
  facts[kPassphraseFact] = encrypted ? kPassphraseNeeded : "none";
}

bool begins(std::string_view text, std::string_view lead) {
  return text.substr(0, lead.size()) == lead;
}

Facts openssh_facts(std::string_view bytes) {
  std::optional<OpenSshKey> key = openssh_key(bytes);
  if (!key) return {};
  Facts facts;
  add_text_fact(facts, "key", key->type);
  add_text_fact(facts, "comment", key->comment);
  add_passphrase(facts, key->encrypted);
  return facts;
}

Facts openpgp_facts(std::string_view bytes) {
  std::optional<OpenPgpKey> key = openpgp_key(bytes);
  if (!key) return {};
  Facts facts;
  add_text_fact(facts, "key", key->algorithm);
  add_time_fact(facts, "created", key->created);
  if (key->encrypted) add_passphrase(facts, *key->encrypted);
  return facts;
}

std::string_view algorithm_in(std::string_view der) {
  std::string_view head = der.substr(0, kOidsWithin);
  for (const Oid& oid : kOids) {
    if (head.find(oid.bytes) != std::string_view::npos) return oid.name;
  }
  return {};
}

// "RSA PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY".
Facts pem_facts(const KeyBlock& block) {
  Facts facts;
  bool encrypted = block.label.find("ENCRYPTED") != std::string::npos ||
                   block.body.find("DEK-Info") != std::string_view::npos;
  std::size_t words = block.label.find("PRIVATE KEY");
  std::string algorithm(algorithm_in(block.bytes));
  if (words != std::string::npos && words > 0 && !begins(block.label, "ENCRYPTED"))
    algorithm = block.label.substr(0, words - 1);
  add_text_fact(facts, "key", algorithm);
  add_passphrase(facts, encrypted);
  return facts;
}

std::string_view line_value(std::string_view text, std::string_view name) {
  std::size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  std::string_view rest = text.substr(at + name.size());
  return rest.substr(0, rest.find_first_of("\r\n\\"));
}

}  // namespace

Facts private_key_facts(std::string_view text) {
  std::optional<KeyBlock> block = key_block(text);
  if (!block) return {};
  if (begins(block->label, "OPENSSH")) return openssh_facts(block->bytes);
  if (begins(block->label, "PGP")) return openpgp_facts(block->bytes);
  return pem_facts(*block);
}

Facts putty_key_facts(std::string_view text) {
  Facts facts;
  std::string_view encryption = line_value(text, "Encryption: ");
  if (!encryption.empty()) add_passphrase(facts, encryption != "none");
  add_text_fact(facts, "comment", line_value(text, "Comment: "));
  add_text_fact(facts, "key", line_value(text, "PuTTY-User-Key-File-3: "));
  if (facts.count("key") == 0)
    add_text_fact(facts, "key", line_value(text, "PuTTY-User-Key-File-2: "));
  return facts;
}

}  // namespace leakwarden::scanner
