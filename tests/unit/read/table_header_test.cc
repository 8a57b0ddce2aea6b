#include "scanner/read/table_header.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

std::vector<std::string> names_in(const std::string& line) {
  std::vector<std::string> names;
  const std::optional<TableHeader> header = read_table_header(line + "\n");
  if (!header) return {"(none)"};
  for (const SecretColumn& column : header->secrets) names.push_back(column.name);
  return names;
}

const std::vector<std::string> kNone = {"(none)"};

TEST(TableHeader, SaysWhichColumnsHoldSecrets) {
  const std::optional<TableHeader> header =
      read_table_header("url,username,password,totp,extra,name,grouping,fav\r\nx");
  ASSERT_TRUE(header);
  EXPECT_EQ(header->delimiter, ',');
  EXPECT_EQ(header->column_count, 8u);
  ASSERT_EQ(header->secrets.size(), 2u);
  EXPECT_EQ(header->secrets[0].index, 2u);
  EXPECT_EQ(header->secrets[1].name, "totp");
  EXPECT_EQ(header->end, 52u);
}

TEST(TableHeader, ALineBeforeTheNames) {
  EXPECT_EQ(names_in("sep=;\r\nuser;password"), std::vector<std::string>{"password"});
  EXPECT_EQ(names_in("#TYPE System.Object\n\"user\",\"password\""),
            std::vector<std::string>{"password"});
  EXPECT_EQ(names_in("# a comment\nuser,password"), kNone);
  EXPECT_EQ(names_in("sep=;"), kNone);
}

TEST(TableHeader, EveryDelimiterQuotesAndAByteOrderMark) {
  for (const char* line : {"user,password", "user;password", "user\tpassword", "user|password",
                           "\"user\",\"password\"", "user, \"password\" ,x",
                           "\xEF\xBB\xBFuser,password", "user | password | ", "password,user,"})
    EXPECT_EQ(names_in(line), std::vector<std::string>{"password"}) << line;
}

TEST(TableHeader, NamesAreTheSameHoweverTheirWordsAreSeparated) {
  for (const char* name : {"API key", "api_key", "Api-Key", "apiKey", "APIKEY"})
    EXPECT_EQ(names_in("id;" + std::string(name)), std::vector<std::string>{name});
}

TEST(TableHeader, OtherLanguagesInSmallLettersWithTheirMarks) {
  for (const char* name :
       {"пароль", "密码", "パスワード", "비밀번호", "mot de passe", "hasło", "wachtwoord"})
    EXPECT_EQ(names_in("id;" + std::string(name)), std::vector<std::string>{name});
  EXPECT_EQ(names_in("id;Пароль"), std::vector<std::string>{"пароль"});
  EXPECT_EQ(names_in("id;ПАРОЛЬ"), std::vector<std::string>{"пароль"});
  EXPECT_EQ(names_in("id;CONTRASEÑA"), std::vector<std::string>{"CONTRASEñA"});
  EXPECT_EQ(names_in("id;LÖSENORD"), std::vector<std::string>{"LöSENORD"});
  EXPECT_EQ(names_in("id;HASŁO"), std::vector<std::string>{"HASłO"});
}

// Each name in the list is found in it: it is in order.
TEST(TableHeader, EveryNameIsFound) {
  for (const char* name :
       {"password",     "passwd",        "pass",          "pwd",        "pw",
        "passphrase",   "secret",        "client secret", "secret key", "secret access key",
        "api key",      "api secret",    "access token",  "auth token", "refresh token",
        "token",        "private key",   "totp",          "otp secret", "login password",
        "login_totp",   "user password", "new password",  "passwort",   "kennwort",
        "mot de passe", "mdp",           "contraseña",    "clave",      "senha",
        "wachtwoord",   "lösenord",      "hasło",         "heslo",      "parola",
        "api token",    "пароль",        "密码",          "パスワード", "비밀번호"})
    EXPECT_NE(names_in("id," + std::string(name)), kNone) << name;
}

TEST(TableHeader, OtherLinesAreNone) {
  for (const std::string& line :
       {std::string(), std::string("password"), std::string("password,"), std::string(",password"),
        std::string("user,,password"), std::string("id,password_hash"), std::string("id,pin"),
        std::string("import os, sys"), std::string("user,password;x"),
        std::string("user,pass(word)"), std::string("user,\"password"),
        std::string("user,\"password\"x"), std::string("a: b, password"),
        "password," + std::string(65, 'a'), std::string(2000, 'a') + ",password"})
    EXPECT_EQ(names_in(line), kNone) << line;
  EXPECT_FALSE(read_table_header("user,password"));  // no line end
  std::string many = "password";
  for (int i = 0; i < 63; ++i) many += ",a";
  EXPECT_NE(names_in(many), kNone);
  EXPECT_EQ(names_in(many + ",a"), kNone);
  std::string wide = "password";
  while (wide.size() < 1024) wide += "," + std::string(60, 'a');
  EXPECT_EQ(names_in(wide), kNone);
}

}  // namespace
}  // namespace leakwarden::scanner
