#include "scanner/match/judge/public_forms.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/base64.h"
#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

bool is_public_in(const std::string& text) {
  const testing::Marked marked(text);
  return has_public_form(marked.subject(), marked.key());
}

// The generator of secp256k1 (SEC 2, 2.4.1), which is the public key of 1.
const std::string kX = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
const std::string kY = "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

TEST(PublicForms, PointsOfACurve) {
  EXPECT_TRUE(is_public_in("key: '«02" + kX + "»'"));
  EXPECT_TRUE(is_public_in("key: '«0x03" + kX + "»'"));
  EXPECT_TRUE(is_public_in("key: '«04" + kX + kY + "»'"));
  EXPECT_FALSE(is_public_in("key: '«" + kX + "»'")) << "as long as a private key";
  EXPECT_FALSE(is_public_in("key: '«04" + kX + "»'"));
  EXPECT_FALSE(is_public_in("password = '«03" + kX + "»'")) << "people choose any form";
}

TEST(PublicForms, FingerprintsOfKeys) {
  const std::string digits = "339A49229576050819083EB3F99724872F822910";
  EXPECT_TRUE(is_public_in("gpg:                using RSA key «" + digits + "»\n"));
  EXPECT_TRUE(is_public_in("[user]\n  signingkey = «" + digits.substr(24) + "»\n"));
  EXPECT_FALSE(is_public_in("signing_key = «" + digits.substr(24) + "»\n"));
  EXPECT_FALSE(is_public_in("our API key «" + digits + "»\n"));
  EXPECT_FALSE(is_public_in("connecting using api key «" + digits + "»\n"));
}

TEST(PublicForms, SignaturesOfOneMessage) {
  const std::string digits = "MEUCIGHQVtGj" + std::string(84, 'x');
  EXPECT_TRUE(is_public_in("SIGNATURE = \"«" + digits + "»\";"));
  EXPECT_FALSE(is_public_in("SIGNATURE = \"«" + digits.substr(12) + "MEUCIGHQVtGj»\";"));
  EXPECT_FALSE(is_public_in("private_key: «MEYCAQAwBQYDK2VvBDoEO" + digits.substr(21) + "»"))
      << "a key of X448 in PKCS #8";
}

std::string token(const std::string& header, const std::string& claims) {
  const auto part = [](const std::string& json) {
    std::string text = base64_encode(json);
    while (text.ends_with('=')) text.pop_back();
    return text;
  };
  return part(header) + "." + part(claims) + ".c2lnbmF0dXJl";
}

TEST(PublicForms, TokensOfDocumentation) {
  const std::string header = R"({"alg":"HS256","typ":"JWT"})";
  EXPECT_TRUE(is_public_in("t = '«" + token(header, R"({"sub":"1234567890","iat":1})") + "»'"));
  EXPECT_FALSE(is_public_in("t = '«" + token(header, R"({"sub":"1234567891","iat":1})") + "»'"));
  EXPECT_TRUE(is_public_in("t = '«" + token(R"({"alg":"none"})", R"({"sub":"anna"})") + "»'"));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
