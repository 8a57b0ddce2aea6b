#include "scanner/match/cheap_tests.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kJoins = "_.>:-";  // a.b, a->b, a::b
constexpr std::string_view kQuotes = "\"'`";
constexpr std::string_view kEnds = ",;)";

// Of the languages that software is translated into most; as they stand behind a small letter, so
// that each is found whether it is capitalised or not.
constexpr std::array<std::string_view, 28> kPasswordInOtherLanguages{
    "asswort", "ennwort", "mot de passe", "Mot de passe", "ontraseña", "ontrasenya", "achtwoord",
    "Senha",   " senha",  "alavra-passe", "asło",         "eslo",      "ароль",      "пароля",
    "ösenord", "assord",  "alasana",      "elszó",        "arolă",     "ozinka",     "dgangskode",
    "密码",    "密碼",    "パスワード",   "비밀번호",     "ật khẩu",   "eheimnis",   "eheimwort"};

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
  constexpr std::size_t kLongest = 160;
  const std::string_view bytes = text.substr(value.begin, value.size());
  if (bytes.size() > kLongest || std::any_of(bytes.begin(), bytes.end(), is_digit)) return false;
  const bool is_label = is_upper(bytes.front()) || bytes.find(' ') != bytes.npos ||
                        static_cast<unsigned char>(bytes.front()) >= 0x80;
  return is_label &&
         std::any_of(kPasswordInOtherLanguages.begin(), kPasswordInOtherLanguages.end(),
                     [&](std::string_view word) { return bytes.find(word) != bytes.npos; });
}

bool has_digit(std::string_view text, const Span& value) {
  const std::string_view bytes = text.substr(value.begin, value.size());
  return std::any_of(bytes.begin(), bytes.end(), is_digit);
}

}  // namespace leakwarden::scanner
