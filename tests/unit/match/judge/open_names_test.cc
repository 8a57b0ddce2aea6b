#include "scanner/match/judge/open_names.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/base64.h"
#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

bool is_public(const std::string& marked) {
  const testing::Marked text(marked);
  return names_public_value(text.subject(), text.key());
}

bool is_passing(const std::string& marked) {
  return names_passing_value(testing::Marked(marked).key());
}

const std::string kDigest = "19f2694eb9113656dbea0b925e2e7ceb43df83e601c4116aee9c0dd99130be88";

TEST(OpenNames, PublicKeysAreTold) {
  for (const char* name :
       {"publicKey", "stripe_publishable_key", "PUBLIC_TOKEN", "foreignKey", "publicKeyToken",
        "sitekey", "data-sitekey", "SERVERPUBLICKEY", "expectedPublicKeyData", "pub_key_str",
        "SUPABASE_ANON_KEY", "InstrumentationKey", "public_api_pubkey"})
    EXPECT_TRUE(is_public(std::string(name) + " = \"«VALUE»\"")) << name;
  for (const char* name :
       {"public_secret_key", "publicPassword", "public", "public_api_key", "NEXT_PUBLIC_URL",
        "private_key", "key_token", "publicKeyPassword", "PUBLIC_KEYCLOAK_TOKEN", "secret_sitekey"})
    EXPECT_FALSE(is_public(std::string(name) + " = \"«VALUE»\"")) << name;
}

TEST(OpenNames, ATypeAndACallAreNamesToo) {
  EXPECT_TRUE(is_public("const string PublicKeyString = \"«VALUE»\";"));
  EXPECT_TRUE(is_public("val key = PublicKey(\"«VALUE»\")"));
  EXPECT_FALSE(is_public("api_token = load_pubkey(\"«VALUE»\")"));
  EXPECT_TRUE(is_public("{\"type\": \"tendermint/PubKeySecp256k1\", \"value\": \"«VALUE»\"}"));
}

TEST(OpenNames, WhereCoinsGo) {
  EXPECT_TRUE(is_public("recipientTokenAddress = \"«EF6L8yJT1SoRoDCkAZfSVmaweqMzfhxZ»\""));
  EXPECT_TRUE(is_public("\"token_out_denom\": \"«ibc/1DC495FC»\""));
  EXPECT_TRUE(is_public("token: Token::address(\"«f784682c82526e245f50975190ef0fff4e4fc077»\")"));
  EXPECT_FALSE(is_public("address_password = \"«VALUE»\""));
  EXPECT_FALSE(is_public("token_address = \"«q7Rk2v-Xw9LmZ4bTs_q7Rk2vXw9»\""));
  EXPECT_FALSE(is_public("api_token = from_address(\"«q7Rk2vXw9LmZ4bTsq7Rk2vXw9Lm»\")"));
}

TEST(OpenNames, SignaturesAndDigests) {
  const std::string base64 = "qhxxCOMiVhP7e7Mx+98HUZI0t5DNOFXwUZI0t5DNOFX=";
  EXPECT_TRUE(is_public("\"signature\": \"«" + base64 + "»\""));
  EXPECT_TRUE(is_public("<ds:SignatureValue>«" + base64 + "»</ds:SignatureValue>"));
  EXPECT_TRUE(is_public("\"hmacSignature\": \"«" + base64 + "»\""));
  EXPECT_TRUE(is_public("signature_bytes = \"«" + kDigest + "»\""));
  EXPECT_TRUE(is_public("genesisHash = \"«0x" + kDigest + "»\""));
  EXPECT_FALSE(is_public("signature_key = \"«" + base64 + "»\""));
  EXPECT_FALSE(
      is_public("PAYPAL_API_SIGNATURE=«AQU0e5vuZCvSg-XJploSa.sGUDlpAqRk7vXw9LmZ4bTsq7Rk2v»\n"))
      << "a credential of PayPal's";
  EXPECT_FALSE(is_public("jwt_signature = \"«" + base64 + "»\""));
  EXPECT_FALSE(is_public("hash_secret = \"«" + kDigest + "»\""));
  EXPECT_FALSE(is_public("signature = \"«hunter22»\"")) << "too short for one";
  EXPECT_FALSE(is_public("hash = \"«not hex»\""));
}

