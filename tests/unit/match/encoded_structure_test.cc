#include "scanner/match/encoded_structure.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

TEST(EncodedStructure, Pairs) {  // RFC 7617's example
  EXPECT_TRUE(is_base64_pair("QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
  EXPECT_TRUE(is_base64_pair("essu_" + base64_encode("id:key-of-it")));
  EXPECT_FALSE(is_base64_pair(base64_encode("no colon here")));
  EXPECT_FALSE(is_base64_pair(base64_encode("a:\x01\x02")));
  EXPECT_FALSE(is_base64_pair("QWxhZGRpbjpvcGVu IHNlc2FtZQ"));
}

TEST(EncodedStructure, Uuids) {
  EXPECT_TRUE(is_base64_uuid(base64_encode("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")));
  EXPECT_FALSE(is_base64_uuid(base64_encode("f81d4fae-7dec-11d0-a765-00a0c91e6bg6")));
  EXPECT_FALSE(is_base64_uuid(base64_encode("f81d4fae-7dec")));
}

TEST(EncodedStructure, NumberedTokens) {
  std::string random(20, '\x9c');
  EXPECT_TRUE(is_base64_numbered(base64_encode("123456789012:" + random)));
  EXPECT_TRUE(is_base64_numbered("BBDC-" + base64_encode("123456789012:" + random)));
  EXPECT_FALSE(is_base64_numbered(base64_encode("12345678901x:" + random)));
  EXPECT_FALSE(is_base64_numbered(base64_encode("123456789012:short")));
}

TEST(EncodedStructure, Blocks) {
  EXPECT_TRUE(is_base64_blocks(base64_encode(std::string(32, 'x'))));
  EXPECT_FALSE(is_base64_blocks(base64_encode(std::string(33, 'x'))));
  EXPECT_FALSE(is_base64_blocks(""));
}

TEST(EncodedStructure, ClampedKeys) {  // RFC 7748 section 5
  std::string key(32, '\x55');
  EXPECT_FALSE(is_x25519_key(base64_encode(key)));
  key[0] = '\x50';
  EXPECT_TRUE(is_x25519_key(base64_encode(key)));
  key[31] = '\xd5';
  EXPECT_FALSE(is_x25519_key(base64_encode(key)));
}

// {"key": …} in MessagePack is 81 a3 6b 65 79 …; in base32 (RFC 4648) "QGRWWZLZ".
TEST(EncodedStructure, MessagePack) {
  EXPECT_TRUE(is_base32_msgpack("DDRCM_QGRWWZLZVJQWE"));
  EXPECT_FALSE(is_base32_msgpack("DDRCM_AAAAAAAAAAAAA"));
  EXPECT_TRUE(is_base64_msgpack("fm2_" + base64_encode("\x94\x92\xa1x")));
  EXPECT_FALSE(is_base64_msgpack("fm2_" + base64_encode("text of it")));
}

TEST(EncodedStructure, TextAndLetters) {
  EXPECT_TRUE(is_base32_text("tgpak_gezdg"));  // "123"
  EXPECT_FALSE(is_base32_text("tgpak_aaaaa"));
  EXPECT_TRUE(is_hex_letters("shpk416263"));
  EXPECT_FALSE(is_hex_letters("shpk4162ff"));
  EXPECT_FALSE(is_hex_letters("shpk41626"));
}

TEST(EncodedStructure, JenkinsSecrets) {
  std::string head("\1\0\0\0\20\0\0\0\20", 9);
  std::string whole = "{" + base64_encode(head + std::string(32, 'x')) + "}";
  EXPECT_TRUE(is_jenkins_secret(whole));
  EXPECT_EQ(whole.substr(0, 12), "{AQAAABAAAAA");
  EXPECT_FALSE(is_jenkins_secret("{" + base64_encode(head + std::string(31, 'x')) + "}"));
}

TEST(EncodedStructure, ElasticServiceTokens) {  // the form in Elastic's reference
  std::string token = std::string("\0\1\0\1", 4) + "elastic/kibana/token1:abc";
  EXPECT_TRUE(is_elastic_service_token(base64_encode(token)));
  EXPECT_FALSE(is_elastic_service_token(base64_encode(token.substr(1))));
  EXPECT_FALSE(is_elastic_service_token(base64_encode(std::string("\0\1\0\1", 4) + "a/b:c")));
}

TEST(EncodedStructure, Bcrypt) {
  std::string salt(21, 'a');
  std::string hash(31, 'b');
  EXPECT_TRUE(is_bcrypt("$2b$10$" + salt + "O" + hash));
  EXPECT_TRUE(is_bcrypt("$2$31$" + salt + "." + hash));
  EXPECT_FALSE(is_bcrypt("$2b$32$" + salt + "O" + hash));
  EXPECT_FALSE(is_bcrypt("$2b$03$" + salt + "O" + hash));
  EXPECT_FALSE(is_bcrypt("$2b$10$" + salt + "a" + hash));
  EXPECT_FALSE(is_bcrypt("$2b$10$" + salt + "O"));
}

// The generate.json vector of the Fernet specification: 1985-10-26T01:20:00-07:00.
TEST(EncodedStructure, FernetTokens) {
  std::string token =
      "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_"
      "5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4Iw"
      "qDA==";
  EXPECT_EQ(fernet_seconds(token), 499162800);
  EXPECT_FALSE(fernet_seconds(token.substr(0, token.size() - 6)).has_value());
  EXPECT_FALSE(fernet_seconds("hAAA").has_value());
}

TEST(EncodedStructure, Macaroons) {
  std::string second = std::string("\2\1\10", 3) + "pypi.org" + std::string("\2\3", 2) + "abc";
  EXPECT_EQ(macaroon_location("pypi-" + base64_encode(second)), "pypi.org");
  std::string first = "0019location example.org\n0014identifier abcd\n";
  EXPECT_EQ(macaroon_location(base64_encode(first)), "example.org");
  first[3] = '8';
  EXPECT_FALSE(macaroon_location(base64_encode(first)).has_value());
  EXPECT_FALSE(macaroon_location("pypi-AgEx").has_value());
}

TEST(EncodedStructure, SignedUrls) {
  std::string url = "https://sts.amazonaws.com/?Action=GetCallerIdentity&X-Amz-Signature=00";
  EXPECT_EQ(presigned_url(url), url);
  EXPECT_EQ(presigned_url("k8s-aws-v1." + base64_encode(url, Base64Alphabet::Url)), url);
  EXPECT_EQ(presigned_url("bedrock-api-key-" + base64_encode(url)), url);
  EXPECT_FALSE(presigned_url("k8s-aws-v1." + base64_encode("https://example.com")).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
