// References: text that stands where a value will be put, or says where it is read from.
//
//   ${DB_PASSWORD}  $(cat key)  {{ vault.key }}  <%= key %>  #{key}  $VAR  %VAR%  @VAR@  __VAR__
//   <your-key>  [token]  {0}  %s  %(name)s  ***  ...  process.env.KEY  os.environ["KEY"]
//
// Markers with a closing half count anywhere in the value ("Bearer ${TOKEN}"); single-character
// ones only when they are the whole value, because passwords hold such characters.

#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/placeholder.h"

namespace leakwarden::scanner {
namespace {

struct Pair {
  std::string_view open;
  std::string_view close;
};

constexpr std::array<Pair, 8> kAnywhere{{
    {"${", "}"},
    {"$(", ")"},
    {"{{", "}}"},
    {"<%", "%>"},
    {"#{", "}"},
    {"%(", ")s"},
    {"${{", "}}"},
    {"@{", "}"},
}};
constexpr std::array<Pair, 7> kWhole{{
    {"<", ">"},
    {"[", "]"},
    {"{", "}"},
    {"%", "%"},
    {"@", "@"},
    {"__", "__"},
    {"&lt;", "&gt;"},
}};
constexpr std::array<std::string_view, 22> kSources{
    "process.env", "os.environ",   "os.getenv",     "getenv(",         "env[",  "env(",
    "env.",        "system.env",   "system.getenv", "import.meta.env", "$env:", "secrets.",
    "vault:",      "op://",        "file:/",        "arn:aws:",        "!ref",  "!sub",
    "std::env",    "environment.", "ssm:",          "keyring:",
};
constexpr std::string_view kRedactionCharacters = "*.#-_";

bool is_name(std::string_view text) {
  if (text.empty() || is_digit(text[0])) return false;
  for (char c : text) {
    if (!is_name_character(c)) return false;
  }
  return true;
}

bool holds_pair(std::string_view value, Pair pair) {
  std::size_t open = value.find(pair.open);
  return open != std::string_view::npos &&
         value.find(pair.close, open + pair.open.size()) != std::string_view::npos;
}

bool is_inside_pair(std::string_view value, Pair pair) {
  return value.size() > pair.open.size() + pair.close.size() &&
         value.substr(0, pair.open.size()) == pair.open &&
         value.substr(value.size() - pair.close.size()) == pair.close;
}

// Between <…>, […] and {…} stands a name or words; a password may begin and end with such a
// character, but then hardly consists of words only.
bool is_label(std::string_view inside) {
  for (char c : inside) {
    if (!is_name_character(c) && std::string_view(" -.:|").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool is_bracketed_label(std::string_view value) {
  for (Pair pair : kWhole) {
    if (!is_inside_pair(value, pair)) continue;
    std::size_t size = value.size() - pair.open.size() - pair.close.size();
    if (is_label(value.substr(pair.open.size(), size))) return true;
  }
  return false;
}

// %s, %d, %v, %1$s, {} and their like, whole.
bool is_format_directive(std::string_view value) {
  if (value == "{}") return true;
  if (value.size() < 2 || value.size() > 5 || value[0] != '%' || !is_letter(value.back())) {
    return false;
  }
  return value.substr(1, value.size() - 2).find_first_not_of("0123456789$") ==
         std::string_view::npos;
}

bool is_redacted(std::string_view value) {
  return value.size() >= 3 &&
         value.find_first_not_of(kRedactionCharacters) == std::string_view::npos;
}

bool starts_with_source(std::string_view value) {
  for (std::string_view source : kSources) {
    if (equal_in_any_case(value.substr(0, source.size()), source)) return true;
  }
  return false;
}

bool is_variable(std::string_view value) {
  return value.size() > 1 && value[0] == '$' && is_name(value.substr(1));
}

}  // namespace

bool is_reference(std::string_view value) {
  for (Pair pair : kAnywhere) {
    if (holds_pair(value, pair)) return true;
  }
  return is_variable(value) || is_bracketed_label(value) || is_format_directive(value) ||
         is_redacted(value) || starts_with_source(value);
}

}  // namespace leakwarden::scanner