TEST(OpenNames, ItemsSaltsLocalesAndUuids) {
  EXPECT_TRUE(is_public("{\"key\": \"«x17YT4mT4k8D»\"}"));
  EXPECT_FALSE(is_public("{\"key\": \"«x17YT4mT4k8Dx17YT4mT4k8D»\"}"));
  EXPECT_FALSE(is_public("key = \"«x17YT4mT4k8D»\""));
  EXPECT_FALSE(is_public("{\"key\": \"«1nulWcuFpy42R1Ud»\"}")) << "16 bytes of a cipher's";
  EXPECT_FALSE(is_public("{\"secret\": \"a\", \"key\": \"«x17YT4mT4k8D»\"}"));
  EXPECT_TRUE(is_public("{\"kdf\": \"scrypt\", \"salt\": \"«" + kDigest + "»\"}"));
  EXPECT_FALSE(is_public("AUTH_SALT = \"«" + kDigest + "»\""));
  EXPECT_FALSE(is_public("iterations = 1000\nsalt = \"«" + kDigest + "»\""));
  EXPECT_TRUE(is_public("\"en_PW\": \"«English (Palau)»\""));
  EXPECT_TRUE(is_public("\"zh_Hant_PW\": \"«Palau (PW)»\""));
  EXPECT_FALSE(is_public("db_PW = \"«q7Rk2vXw9LmZ4bTs»\""));
  EXPECT_FALSE(is_public("ADMIN_PW: «hunter22»"));
  EXPECT_TRUE(is_public("\"dd4ec289-e01d-41c9-bb89-70fa845d4bf2\": \"«iCloud Keychain»\""));
}

TEST(OpenNames, KeysOfTablesAndRequests) {
  EXPECT_TRUE(is_public("cache_key = \"«VALUE»\""));
  EXPECT_TRUE(is_public("acme_cache_key = \"«acme:items:v3:1904195e93f9ff4b»\""));
  EXPECT_TRUE(is_public("acme_object_key = \"«exports/acme/2025/38fabc41a252.parquet»\""));
  EXPECT_FALSE(is_public("REDIS_CACHE_KEY = \"«q7Rk2vXw9LmZ4bTs»\"")) << "opens a cache";
  EXPECT_TRUE(is_public("acme_idempotency_key: \"«fd83b400-9965-4180-a8da-1026a5b6861d»\""));
}

TEST(OpenNames, WhatIsWorthNothingInAnHour) {
  for (const char* name : {"csrf_token", "Sec-WebSocket-Key", "nextPageToken", "_token",
                           "oauth_nonce", "session_id", "unique_token", "version_token"})
    EXPECT_TRUE(is_passing(std::string(name) + ": \"«VALUE»\"")) << name;
  for (const char* name :
       {"session_secret", "cookie_key", "api_token", "ReCaptchaPrivate", "token", "FB_PAGE_TOKEN",
        "facebook_page_token", "GITHUB_NEXT_TOKEN", "app_version_token"})
    EXPECT_FALSE(is_passing(std::string(name) + ": \"«VALUE»\"")) << name;
}

TEST(OpenNames, AHalfOfALoginIsNoId) {
  const std::string id = "«88e7a010-7524-4060-84a9-9536ee8aee19»";
  const auto is_half = [](const std::string& marked) {
    const testing::Marked text(marked);
    return names_secret_half(text.subject(), text.key());
  };
  EXPECT_TRUE(is_half("role_id = \"a\"\nsecret_id = \"" + id + "\""));
  EXPECT_TRUE(is_half("{\"secretId\": \"" + id + "\", \"roleId\": \"a\"}"));
  EXPECT_FALSE(is_half("secret_id = \"" + id + "\""));
  EXPECT_FALSE(is_half("role_id = \"" + id + "\""));
  EXPECT_FALSE(is_half("role_id = 1\nsecret_id = \"«hunter22»\""));
  EXPECT_FALSE(is_half("controle_id = 3\nsecret_id = \"" + id + "\""));
  EXPECT_FALSE(is_half("role_id = 3\nazure_secret_id = \"" + id + "\""));
}

TEST(OpenNames, AnAnonymousTokenIsGivenToEverybody) {
  const auto is_anonymous = [](const std::string& name, const std::string& payload) {
    const testing::Marked text(name + " = \"«eyJhbGciOiJIUzI1NiJ9." + base64_encode(payload) +
                               ".c2lnbmF0dXJl»\"");
    return names_anonymous_token(text.subject(), text.key());
  };
  EXPECT_TRUE(is_anonymous("SUPABASE_ANON_KEY", R"({"role":"anon"})"));
  EXPECT_FALSE(is_anonymous("SUPABASE_ANON_KEY", R"({"role":"service_role"})"));
  EXPECT_FALSE(is_anonymous("SUPABASE_KEY", R"({"role":"anon"})"));
}

TEST(OpenNames, AHashIsOneWhateverItIsOf) {
  EXPECT_TRUE(is_public("\"password_hash\": \"«TqnWUkzk0Rk7vXw9LmZ4bTsq7Rk2v»\""));
  EXPECT_FALSE(is_public("hash_password = \"«TqnWUkzk0Rk7vXw9LmZ4bTsq7Rk2v»\""));
}

TEST(OpenNames, SixteenHexDigitsNumberSomething) {
  EXPECT_TRUE(is_public("jobKey = \"«1514b99f64ab5d87»\""));
  EXPECT_FALSE(is_public("desKey = \"«1514b99f64ab5d87»\""));
  EXPECT_FALSE(is_public("apiKey = \"«1514b99f64ab5d87»\""));
  EXPECT_FALSE(is_public("JOB_KEY=«1514b99f64ab5d87»\n"));
  EXPECT_FALSE(is_public("jobKey = \"«1514b99f64ab5d871514b99f64ab5d87»\""));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
