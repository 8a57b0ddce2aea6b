#include "scanner/match/cheap_tests.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kJoins = "_.>:-";  // a.b, a->b, a::b
constexpr std::string_view kQuotes = "\"'`";
constexpr std::string_view kEnds = ",;)";

// Of the languages that software is translated into most, in small letters where they are ASCII.
constexpr std::array<std::string_view, 36> kPasswordInOtherLanguages{
    "passwort",  "kennwort",   "passe",  "contraseña", "contrasenya", "wachtwoord",
    "senha",     "hasło",      "heslo",  "пароль",     "пароля",      "lösenord",
    "passord",   "salasana",   "jelszó", "parolă",     "lozinka",     "adgangskode",
    "geheimnis", "geheimwort", "khẩu",   "Пароль",     "passwörter",  "clave",
    "hasła",     "hasłem",     "hesla",  "lozinku",    "lozinke",     "adgangskoden",
    "geslo",     "gesla",      "şifre",  "şifrenizi",  "şifreniz",    "jelszavát"};
constexpr std::array<std::string_view, 4> kPasswordWithoutBlanks{"密码", "密碼", "パスワード",
                                                                 "비밀번호"};
constexpr std::string_view kBetweenWords = " .,:!?()/'-";

// Words as people write them: no capital but the first letter.
bool is_plain_word(std::string_view word) {
  return std::none_of(word.begin() + 1, word.end(), is_upper);
}

bool is_name_byte(char c) {
  return is_letter(c) || kJoins.find(c) != std::string_view::npos;
}

}  // namespace

bool is_bare_name(std::string_view text, const Span& value) {
  if (value.end >= text.size() || kEnds.find(text[value.end]) == std::string_view::npos)
    return false;
  if (value.begin == 0 || kQuotes.find(text[value.begin - 1]) != std::string_view::npos)
    return false;
  const std::string_view bytes = text.substr(value.begin, value.size());
  return std::all_of(bytes.begin(), bytes.end(), is_name_byte);
}

bool is_translated_label(std::string_view text, const Span& value) {
  constexpr std::size_t kLongest = 80;
  const std::string_view bytes = text.substr(value.begin, value.size());
  const bool is_label = is_upper(bytes.front()) || bytes.find(' ') != bytes.npos ||
                        static_cast<unsigned char>(bytes.front()) >= 0x80;
  if (!is_label || bytes.size() > kLongest) return false;
  bool says_password =
      std::any_of(kPasswordWithoutBlanks.begin(), kPasswordWithoutBlanks.end(),
                  [&](std::string_view word) { return bytes.find(word) != bytes.npos; });
  for (std::string_view rest = bytes; !rest.empty();) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_letter_of_any);
    const std::string_view word = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    if (word.empty() && !is_of(rest.front(), kBetweenWords)) return false;
    if (!word.empty() && !is_plain_word(word)) return false;
    says_password = says_password || is_any_of(word, kPasswordInOtherLanguages);
    rest.remove_prefix(std::max<std::size_t>(word.size(), 1));
  }
  return says_password;
}

bool has_digit(std::string_view text, const Span& value) {
  const std::string_view bytes = text.substr(value.begin, value.size());
  return std::any_of(bytes.begin(), bytes.end(), is_digit);
}

}  // namespace leakwarden::scanner
