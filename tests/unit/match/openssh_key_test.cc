#include "scanner/match/openssh_key.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace leakwarden::scanner {
namespace {

std::string number(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16 & 0xff),
          static_cast<char>(value >> 8 & 0xff), static_cast<char>(value & 0xff)};
}

std::string text(const std::string& value) {
  return number(static_cast<std::uint32_t>(value.size())) + value;
}

// An Ed25519 key after PROTOCOL.key in OpenSSH's source.
std::string key_bytes(const std::string& cipher, std::uint32_t second_check) {
  std::string public_key = text("ssh-ed25519") + text(std::string(32, 'p'));
  std::string inside = number(7) + number(second_check) + text("ssh-ed25519") +
                       text(std::string(32, 'p')) + text(std::string(64, 's')) +
                       text("alice@example") + "\1\2\3";
  return std::string(kOpenSshMagic) + text(cipher) + text(cipher == "none" ? "none" : "bcrypt") +
         text("") + number(1) + text(public_key) + text(inside);
}

TEST(OpenSshKey, Unencrypted) {
  std::optional<OpenSshKey> key = openssh_key(key_bytes("none", 7));
  ASSERT_TRUE(key.has_value());
  EXPECT_FALSE(key->encrypted);
  EXPECT_TRUE(key->checks_agree);
  EXPECT_EQ(key->type, "ssh-ed25519");
  EXPECT_EQ(key->comment, "alice@example");
}

TEST(OpenSshKey, EncryptedAndWrong) {
  std::optional<OpenSshKey> encrypted = openssh_key(key_bytes("aes256-ctr", 7));
  ASSERT_TRUE(encrypted.has_value());
  EXPECT_TRUE(encrypted->encrypted);
  EXPECT_EQ(encrypted->comment, "");
  EXPECT_FALSE(openssh_key(key_bytes("none", 8))->checks_agree);
}

TEST(OpenSshKey, CutOffAnywhereIsNoKey) {
  std::string whole = key_bytes("none", 7);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(openssh_key(whole.substr(0, size)).has_value()) << size;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
