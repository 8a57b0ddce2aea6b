#include "scanner/match/judge/name_words.h"

#include <gtest/gtest.h>

#include <array>

#include <string>
#include <vector>

namespace leakwarden::scanner::judging {
namespace {

std::vector<std::string> parts(std::string_view name) {
  NameWords words = name_words(name);
  return {words.words.begin(), words.words.begin() + static_cast<std::ptrdiff_t>(words.count)};
}
using Parts = std::vector<std::string>;

TEST(NameWords, SplitsAtCaseAndMarks) {
  EXPECT_EQ(parts("dbUserPassword"), (Parts{"db", "User", "Password"}));
  EXPECT_EQ(parts("DB_PASSWORD"), (Parts{"DB", "PASSWORD"}));
  EXPECT_EQ(parts("X-Api-Key"), (Parts{"X", "Api", "Key"}));
  EXPECT_EQ(parts("spring.datasource.password"), (Parts{"spring", "datasource", "password"}));
  EXPECT_EQ(parts("APIKey"), (Parts{"API", "Key"}));
  EXPECT_EQ(parts("oauth2Token"), (Parts{"oauth2", "Token"}));
  EXPECT_EQ(parts("--api-key"), (Parts{"api", "key"}));
  EXPECT_EQ(parts(""), Parts{});
  EXPECT_EQ(parts("$_"), Parts{});
}

// "contraseña" was "contrase" and "a", and "пароль" nothing.
TEST(NameWords, LettersOfAllLanguagesAreLetters) {
  EXPECT_EQ(parts("db_contraseña"), (Parts{"db", "contraseña"}));
  for (const char* name : {"contraseña", "пароль", "管理员密码", "パスワード", "비밀번호", "şifre"})
    EXPECT_TRUE(has(name_words(name).head, WordGroup::Password)) << name;
  EXPECT_FALSE(name_words("имя").names_credential());
  // Written without blanks: the English word stands by itself, and of long names the end tells.
  EXPECT_TRUE(has(name_words("数据库的连接用户名和password").head, WordGroup::Password));
  EXPECT_TRUE(has(name_words("数据库管理员的登录密码").head, WordGroup::Password));
  EXPECT_EQ(parts("“password"), (Parts{"“", "password"}));
}

TEST(NameWords, LeavesNumbersOut) {
  EXPECT_EQ(parts("password_2"), (Parts{"password"}));
  EXPECT_TRUE(name_words("password_2").has_digits);
  EXPECT_TRUE(has(name_words("password2").head, WordGroup::Password));
}

TEST(NameWords, TheHeadIsTheLastWord) {
  NameWords words = name_words("password_field");
  EXPECT_TRUE(has(words.groups, WordGroup::Password));
  EXPECT_FALSE(has(words.head, WordGroup::Password));
  EXPECT_TRUE(has(words.head, WordGroup::Pointer));
  EXPECT_TRUE(has(words.before, WordGroup::Password));
}

TEST(NameWords, KnowsHowItIsWritten) {
  EXPECT_TRUE(name_words("API_KEY").upper);
  EXPECT_FALSE(name_words("apiKey").upper);
  EXPECT_TRUE(name_words("apiKey").camel);
  EXPECT_FALSE(name_words("api_key").camel);
}

TEST(NameWords, IsBounded) {
  std::string hostile;
  for (int i = 0; i < 100'000; ++i) hostile += "aB";
  EXPECT_LE(name_words(hostile).count, kMostNameWords);
}

TEST(SummaryOfName, SaysWhatNameWordsSays) {
  const std::array<std::string, 9> names{"dbPassword",
                                         "API_KEY2",
                                         "connection",
                                         "x",
                                         "",
                                         std::string("key\0pass", 8),
                                         std::string("key\0", 4),
                                         std::string(24, 'k'),
                                         std::string(300, 'k')};
  for (int round = 0; round < 3; ++round) {
    for (const std::string& name : names) {
      EXPECT_EQ(summary_of_name(name).groups, name_words(name).groups) << name;
      EXPECT_EQ(summary_of_name(name).count, name_words(name).count) << name;
    }
  }
  // More than are remembered, so that places are taken over.
  for (int i = 0; i < 20'000; ++i) {
    const std::string name = (i % 3 == 0 ? "token" : "word") + std::to_string(i % 5000);
    ASSERT_EQ(summary_of_name(name).groups, name_words(name).groups) << name;
  }
}

}  // namespace
}  // namespace leakwarden::scanner::judging
