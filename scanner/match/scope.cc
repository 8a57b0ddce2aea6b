// Reading leftwards from a value, in three steps:
//
//   api_key : String =  "Bearer |value
//                        ^^^^^^^       1. what may stand between an operator and its value
//                    ^                 2. the operator
//   ^^^^^^^                            3. the name, past a type that has one
//
// No grammar of any language is tried; whatever does not read so has no name.

#include "scanner/match/scope.h"

#include <algorithm>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLookBack = 256;
constexpr std::size_t kLongestName = 100;
constexpr std::string_view kQuotes = "\"'`";

bool is_quote(char c) {
  return kQuotes.find(c) != std::string_view::npos;
}
bool is_name_part(char c) {
  return is_name_character(c) || c == '-' || c == '.';
}

void trim_right(std::string_view& left) {
  while (!left.empty() && is_blank(left.back())) left.remove_suffix(1);
}

bool take_tail(std::string_view& left, std::string_view tail) {
  if (left.size() < tail.size()) return false;
  if (!equal_in_any_case(left.substr(left.size() - tail.size()), tail)) return false;
  left.remove_suffix(tail.size());
  return true;
}

// Quotes, their escapes, and string prefixes such as Python's r"" or C++'s u8"".
void skip_opening_quote(std::string_view& left) {
  bool quoted = false;
  while (!left.empty() && (is_quote(left.back()) || left.back() == '\\')) {
    left.remove_suffix(1);
    quoted = true;
  }
  if (!quoted) return;
  std::string_view prefix = left;
  while (!prefix.empty() && is_name_character(prefix.back())) prefix.remove_suffix(1);
  if (left.size() - prefix.size() <= 2) left = prefix;
}

void skip_to_operator(std::string_view& left) {
  trim_right(left);
  for (std::string_view scheme : {"bearer", "basic", "token", "bot"}) {
    std::string_view rest = left;
    if (take_tail(rest, scheme) && !rest.empty() && !is_name_part(rest.back())) left = rest;
  }
  trim_right(left);
  skip_opening_quote(left);
  while (!left.empty() && (left.back() == '(' || left.back() == '[')) left.remove_suffix(1);
  trim_right(left);
}

enum class Operator { None, Assign, Comma, Tag };

Operator take_operator(std::string_view& left) {
  if (take_tail(left, "=>") || take_tail(left, "->")) return Operator::Assign;
  if (left.empty()) return Operator::None;
  char last = left.back();
  if (last == '=' || last == ':') {
    while (!left.empty() && std::string_view("=:?+|").find(left.back()) != std::string_view::npos) {
      left.remove_suffix(1);
    }
    return Operator::Assign;
  }
  if (last != ',' && last != '>') return Operator::None;
  left.remove_suffix(1);
  return last == ',' ? Operator::Comma : Operator::Tag;
}

std::string_view take_name(std::string_view& left) {
  std::size_t end = left.size();
  std::size_t begin = end;
  while (begin > 0 && is_name_part(left[begin - 1])) --begin;
  std::string_view name = left.substr(begin, end - begin);
  left = left.substr(0, begin);
  while (!name.empty() && (name.front() == '-' || name.front() == '.')) name.remove_prefix(1);
  return name;
}

// ["name"], "name", name — and, past a type, name: Type.
std::string_view name_before_operator(std::string_view left) {
  trim_right(left);
  while (!left.empty() && std::string_view("])[").find(left.back()) != std::string_view::npos) {
    left.remove_suffix(1);
  }
  bool quoted = false;
  while (!left.empty() && (is_quote(left.back()) || left.back() == '\\')) {
    left.remove_suffix(1);
    quoted = true;
  }
  std::string_view name = take_name(left);
  trim_right(left);
  if (quoted || left.empty() || left.back() != ':') return name;
  std::string_view before_type = left.substr(0, left.size() - 1);
  trim_right(before_type);
  std::string_view typed = take_name(before_type);
  return typed.empty() ? name : typed;
}

// The first word of <name attribute="…">; not of </name>.
std::string_view tag_name(std::string_view left) {
  std::size_t open = left.rfind('<');
  if (open == std::string_view::npos) return {};
  std::string_view inside = left.substr(open + 1);
  std::size_t size = 0;
  while (size < inside.size() && (is_name_part(inside[size]) || inside[size] == ':')) ++size;
  return inside.substr(0, size);
}

// setenv("NAME", "…": only a quoted first argument is a name.
std::string_view argument_name(std::string_view left) {
  trim_right(left);
  if (left.empty() || !is_quote(left.back())) return {};
  char quote = left.back();
  left.remove_suffix(1);
  std::string_view name = take_name(left);
  return !left.empty() && left.back() == quote ? name : std::string_view();
}

std::string_view defined_name(std::string_view line) {
  constexpr std::string_view kDefine = "#define";
  std::size_t at = line.find(kDefine);
  if (at == std::string_view::npos) return {};
  std::string_view name = line.substr(at + kDefine.size());
  trim_right(name);
  while (!name.empty() && is_blank(name.front())) name.remove_prefix(1);
  bool one_word = std::all_of(name.begin(), name.end(), is_name_character);
  return one_word ? name : std::string_view();
}

std::string_view read_name(std::string_view left) {
  skip_to_operator(left);
  switch (take_operator(left)) {
    case Operator::Assign:
      return name_before_operator(left);
    case Operator::Tag:
      return tag_name(left);
    case Operator::Comma:
      return argument_name(left);
    case Operator::None:
      return defined_name(left);
  }
  return {};
}

std::string_view companion(std::string_view text, const LocalVerdict& verdict,
                           std::string_view name) {
  for (const Companion& one : verdict.companions) {
    if (one.name == name) return text.substr(one.span.begin, one.span.size());
  }
  return {};
}

}  // namespace

std::string name_assigned_to(std::string_view text, std::uint64_t offset) {
  std::string_view left = text.substr(0, offset);
  if (left.size() > kLookBack) left.remove_prefix(left.size() - kLookBack);
  std::size_t line_end = left.rfind('\n');
  if (line_end != std::string_view::npos) left.remove_prefix(line_end + 1);
  std::string_view name = read_name(left);
  return name.size() > kLongestName ? std::string() : std::string(name);
}

std::string scope_of(std::string_view text, const LocalVerdict& verdict) {
  std::string_view host = companion(text, verdict, "host");
  if (!host.empty()) {
    return std::string(companion(text, verdict, "user")) + "@" + std::string(host);
  }
  return name_assigned_to(text, verdict.secret.begin);
}

}  // namespace leakwarden::scanner
