#include "scanner/match/private_key_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

std::string block(const std::string& label, const std::string& body) {
  std::string dashes(5, '-');
  return dashes + "BEGIN " + label + dashes + "\n" + body + "\n" + dashes + "END " + label + dashes;
}

TEST(PrivateKeyFacts, Pem) {
  // The Ed25519 key of RFC 8410 section 10.3.
  std::string ed25519 =
      "MC4CAQAwBQYDK2Vw"
      "BCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
  EXPECT_EQ(private_key_facts(block("PRIVATE KEY", ed25519)),
            (Facts{{"key", "Ed25519"}, {"passphrase", "none"}}));
  EXPECT_EQ(private_key_facts(block("RSA PRIVATE KEY", "MIIE")),
            (Facts{{"key", "RSA"}, {"passphrase", "none"}}));
  EXPECT_EQ(private_key_facts(block("EC PRIVATE KEY", "DEK-Info: AES-128-CBC,00\n\nMIIE")),
            (Facts{{"key", "EC"}, {"passphrase", "needed"}}));
  EXPECT_EQ(private_key_facts(block("ENCRYPTED PRIVATE KEY", "MIIE")),
            (Facts{{"passphrase", "needed"}}));
  EXPECT_TRUE(private_key_facts("nothing").empty());
}

TEST(PrivateKeyFacts, OpenPgp) {
  std::string body =
      "lIYEawfy1BYJKwYBBAHaRw8BAQdAVW3GFZ1PbB6UKD7EY6kwIx3TrPaJ3ofWHV1E\n3wGfqAz+BwMC";
  Facts facts = private_key_facts(block("PGP PRIVATE KEY BLOCK", body));
  EXPECT_EQ(facts["key"], "EdDSA");
  EXPECT_EQ(facts["passphrase"], "needed");
  EXPECT_EQ(facts.count("created"), 1u);
}

TEST(PrivateKeyFacts, Putty) {
  std::string text = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: a@b\n";
  EXPECT_EQ(putty_key_facts(text),
            (Facts{{"comment", "a@b"}, {"key", "ssh-ed25519"}, {"passphrase", "none"}}));
  EXPECT_EQ(putty_key_facts("PuTTY-User-Key-File-2: ssh-rsa\nEncryption: aes256-cbc\n"),
            (Facts{{"key", "ssh-rsa"}, {"passphrase", "needed"}}));
}

}  // namespace
}  // namespace leakwarden::scanner
