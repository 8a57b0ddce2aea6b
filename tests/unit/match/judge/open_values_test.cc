#include "scanner/match/judge/open_values.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/match/bech32.h"
#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

bool opens_nothing_in(const std::string& text) {
  const testing::Marked marked(text);
  return opens_nothing(marked.subject(), marked.key());
}

const std::string kForty = "9fd3b784bc1c6fc31a8a0a1c1655a0ab68576280";

TEST(OpenValues, AnAddressHasFortyDigits) {
  EXPECT_TRUE(opens_nothing_in("tokenAddress: \"«0x" + kForty + "»\","));
  EXPECT_FALSE(opens_nothing_in("token: \"«" + kForty + "»\","));
  EXPECT_FALSE(opens_nothing_in("privateKey: \"«0x" + kForty + kForty.substr(16) + "»\","));
  EXPECT_FALSE(opens_nothing_in("token: \"«0x" + kForty.substr(1) + "g»\","));
}

TEST(OpenValues, WhatAChartWritesToSeeChanges) {
  EXPECT_TRUE(opens_nothing_in("  checksum/secret: «" + kForty + "»\n"));
  EXPECT_FALSE(opens_nothing_in("  secret: «" + kForty + "»\n"));
}

TEST(OpenValues, TheFingerprintOfAPublicKey) {
  EXPECT_TRUE(opens_nothing_in("gpg --recv-keys «" + kForty + "»\n"));
  EXPECT_TRUE(opens_nothing_in("GPG_KEY=«" + kForty + "»\n"));
  EXPECT_FALSE(opens_nothing_in("GPG_PASSPHRASE=«" + kForty + "»\n"));
  EXPECT_FALSE(opens_nothing_in("GPG_KEY=«" + kForty.substr(8) + "»\n"));
  EXPECT_FALSE(opens_nothing_in("API_KEY=«" + kForty + "»\n"));
  EXPECT_TRUE(opens_nothing_in("with the following GPG key: «" + kForty + "»<br>"));
  EXPECT_FALSE(opens_nothing_in("GPG_TTY=1; GITEA_KEY=«" + kForty + "»\n"));
  EXPECT_FALSE(opens_nothing_in("GPG_TTY=1 GITEA_TOKEN=«" + kForty + "»\n"));
  EXPECT_FALSE(opens_nothing_in("gpg_sign: true, api_key: «" + kForty + "»\n"));
}

TEST(OpenValues, ANameOfAmazon) {
  EXPECT_TRUE(opens_nothing_in("arn:aws:secretsmanager:us-east-1:123456789012:secret:«db-AbC3dE»"));
  EXPECT_FALSE(opens_nothing_in("see arn:aws:iam, secret:«db-AbC3dE»"));
}

TEST(OpenValues, TheFingerprintOfAnSshKey) {
  const std::string digits = "5PZuVNGM7kB0rQTAjfHzne/SpKRCWA0rdC8KZtjjh/P";
  EXPECT_TRUE(opens_nothing_in("ssh_keys: [\"«SHA256:" + digits + "»\"]"));
  EXPECT_TRUE(opens_nothing_in("key: «SHA256:" + digits + "=»"));
  EXPECT_FALSE(opens_nothing_in("key: «SHA256:" + digits.substr(1) + "»"));
  EXPECT_FALSE(opens_nothing_in("key: «" + digits + "»"));
  EXPECT_FALSE(opens_nothing_in("password: «SHA256:" + digits + "»"));
}

TEST(OpenValues, WhatABaselineKeeps) {
  EXPECT_TRUE(opens_nothing_in("\"hashed_secret\": \"«" + kForty + "»\""));
  EXPECT_FALSE(opens_nothing_in("\"secret\": \"«" + kForty + "»\""));
  EXPECT_FALSE(opens_nothing_in("\"hashed_secret\": \"«" + kForty + "xyz»\""));
}

TEST(OpenValues, TheSignatureOfOneMessage) {
  EXPECT_TRUE(opens_nothing_in("svix-signature: «v1,crOoF5u5WNNfBiHw1u4iTTNoBFMN1»"));
  EXPECT_TRUE(opens_nothing_in("X-Slack-Signature: «v0=" + kForty + "»"));
  EXPECT_FALSE(opens_nothing_in("signature_key: «v1,crOoF5u5WNNfBiHw1u4iTTNoBFMN1»"));
  EXPECT_FALSE(opens_nothing_in("secret_key_signature: «sha256=" + kForty + "»")) << "of a key";
  EXPECT_FALSE(opens_nothing_in("signature: «sha256=crOoF5u5WNNfBiHw1u4iTTNo»")) << "no digits";
  EXPECT_FALSE(opens_nothing_in("signature: «crOoF5u5WNNfBiHw1u4iTTNoBFMN1»"));
}

