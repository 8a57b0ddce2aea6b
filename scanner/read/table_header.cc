#include "scanner/read/table_header.h"

#include <algorithm>
#include <iterator>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostHeaderBytes = 1024;
constexpr std::size_t kMostColumns = 64;
constexpr std::size_t kLongestName = 64;

// In small letters, without what separates words. In order of their bytes.
constexpr std::string_view kSecretNames[] = {
    "accesstoken",  "apikey",     "apisecret",  "apitoken",     "authtoken",    "clave",
    "clientsecret", "contraseña", "hasło",      "heslo",        "kennwort",     "loginpassword",
    "logintotp",    "lösenord",   "mdp",        "motdepasse",   "newpassword",  "otpsecret",
    "parola",       "pass",       "passphrase", "passwd",       "password",     "passwort",
    "privatekey",   "pw",         "pwd",        "refreshtoken", "secret",       "secretaccesskey",
    "secretkey",    "senha",      "token",      "totp",         "userpassword", "wachtwoord",
    "пароль",       "パスワード", "密码",       "비밀번호",
};

bool is_delimiter(char c) {
  return c == ',' || c == ';' || c == '\t' || c == '|';
}

bool is_separator(char c) {
  return c == ' ' || c == '_' || c == '-';
}

bool is_in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         is_separator(c) || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Ñ and Ö (U+00C0 on), Ł, and the capitals of Russian: those that names in the list may be written
// with. The rules know them small only.
void make_small(char& lead, char& second) {
  const auto first = static_cast<unsigned char>(lead);
  const auto last = static_cast<unsigned char>(second);
  if (first == 0xC3 && last >= 0x80 && last <= 0x9E) second = static_cast<char>(last + 0x20);
  if (first == 0xC5 && last == 0x81) second = static_cast<char>(0x82);
  if (first != 0xD0) return;
  if (last >= 0x90 && last <= 0x9F) second = static_cast<char>(last + 0x20);
  if (last >= 0xA0 && last <= 0xAF) {
    lead = static_cast<char>(0xD1);
    second = static_cast<char>(last - 0x20);
  }
}

std::string with_small_letters(std::string_view written) {
  std::string name(written);
  for (std::size_t at = 0; at + 1 < name.size(); ++at) make_small(name[at], name[at + 1]);
  return name;
}

std::string folded(std::string_view name) {
  std::string letters;
  for (char c : name) {
    if (is_separator(c)) continue;
    letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return letters;
}

bool is_secret_name(std::string_view folded_name) {
  return std::binary_search(std::begin(kSecretNames), std::end(kSecretNames), folded_name);
}

bool is_password_name(std::string_view folded_name) {
  constexpr std::string_view kOthers[] = {"key", "token", "secret", "totp"};
  return std::none_of(std::begin(kOthers), std::end(kOthers), [&](std::string_view other) {
    return folded_name.find(other) != std::string_view::npos;
  });
}

// Walks the line name by name; stops at the first byte that such a line does not have.
class HeaderLine {
 public:
  explicit HeaderLine(std::string_view bytes) : bytes_(bytes.substr(0, kMostHeaderBytes)) {
    if (bytes_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    skip_preface();
  }

  std::optional<TableHeader> read() {
    while (true) {
      const std::optional<std::string_view> name = next_name();
      if (!name || at_ >= bytes_.size() || names_.size() == kMostColumns) return std::nullopt;
      if (names_.empty() && !is_delimiter(bytes_[at_])) return std::nullopt;
      names_.push_back(*name);
      if (ends_line()) return header();
      if (name->empty() || !takes_delimiter()) return std::nullopt;
    }
  }

 private:
  // sep=; of Excel, #TYPE … of PowerShell.
  void skip_preface() {
    const std::string_view rest = bytes_.substr(at_);
    if (!rest.starts_with("sep=") && !rest.starts_with("#TYPE ")) return;
    at_ = std::min(bytes_.size(), bytes_.find('\n', at_));
    if (at_ < bytes_.size()) ++at_;
  }

  // Without its quotes and the blanks around it.
  std::optional<std::string_view> next_name() {
    at_ = std::min(bytes_.find_first_not_of(' ', at_), bytes_.size());
    const bool is_quoted = at_ < bytes_.size() && bytes_[at_] == '"';
    if (is_quoted) ++at_;
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && is_in_name(bytes_[at_]) && at_ - begin <= kLongestName) ++at_;
    if (at_ - begin > kLongestName) return std::nullopt;
    const std::string_view name = without_blanks(bytes_.substr(begin, at_ - begin));
    if (!is_quoted) return name;
    if (at_ >= bytes_.size() || bytes_[at_] != '"') return std::nullopt;
    at_ = std::min(bytes_.find_first_not_of(' ', at_ + 1), bytes_.size());
    return name;
  }

  // Requires a byte there. Passes over a line end.
  bool ends_line() {
    if (bytes_.substr(at_, 2) == "\r\n") ++at_;
    if (bytes_[at_] != '\n') return false;
    ++at_;
    return true;
  }

  // The first one says which it is; read() has seen that it is one.
  bool takes_delimiter() {
    if (names_.size() == 1) delimiter_ = bytes_[at_];
    return bytes_[at_++] == delimiter_;
  }

  std::optional<TableHeader> header() const {
    const bool has_two = names_.size() > 2 || (names_.size() == 2 && !names_[1].empty());
    if (!has_two) return std::nullopt;
    TableHeader header{delimiter_, names_.size(), {}, at_};
    for (std::size_t index = 0; index < names_.size(); ++index) {
      std::string name = with_small_letters(names_[index]);
      const std::string letters = folded(name);
      if (is_secret_name(letters))
        header.secrets.push_back({index, std::move(name), is_password_name(letters)});
    }
    if (header.secrets.empty()) return std::nullopt;
    return header;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  char delimiter_ = '\0';
  std::vector<std::string_view> names_;
};

}  // namespace

std::optional<TableHeader> read_table_header(std::string_view bytes) {
  return HeaderLine(bytes).read();
}

}  // namespace leakwarden::scanner
