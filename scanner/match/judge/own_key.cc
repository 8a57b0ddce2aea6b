// Reads leftwards from the value: its quote, a scheme, calls around it, the separator, the name.
// No grammar of any language is tried.

#include "scanner/match/judge/own_key.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/name_words.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::string_view kQuotes = "\"'`";
constexpr std::array<std::string_view, 9> kSchemes{"bearer", "basic", "token",     "bot",  "apikey",
                                                   "digest", "key",   "negotiate", "oauth"};

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}
bool is_name_part(char c) {
  return is_name_character(c) || c == '-' || c == '.' || c == '$' || c == '@' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool trim_blanks(std::string_view& left) {
  std::size_t size = left.size();
  while (!left.empty() && is_blank(left.back())) left.remove_suffix(1);
  return left.size() != size;
}

// Quotes and their escapes; string prefixes such as r"", u8"", @"" go with them.
char take_quotes(std::string_view& left) {
  char quote = '\0';
  while (!left.empty() && (is_one_of(left.back(), kQuotes) || left.back() == '\\')) {
    if (left.back() != '\\') quote = left.back();
    left.remove_suffix(1);
  }
  if (quote == '\0') return quote;
  std::string_view prefix = left;
  while (!prefix.empty() && (is_name_character(prefix.back()) || prefix.back() == '@'))
    prefix.remove_suffix(1);
  if (left.size() - prefix.size() <= 2 && left.size() > prefix.size()) left = prefix;
  return quote;
}

std::string_view take_name(std::string_view& left) {
  std::size_t begin = left.size();
  while (begin > 0 && is_name_part(left[begin - 1])) --begin;
  std::string_view name = left.substr(begin);
  left = left.substr(0, begin);
  while (!name.empty() && (name.front() == '-' || name.front() == '.')) name.remove_prefix(1);
  while (!name.empty() && (name.back() == '-' || name.back() == '.')) name.remove_suffix(1);
  return name;
}

bool take_scheme(std::string_view& left) {
  std::string_view rest = left;
  if (!trim_blanks(rest)) return false;
  for (std::string_view scheme : kSchemes) {
    if (rest.size() < scheme.size()) continue;
    std::size_t at = rest.size() - scheme.size();
    if (!equal_in_any_case(rest.substr(at), scheme)) continue;
    if (at > 0 && is_name_part(rest[at - 1])) continue;
    left = rest.substr(0, at);
    return true;
  }
  return false;
}

struct Sign {
  std::string_view text;
  Separator separator;
};
constexpr std::array<Sign, 20> kSigns{{
    {"===", Separator::Compare}, {"!==", Separator::Compare}, {"==", Separator::Compare},
    {"!=", Separator::Compare},  {"=~", Separator::Compare},  {"=>", Separator::Arrow},
    {"->", Separator::Arrow},    {":=", Separator::Walrus},   {"||=", Separator::Equals},
    {"?=", Separator::Equals},   {"+=", Separator::Equals},   {"=", Separator::Equals},
    {"::", Separator::Colon},    {":", Separator::Colon},     {"||", Separator::Default},
    {"??", Separator::Default},  {":-", Separator::Default},  {",", Separator::Comma},
    {">", Separator::Tag},       {"?:", Separator::Default},
}};

Separator take_sign(std::string_view& left) {
  for (const Sign& sign : kSigns) {
    if (!left.ends_with(sign.text)) continue;
    left.remove_suffix(sign.text.size());
    return sign.separator;
  }
  return Separator::None;
}

// ["name"]  "name"  name; true when it was quoted.
bool skip_name_end(std::string_view& left) {
  trim_blanks(left);
  while (!left.empty() && is_one_of(left.back(), "])}")) left.remove_suffix(1);
  return take_quotes(left) != '\0';
}

// The call that the comma's list belongs to: back to the bracket that is not closed.
std::string_view call_before(std::string_view left) {
  int depth = 0;
  for (std::size_t at = left.size(); at > 0; --at) {
    char c = left[at - 1];
    if (c == ')') ++depth;
    if (c != '(') continue;
    if (depth-- > 0) continue;
    std::string_view before = left.substr(0, at - 1);
    return take_name(before);
  }
  return {};
}

// <name>token</name>: without the end of it.
std::string_view without_closing_tag(std::string_view left) {
  const std::size_t last = left.find_last_not_of(" \t\r\n<");
  if (last == std::string_view::npos || left[last] != '>') return left;
  const std::size_t open = left.rfind("</", last);
  return open == std::string_view::npos || last - open > 24 ? left : left.substr(0, open);
}

// The name before "value": the last words of the entry or line before.
std::string_view entry_before(std::string_view left) {
  left = without_closing_tag(left);
  while (!left.empty() && !is_name_character(left.back())) left.remove_suffix(1);
  return take_name(left);
}

class Reader {
 public:
  explicit Reader(const Subject& subject) : subject_(subject) {}

  OwnKey read() {
    std::string_view left = subject_.line_left;
    key_.quote = take_quotes(left);
    skip_concatenation(left);
    read_scheme(left);
    read_prose(left);
    read_calls(left);
    read_separator(left);
    if (key_.name.empty() && is_blank_line(left)) read_line_before();
    finish();
    return key_;
  }

 private:
  static bool is_blank_line(std::string_view left) {
    return left.find_first_not_of(" \t\"'`-") == std::string_view::npos;
  }

  // "https://…?api_key=" + "4f9a…", "Bearer " . '…': the string before goes on.
  void skip_concatenation(std::string_view& left) {
    std::string_view rest = left;
    trim_blanks(rest);
    if (key_.quote == '\0' || rest.empty() || !is_one_of(rest.back(), "+.&")) return;
    rest.remove_suffix(1);
    const bool is_apart = trim_blanks(rest);
    if (!is_apart || rest.empty() || !is_one_of(rest.back(), kQuotes)) return;
    rest.remove_suffix(1);
    if (!rest.empty() && is_one_of(rest.back(), "=: ")) left = rest;
  }

  void read_scheme(std::string_view& left) {
    key_.scheme = take_scheme(left);
    if (!key_.scheme) return;
    std::string_view rest = left;
    trim_blanks(rest);
    if (char quote = take_quotes(rest); quote != '\0') {
      key_.quote = quote;
      left = rest;
    }
  }

  // "password is hunter2": within one string, the word before is all the key there is.
  void read_prose(std::string_view& left) {
    std::string_view rest = left;
    if (key_.quote != '\0' || key_.scheme || !trim_blanks(rest)) return;
    key_.in_prose = !rest.empty() && is_name_part(rest.back());
  }

  void read_calls(std::string_view& left) {
    for (int i = 0; i < 4; ++i) {
      std::string_view rest = left;
      trim_blanks(rest);
      if (rest.empty() || !is_one_of(rest.back(), "([{")) return;
      bool call = rest.back() == '(';
      bool braces = rest.back() == '{';
      is_block_ = braces;
      rest.remove_suffix(1);
      std::string_view name = take_name(rest);
      if (call && key_.callee.empty()) key_.callee = name;
      if (braces) skip_array_type(rest);
      opened_ = call ? Separator::Call : Separator::Bracket;
      left = rest;
    }
  }

  // The rest of []byte{, new byte[]{, [32]uint8{ before its name.
  static void skip_array_type(std::string_view& left) {
    std::string_view rest = left;
    trim_blanks(rest);
    if (!rest.ends_with(']')) return;
    std::size_t open = rest.rfind('[');
    if (open == std::string_view::npos || rest.size() - open > 6) return;
    rest = rest.substr(0, open);
    std::string_view before = rest;
    take_name(rest);
    std::string_view word = rest;
    trim_blanks(word);
    if (rest.size() == before.size()) {
      left = before;
      return;
    }
    if (take_name(word) == "new") left = word;
  }

  void read_separator(std::string_view& left) {
    key_.spaced = trim_blanks(left);
    std::string_view before_sign = left;
    key_.separator = take_sign(left);
    if (key_.separator == Separator::None) {
      read_without_sign(before_sign);
      return;
    }
    if (key_.separator == Separator::Comma) key_.callee = call_before(left);
    if (key_.separator == Separator::Tag) {
      read_tag(left);
      return;
    }
    bool quoted = skip_name_end(left);
    key_.name = take_name(left);
    if (!quoted) read_before_index(left);
    if (!quoted) note_option();
    if (!quoted) read_type(left);
  }

  // key[32] = …
  void read_before_index(std::string_view& left) {
    bool number = std::all_of(key_.name.begin(), key_.name.end(), is_digit);
    if (!left.ends_with('[') || !number) return;
    left.remove_suffix(1);
    key_.name = take_name(left);
  }

  void read_without_sign(std::string_view left) {
    if (opened_ != Separator::None) {
      key_.separator = opened_;
      key_.name = key_.callee.empty() && is_block_ ? block_name(left) : key_.callee;
      return;
    }
    if (!key_.spaced && !key_.in_prose) return;
    bool quoted = take_quotes(left) != '\0';
    key_.name = take_name(left);
    if (!quoted && key_.name == "to") quoted = read_before_to(left);
    if (!key_.name.empty()) key_.separator = Separator::Blank;
    if (!quoted) note_option();
  }

  // password { "…" } and let(:password) { "…" } of Ruby.
  static std::string_view block_name(std::string_view left) {
    if (left.ends_with(')')) left.remove_suffix(1);
    take_quotes(left);
    return take_name(left);
  }

  // "name" to "value", of Kotlin.
  bool read_before_to(std::string_view left) {
    trim_blanks(left);
    if (take_quotes(left) == '\0') return false;
    const std::string_view name = take_name(left);
    if (!name.empty()) key_.name = name;
    return !name.empty();
  }

  // <name attribute="…">value: the tag's name; not that of </name>.
  void read_tag(std::string_view left) {
    std::size_t open = left.rfind('<');
    if (open == std::string_view::npos) return;
    std::string_view inside = left.substr(open + 1);
    std::size_t size = 0;
    while (size < inside.size() && (is_name_part(inside[size]) || inside[size] == ':')) ++size;
    key_.name = inside.substr(0, size);
  }

  void note_option() {
    const char* name = key_.name.data();
    key_.option = !key_.name.empty() && name > subject_.left.data() && name[-1] == '-';
  }

  // $env:DB_PASSWORD = …, $script:token = … of PowerShell: where a variable lives is no name.
  static bool is_scope(std::string_view name, std::string_view before) {
    constexpr std::array<std::string_view, 6> kScopes{"env",   "script",  "global",
                                                      "local", "private", "using"};
    if (name.starts_with('$'))
      name.remove_prefix(1);
    else if (!before.ends_with('$') && !before.ends_with("${"))
      return false;
    return std::any_of(kScopes.begin(), kScopes.end(),
                       [&](std::string_view scope) { return equal_in_any_case(name, scope); });
  }

  void read_type(std::string_view& left) {
    if (key_.separator != Separator::Equals) return;
    std::string_view rest = left;
    trim_blanks(rest);
    if (!rest.ends_with(':')) return;
    rest.remove_suffix(1);
    trim_blanks(rest);
    std::string_view typed = take_name(rest);
    if (typed.empty() || is_scope(typed, rest)) return;
    key_.name = typed;
    key_.typed = true;
    left = rest;
  }

  void read_line_before() {
    std::string_view left =
        subject_.left.substr(0, subject_.left.size() - subject_.line_left.size());
    while (!left.empty() && (is_blank(left.back()) || is_one_of(left.back(), "\r\n|>-\\")))
      left.remove_suffix(1);
    std::size_t line = left.find_last_of("\r\n");
    if (line != std::string_view::npos) left = left.substr(line + 1);
    if (left.ends_with(") do")) {
      left.remove_suffix(3);
      opened_ = Separator::Bracket;
      is_block_ = true;
    }
    read_calls(left);
    read_separator(left);
    key_.other_line = !key_.name.empty();
  }

  void finish() {
    std::string_view left = subject_.line_left;
    bool at_sign = subject_.right.starts_with('@');
    std::size_t scheme = left.rfind("://");
    if (at_sign && key_.quote == '\0' && scheme != std::string_view::npos &&
        left.find_first_of("/ \t@", scheme + 3) == std::string_view::npos) {
      key_.separator = Separator::Url;
    }
    if (!key_.name.empty() && subject_.left.data() <= key_.name.data())
      key_.gap =
          static_cast<std::size_t>(subject_.value.data() - (key_.name.data() + key_.name.size()));
    key_.words = name_words(key_.name);
    key_.name_is_credential = key_.words.names_credential();
    // signatureValue says itself what it is.
    if (has(key_.words.head, WordGroup::Value) && !has(key_.words.groups, WordGroup::Signature))
      read_entry();
    if (!key_.entry.empty()) key_.words = name_words(key_.entry);
  }

  void read_entry() {
    std::size_t begin = static_cast<std::size_t>(key_.name.data() - subject_.left.data());
    if (begin > subject_.left.size()) return;
    key_.entry = entry_before(subject_.left.substr(0, begin));
  }

  const Subject& subject_;
  OwnKey key_;
  Separator opened_ = Separator::None;
  bool is_block_ = false;  // the outermost that is open is a brace, or do
};

}  // namespace

OwnKey own_key_of(const Subject& subject) {
  return Reader(subject).read();
}

OwnKey at_place(OwnKey key) {
  key.name = "password";
  key.callee = key.entry = {};
  key.words = name_words(key.name);
  key.name_is_credential = true;
  return key;
}

std::string_view telling_name(const OwnKey& key) {
  return key.entry.empty() ? key.name : key.entry;
}

}  // namespace leakwarden::scanner::judging
