#include "scanner/match/judge/decoded.h"

#include <gtest/gtest.h>

#include "scanner/base/base64.h"
#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

Features measured(const std::string& marked) {
  testing::Marked text(marked);
  std::string bytes = testing::block("");
  Features features;
  add_decoded(Table::open(bytes).value(), text.subject(), features);
  return features;
}
std::string marked(const std::string& value) {
  return "x = '«" + value + "»'";
}
std::string url64(const std::string& bytes) {
  return base64_encode(bytes, Base64Alphabet::Url, Base64Padding::No);
}

TEST(Decoded, PairsAreMeasuredByTheirPassword) {
  Features features = measured(marked(base64_encode("user:s3cret")));
  EXPECT_EQ(features.get(Feature::decodes_text), 1);
  EXPECT_EQ(features.get(Feature::decodes_pair), 1);
  EXPECT_EQ(features.get(Feature::pair_length), 6);
  EXPECT_EQ(features.get(Feature::pair_uncovered), 6);
  EXPECT_EQ(features.get(Feature::pair_classes), 2);
  EXPECT_EQ(measured(marked("not base64 at all")).get(Feature::decodes_text), 0);
}

TEST(Decoded, TokensAreTakenApart) {
  std::string header = url64("{\"alg\":\"HS256\"}");
  Features signed_one =
      measured(marked(header + "." + url64("{\"sub\":1}") + "." + std::string(43, 'a')));
  EXPECT_EQ(signed_one.get(Feature::jwt_parts), 3);
  EXPECT_EQ(signed_one.get(Feature::jwt_header), 1);
  EXPECT_EQ(signed_one.get(Feature::jwt_payload), 1);
  EXPECT_EQ(signed_one.get(Feature::jwt_signature), 43);
  EXPECT_EQ(measured(marked(header)).get(Feature::jwt_lone), 1);
  std::string encrypted = url64("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}");
  EXPECT_EQ(measured(marked(encrypted + "..a.b.c")).get(Feature::jwe), 1);
}

// Signature sizes: RFC 7518 (an HMAC-SHA-256 is 32 bytes, 43 characters).
TEST(Decoded, ATokenWhoseHeaderDoesNotCloseIsNone) {
  const std::string rest = "." + url64("{\"sub\":1}") + "." + std::string(43, 'a');
  const std::string open = url64("{\"alg\":\"HS256\"") + rest;
  EXPECT_TRUE(is_unreadable_token(open));
  EXPECT_EQ(measured(marked(open)).get(Feature::jwt_signed), 0);
  EXPECT_TRUE(is_unreadable_token(url64("{\"al\x01g\":\"HS256\"}") + rest)) << "no text";
  EXPECT_FALSE(is_unreadable_token(url64("{\"alg\":\"HS256\"}\n") + rest));
  EXPECT_FALSE(is_unreadable_token(url64("{\"alg\":\"" + std::string(500, 'x')) + rest))
      << "longer than what is decoded";
  EXPECT_FALSE(is_unreadable_token("eyJ.two")) << "not three parts";
}

TEST(Decoded, ASignatureFitsItsAlgorithm) {
  std::string claims = url64("{\"sub\":1}");
  auto token = [&](const std::string& header, std::size_t size) {
    return measured(marked(url64(header) + "." + claims + "." + std::string(size, 'a')))
        .get(Feature::jwt_signed);
  };
  EXPECT_EQ(token("{\"alg\":\"HS256\"}", 43), 1);
  EXPECT_EQ(token("{\"typ\":\"JWT\", \"alg\": \"ES256\"}", 86), 1);
  EXPECT_EQ(token("{\"alg\":\"HS256\"}", 42), 0);
  EXPECT_EQ(token("{\"alg\":\"RS256\"}", 86), 0);
  EXPECT_EQ(token("{\"alg\":\"RS256\"}", 342), 1);
  EXPECT_EQ(token("{\"alg\":\"none\"}", 342), 0);
  EXPECT_EQ(token("{\"alg\"", 342), 0);
}

TEST(Decoded, RandomBytesOfAKeySizeAreSeen) {
  std::string key = "\xF1" + std::string(31, '\x93');
  EXPECT_EQ(measured(marked(base64_encode(key))).get(Feature::decoded_bytes), 32);
  EXPECT_EQ(measured(marked(base64_encode(key))).get(Feature::decoded_key_size), 1);
  EXPECT_EQ(measured(marked(base64_encode(key + "\xF0"))).get(Feature::decoded_key_size), 0);
}

// PKCS#1 begins SEQUENCE INTEGER 0; SubjectPublicKeyInfo begins SEQUENCE SEQUENCE (RFC 8017, 5280).
TEST(Decoded, DerSaysWhatItIs) {
  std::string body(40, '\x11');
  std::string private_key = std::string("\x30\x2B\x02\x01", 4) + std::string(1, '\0') + body;
  std::string public_key = std::string("\x30\x2B\x30\x0D\x06", 5) + body;
  EXPECT_EQ(measured(marked(base64_encode(private_key))).get(Feature::der_private), 1);
  EXPECT_EQ(measured(marked(base64_encode(public_key))).get(Feature::der_public), 1);
  EXPECT_EQ(measured(marked(base64_encode(public_key))).get(Feature::der_private), 0);
}

TEST(Decoded, MarkersAreKnown) {
  EXPECT_EQ(measured(marked("$2a$10$abc")).get(Feature::hash_marker), 1);
  EXPECT_EQ(measured("p: ENC(«abcdef»)").get(Feature::encrypted_marker), 1);
  EXPECT_EQ(measured("ssh-rsa «AAAAB3NzaC1yc2E»").get(Feature::ssh_public), 1);
  EXPECT_EQ(measured(marked("ssh-rsa AAAAB3NzaC1yc2E")).get(Feature::ssh_public), 1);
}

TEST(Decoded, UrlsAreReadToTheirHost) {
  EXPECT_EQ(measured("ftp://me:«v»@localhost:21/").get(Feature::url_local_host), 1);
  EXPECT_EQ(measured("ftp://me:«v»@db.example.com/").get(Feature::url_documentation_host), 1);
  EXPECT_EQ(measured("ftp://me:«v»@db.internal/").get(Feature::url_userinfo), 1);
  EXPECT_EQ(measured("me:«v»@host").get(Feature::url_userinfo), 0);
}

TEST(Decoded, HostileValuesAreHarmless) {
  for (const char* value :
       {"eyJ", "eyJ....", "eyJ.......", "MIIC", "MA==", "MIQ/////", "=", "===="})
    measured(marked(value));
  measured(marked(std::string(5000, 'M')));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