TEST(OpenValues, WhatIsSealedForACluster) {
  const std::string sealed = "AgBh" + std::string(700, 'x');
  EXPECT_TRUE(opens_nothing_in("TOKEN: «" + sealed + "»"));
  EXPECT_TRUE(opens_nothing_in("encryptedData:\n  TOKEN: «" + sealed.substr(0, 90) + "»"));
  EXPECT_FALSE(opens_nothing_in("TOKEN: «" + sealed.substr(0, 90) + "»"));
  EXPECT_FALSE(opens_nothing_in("encryptedData:\n  TOKEN: «x" + sealed.substr(0, 90) + "»"));
}

TEST(OpenValues, CertificatesAndCiphertext) {
  const std::string rest(60, 'x');
  EXPECT_TRUE(
      opens_nothing_in("authority-data: «LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t" + rest + "»"));
  EXPECT_TRUE(opens_nothing_in("key: «LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0" + rest + "»"));
  EXPECT_FALSE(opens_nothing_in("key: «LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt" + rest + "»"));
  EXPECT_TRUE(opens_nothing_in("<password>«{" + rest.substr(20) + "=}»</password>"));
  EXPECT_FALSE(opens_nothing_in("<master>«{" + rest.substr(20) + "=}»</master>"))
      << "its key is known to all";
  EXPECT_FALSE(opens_nothing_in("password = \"«{" + rest.substr(20) + "=}»\""));
  EXPECT_FALSE(opens_nothing_in("<password>«{" + rest.substr(20) + "}»</password>"));
}

TEST(OpenValues, WhatJenkinsKeeps) {
  EXPECT_TRUE(opens_nothing_in("TOKEN = credentials('«4e84b541-e01f-4c1a-a587-28c3bf8f7c2b»')"));
  EXPECT_TRUE(opens_nothing_in("TOKEN  = credentials(\"«4e84b541-e01f-4c1a-a587-28c3bf8f7c2b»\")"));
  EXPECT_FALSE(
      opens_nothing_in("TOKEN = credentials('«4e84b541-e01f-4c1a-a587-28c3bf8f7c2b»', 'x')"));
  EXPECT_TRUE(opens_nothing_in("TOKEN = credentials('«deploy-token»')"));
  EXPECT_FALSE(opens_nothing_in("TOKEN = credentials('«q7Rk2vXw9LmZ4bTs»')")) << "a value";
  EXPECT_FALSE(opens_nothing_in("$agent->credentials('«4e84b541-e01f-4c1a-a587-28c3bf8f7c2b»')"));
}

TEST(OpenValues, WhatOthersEncrypted) {
  EXPECT_TRUE(opens_nothing_in("key: «ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]»"));
  EXPECT_TRUE(opens_nothing_in("key = \"«2.AOs41Hd8OQiCPXjyJKCiDA==|O6OHgt2U2hJGBSNGnimJmg==»\""));
  EXPECT_FALSE(opens_nothing_in("key = \"«2.AOs41Hd8OQiCPXjyJKCiDAO6OHgt»\""));
  EXPECT_FALSE(opens_nothing_in("key = \"«2.»\""));
  EXPECT_FALSE(opens_nothing_in("key = \"«2.AOs41Hd8OQiCPXjyJKCiDA==»\""));
}

// The first test vector of BIP-173's addresses, and a key of an age file, which opens it.
TEST(OpenValues, WhatIsPublicOfAWallet) {
  EXPECT_TRUE(opens_nothing_in("token = \"«bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4»\""));
  EXPECT_FALSE(opens_nothing_in("token = \"«bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5»\""));
  EXPECT_TRUE(opens_nothing_in("key = \"«zpub" + std::string(107, 'k') + "»\""));
  EXPECT_FALSE(opens_nothing_in("key = \"«zprv" + std::string(107, 'k') + "»\""));
  for (const char* prefix : {"nsec1", "suiprivkey1", "ed25519_sk1", "secret-extended-key-main1"})
    EXPECT_FALSE(
        opens_nothing_in("key = \"«" + bech32_completed(prefix + std::string(58, 'q')) + "»\""))
        << prefix;
}

