#include "scanner/match/cheap_tests.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

// The value stands between < and > of `marked`, which are taken out.
bool bare(std::string marked) {
  const std::size_t begin = marked.find('<');
  marked.erase(begin, 1);
  const std::size_t end = marked.find('<');
  marked.erase(end, 1);
  return is_bare_name(marked, {begin, end});
}

TEST(CheapTests, ANameOfTheProgramIsNoValue) {
  EXPECT_TRUE(bare("key: <value<,"));
  EXPECT_TRUE(bare("f(token=<other.token<)"));
  EXPECT_TRUE(bare("auth = <session->auth_key<;"));
  EXPECT_TRUE(bare("key = <Keys::last<;"));
  EXPECT_FALSE(bare("key: \"<value<\",")) << "quoted";
  EXPECT_FALSE(bare("password: <banana<\n")) << "a setting";
  EXPECT_FALSE(bare("password: <banana<")) << "at the end of the text";
  EXPECT_FALSE(bare("password=<banana1<,")) << "a digit";
  EXPECT_FALSE(bare("password=<ban@na<;"));
  EXPECT_FALSE(bare("<banana<,")) << "nothing before it";
}

TEST(CheapTests, HasDigit) {
  EXPECT_TRUE(has_digit("abcdefgh1j", {0, 10}));
  EXPECT_FALSE(has_digit("abcdefgh1j", {0, 8}));
}

TEST(CheapTests, LabelsInOtherLanguagesAreNoPasswords) {
  const auto is_label = [](const std::string& value) {
    return is_translated_label(value, {0, value.size()});
  };
  for (const char* label : {"Passwort", "Aktuelles Passwort", "Mot de passe", "Contraseña actual",
                            "Wachtwoord vergeten?", "Введите пароль", "请输入密码", "Nowe hasło"})
    EXPECT_TRUE(is_label(label)) << label;
  EXPECT_FALSE(is_label("passwort")) << "a poor password";
  EXPECT_FALSE(is_label("Passwort1")) << "another";
  EXPECT_FALSE(is_label("VeslojhTRwqPzXkLmNbVcQaSd")) << "of a word only its letters";
  EXPECT_FALSE(is_label("MeinGeheimnis!")) << "no word of its own";
  EXPECT_FALSE(is_label("Das Passwort lautet: hGtRwQxZpLmN")) << "a word of no language";
  EXPECT_FALSE(is_label("Passwort#geheim"));
  EXPECT_FALSE(is_label("Password")) << "is for the judge, who knows English";
}

}  // namespace
}  // namespace leakwarden::scanner
