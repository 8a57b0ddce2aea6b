#include "scanner/report/signature.h"

#include <gtest/gtest.h>

#include "scanner/base/base64.h"
#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
  return bytes;
}

std::string pem(const std::string& kind, const std::string& der) {
  return "-----BEGIN " + kind + "-----\n" + base64_encode(der) + "\n-----END " + kind + "-----\n";
}

// RFC 8032, 7.1, test 2: one byte 0x72. The keys in the ASN.1 of RFC 8410.
const std::string kSeed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
const std::string kPublic = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const std::string kSignature =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

std::string public_der() {
  return from_hex("302a300506032b6570032100" + kPublic);
}
std::string public_pem() {
  return pem("PUBLIC KEY", public_der());
}
Secret private_pem() {
  const std::string kind = std::string("PRIVATE") + " KEY";
  return Secret::copy_of(pem(kind, from_hex("302e020100300506032b657004220420" + kSeed)));
}

TEST(Signature, IsTheOneOfTheStandard) {
  const Result<Signature> made = sign("\x72", private_pem());
  ASSERT_TRUE(made.ok()) << made.error().message();
  EXPECT_EQ(made->bytes, from_hex(kSignature));
  EXPECT_EQ(made->key_id, sha256_hex(public_der()));
  EXPECT_EQ(*key_id_of(public_pem()), made->key_id);
}

TEST(Signature, HoldsForTheseBytesAndThisKeyOnly) {
  EXPECT_TRUE(check_signature("\x72", from_hex(kSignature), public_pem()).ok());
  const Status other_bytes = check_signature("\x73", from_hex(kSignature), public_pem());
  ASSERT_FALSE(other_bytes.ok());
  EXPECT_EQ(other_bytes.error().kind, ErrorKind::Refused);
  EXPECT_FALSE(check_signature("\x72", from_hex(kSignature).substr(1), public_pem()).ok());
  EXPECT_FALSE(check_signature("\x72", "", public_pem()).ok());
}

TEST(Signature, WhatIsNoKeyIsSaid) {
  for (const std::string& text : {std::string(), std::string("-----BEGIN"), public_pem()}) {
    const Result<Signature> made = sign("a", Secret::copy_of(text));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::Invalid);
    EXPECT_NE(made.error().remedy.find("openssl genpkey"), std::string::npos);
  }
  EXPECT_EQ(check_signature("a", "b", "no key").error().kind, ErrorKind::Invalid);
  EXPECT_EQ(key_id_of("no key").error().kind, ErrorKind::Invalid);
}

}  // namespace
}  // namespace leakwarden::scanner
