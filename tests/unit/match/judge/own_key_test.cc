#include "scanner/match/judge/own_key.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner::judging {
namespace {

// `line` with the value written as VALUE.
struct Read {
  std::string text;
  OwnKey key;
  explicit Read(const std::string& line) : text(line) {
    std::size_t at = text.find("VALUE");
    key = own_key_of(subject_of(text, {at, at + 5}));
  }
  std::string name() const { return std::string(key.name); }
  std::string callee() const { return std::string(key.callee); }
  std::string entry() const { return std::string(key.entry); }
};

TEST(OwnKey, ReadsAssignments) {
  EXPECT_EQ(Read("db_password = \"VALUE\";").name(), "db_password");
  EXPECT_EQ(Read("DB_PASSWORD=VALUE").name(), "DB_PASSWORD");
  EXPECT_EQ(Read("  password: 'VALUE'").name(), "password");
  EXPECT_EQ(Read("{\"apiKey\": \"VALUE\"}").name(), "apiKey");
  EXPECT_EQ(Read("'token' => 'VALUE',").name(), "token");
  EXPECT_EQ(Read("config[\"secret\"] = \"VALUE\"").name(), "secret");
  EXPECT_EQ(Read("token := `VALUE`").name(), "token");
  EXPECT_EQ(Read("key: String = \"VALUE\"").name(), "key");
  EXPECT_EQ(Read("password = r\"VALUE\"").name(), "password");
}

TEST(OwnKey, ReadsTheNamesOfLists) {
  EXPECT_EQ(Read("authData := []byte{VALUE, 2}").name(), "authData");
  EXPECT_EQ(Read("var key = [32]byte{VALUE}").name(), "key");
  EXPECT_EQ(Read("byte[] salt = new byte[] {VALUE};").name(), "salt");
  EXPECT_EQ(Read("static const uint8_t secret[16] = {VALUE};").name(), "secret");
  EXPECT_EQ(Read("passwords := []string{\"VALUE\"}").name(), "passwords");
}

// $env:NAME was read as a variable env of the type NAME.
TEST(OwnKey, AScopeOfPowerShellIsNoName) {
  for (const char* line : {"$env:DB_PASSWORD = \"VALUE\"", "$script:DB_PASSWORD = 'VALUE'",
                           "${env:DB_PASSWORD} = \"VALUE\""}) {
    EXPECT_EQ(Read(line).name(), "DB_PASSWORD") << line;
    EXPECT_FALSE(Read(line).key.typed) << line;
  }
  EXPECT_EQ(Read("env: DB_PASSWORD = \"VALUE\"").name(), "env");
}

TEST(OwnKey, TellsSeparators) {
  EXPECT_EQ(Read("a = \"VALUE\"").key.separator, Separator::Equals);
  EXPECT_EQ(Read("a: VALUE").key.separator, Separator::Colon);
  EXPECT_EQ(Read("a => 'VALUE'").key.separator, Separator::Arrow);
  EXPECT_EQ(Read("if a == \"VALUE\"").key.separator, Separator::Compare);
  EXPECT_EQ(Read("a := \"VALUE\"").key.separator, Separator::Walrus);
  EXPECT_EQ(Read("a || 'VALUE'").key.separator, Separator::Default);
  EXPECT_EQ(Read("<password>VALUE</password>").key.separator, Separator::Tag);
  EXPECT_EQ(Read("--password VALUE").key.separator, Separator::Blank);
  EXPECT_EQ(Read("https://me:VALUE@host/").key.separator, Separator::Url);
  EXPECT_EQ(Read("login(\"VALUE\")").key.separator, Separator::Call);
}

TEST(OwnKey, ReadsCalls) {
  Read setenv("setenv(\"TOKEN\", \"VALUE\", 1)");
  EXPECT_EQ(setenv.name(), "TOKEN");
  EXPECT_EQ(setenv.callee(), "setenv");
  Read nested("login(name(\"x\"), \"VALUE\")");
  EXPECT_EQ(nested.callee(), "login");
  Read wrapped("password = hash(\"VALUE\")");
  EXPECT_EQ(wrapped.name(), "password");
  EXPECT_EQ(wrapped.callee(), "hash");
  EXPECT_EQ(Read("user.setPassword(\"VALUE\")").name(), "user.setPassword");
}

TEST(OwnKey, ReadsSchemes) {
  Read header("Authorization: Bearer VALUE");
  EXPECT_EQ(header.name(), "Authorization");
  EXPECT_TRUE(header.key.scheme);
  Read quoted("\"Authorization\": \"Basic VALUE\"");
  EXPECT_EQ(quoted.name(), "Authorization");
  EXPECT_EQ(quoted.key.quote, '"');
}

TEST(OwnKey, ReadsTheEntryOfAValue) {
  Read kubernetes("- name: DB_PASSWORD\n  value: VALUE\n");
  EXPECT_EQ(kubernetes.name(), "value");
  EXPECT_EQ(kubernetes.entry(), "DB_PASSWORD");
  EXPECT_EQ(Read("<add key=\"Token\" value=\"VALUE\"/>").entry(), "Token");
}

TEST(OwnKey, ReadsTheLineBefore) {
  Read folded("password:\n  \"VALUE\"\n");
  EXPECT_EQ(folded.name(), "password");
  EXPECT_TRUE(folded.key.other_line);
}

TEST(OwnKey, AnotherNameBetweenIsTheOwnOne) {
  EXPECT_EQ(Read("secret: {user: \"VALUE\"}").name(), "user");
  EXPECT_EQ(Read("token, name = \"VALUE\"").name(), "name");
}

// "…?api_key=" + "4f9a…" was named by nothing.
TEST(OwnKey, AJoinedTextGoesOn) {
  EXPECT_EQ(Read("get(\"https://a.io/v1?api_key=\" + \"VALUE\")").name(), "api_key");
  EXPECT_EQ(Read("$url = 'https://a.io/?token=' . 'VALUE';").name(), "token");
  EXPECT_TRUE(Read("header = \"Bearer \" + \"VALUE\"").key.scheme);
  EXPECT_NE(Read("x = \"api_key\" + \"VALUE\"").name(), "api_key") << "a longer word";
  EXPECT_NE(Read("f(\"a=\"+\"VALUE\")").name(), "a") << "without a blank it may be base64";
}

TEST(OwnKey, ABlockOfRubyIsNamed) {
  EXPECT_EQ(Read("  password { \"VALUE\" }").name(), "password");
  EXPECT_EQ(Read("let(:api_key) { 'VALUE' }").name(), "api_key");
  EXPECT_EQ(Read("let!('auth_token') { 'VALUE' }").name(), "auth_token");
  EXPECT_EQ(Read("let(:client_secret) do\n  \"VALUE\"\nend").name(), "client_secret");
  EXPECT_EQ(Read("x = f(secret) { 'VALUE' }").name(), "secret") << "a block is of its call";
}

TEST(OwnKey, APlaceStandsForTheName) {
  const std::string text = "encrypt(text, \"VALUE\")";
  const OwnKey key = at_place(own_key_of(subject_of(text, {15, 20})));
  EXPECT_EQ(key.name, "password");
  EXPECT_TRUE(has(key.words.head, WordGroup::Password));
  EXPECT_TRUE(key.callee.empty());
  EXPECT_EQ(key.quote, '"');
}

TEST(OwnKey, AnElementBeforeIsTheEntry) {
  EXPECT_EQ(Read("<name>db.password</name>\n  <value>VALUE</value>").entry(), "db.password");
  EXPECT_EQ(Read("<key>token</key><value>VALUE</value>").entry(), "token");
}

TEST(OwnKey, APairOfKotlin) {
  EXPECT_EQ(Read("\"oauth_nonce\" to \"VALUE\",").name(), "oauth_nonce");
  EXPECT_EQ(Read("welcome to \"VALUE\"").name(), "to");
}

TEST(OwnKey, HostileTextIsBounded) {
  std::string text = std::string(100'000, '(') + "VALUE" + std::string(100'000, ')');
  EXPECT_EQ(Read(text).name(), "");
  EXPECT_EQ(Read("VALUE").name(), "");
  EXPECT_EQ(Read(std::string(300, '"') + "VALUE").name(), "");
}

}  // namespace
}  // namespace leakwarden::scanner::judging