TEST(OpenValues, GreetingsAndBadges) {
  EXPECT_TRUE(opens_nothing_in("Authorization: NTLM «TlRMTVNTUAACAAAAAgACADAAAACGggEA»"));
  EXPECT_FALSE(opens_nothing_in("Authorization: NTLM «TlRMTVNTUAADAAAAAgACADAAAACGggEA»"));
  EXPECT_TRUE(opens_nothing_in("(https://codecov.io/gh/a/b/badge.svg?token=«BQKzPoql9j»)"));
  EXPECT_FALSE(opens_nothing_in("see badge (https://codecov.io/upload?token=«BQKzPoql9j»)"));
  EXPECT_FALSE(opens_nothing_in("curl https://badge.example.com/api?token=«BQKzPoql9j»"));
}

TEST(OpenValues, PlacesOfTranslationsAndSecretsAndNumbersOfPeople) {
  EXPECT_TRUE(opens_nothing_in("'password' => '«crwdns934:0crwdne934:0»',"));
  EXPECT_FALSE(opens_nothing_in("'password' => '«crwdns934:0»',"));
  EXPECT_TRUE(opens_nothing_in("ARGOCD_TOKEN: «op://vault7/item9/field»"));
  EXPECT_FALSE(opens_nothing_in("ARGOCD_TOKEN: «oq://vault7/item9/field»"));
  EXPECT_TRUE(opens_nothing_in("author.id === \"«442355791412854784»\""));
  EXPECT_FALSE(opens_nothing_in("password === \"«442355791412854784»\""));
  EXPECT_FALSE(opens_nothing_in("BOT_TOKEN = \"«442355791412854784»\""));
}

TEST(OpenValues, SamplesAndTemplates) {
  EXPECT_TRUE(opens_nothing_in("token: '«o38jf0q34jfij43f3f...»'"));
  EXPECT_TRUE(opens_nothing_in("create_ap {{wlan0}} «{{passphrase}}»"));
  EXPECT_FALSE(opens_nothing_in("token: '«m{{h}o)p${e]nob(ody»'"));
  EXPECT_FALSE(opens_nothing_in("token: '«a{{b}}d»'"));
  EXPECT_FALSE(opens_nothing_in("DB_PASSWORD=«WLZyPcj0slZv...»")) << "a password may end so";
  EXPECT_TRUE(opens_nothing_in("token: '«boQtj0SCGz2GFGz[...]»'"));
  EXPECT_TRUE(opens_nothing_in("token: '«eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9»'")) << "a header";
  EXPECT_FALSE(opens_nothing_in("token: '«eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2ln»'"));
}

TEST(OpenValues, WordsToReadNumbersAndFiles) {
  EXPECT_TRUE(opens_nothing_in("\"token\": \"«Zapomniałeś hasła?»\""));
  EXPECT_FALSE(opens_nothing_in("secret: «q7Rk2vXw9LmZ4bTs»"));
  EXPECT_TRUE(opens_nothing_in("SIOCGLIFTOKEN = «-0x3f879678»"));
  EXPECT_FALSE(opens_nothing_in("TOKEN = «0x3f8796783f879678»"));
  EXPECT_TRUE(opens_nothing_in("\"JWT_KEY\": read(\"«secp521r1-private.json»\")"));
  EXPECT_FALSE(opens_nothing_in("key = \"«p@ss word.key»\""));
}

TEST(OpenValues, HashesOfDatabasesAndNamesOfKeys) {
  const std::string digits = "6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4";
  EXPECT_TRUE(opens_nothing_in("password => '«*" + digits + "»'"));
  EXPECT_FALSE(opens_nothing_in("password => '«" + digits + "»'"));
  EXPECT_TRUE(opens_nothing_in("password: '«md5" + digits.substr(8) + "»'"));
  EXPECT_TRUE(opens_nothing_in("key = \"«did:key:z6MktZckvzz7»\""));
  EXPECT_TRUE(opens_nothing_in("redirectUri = \"«msauth://com.fsck.k9/Dx8y»\""));
  EXPECT_FALSE(opens_nothing_in("database_uri = \"«postgres://me:q7Rk2vXw9@db/x»\""));
}

TEST(OpenValues, BytesThatNoKeyIsNamedBeside) {
  const std::string bytes = "90, 105, 74, 126, 30, 48, 37, 56, 3, 23, 127, 69";
  EXPECT_TRUE(opens_nothing_in("input := []byte{«" + bytes + "»}"));
  EXPECT_FALSE(opens_nothing_in("key := []byte{«" + bytes + "»}"));
  EXPECT_FALSE(opens_nothing_in("der := []byte{«48, 130, " + bytes + "»}")) << "a private key";
  EXPECT_TRUE(
      opens_nothing_in("MasterSecret = new Uint8Array([«66, 105, 116, 99, 111, 105, 110, 32, 115, "
                       "101, 101, 100»])"));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
