#include "scanner/match/cheap_tests.h"

#include <algorithm>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kJoins = "_.>:-";  // a.b, a->b, a::b
constexpr std::string_view kQuotes = "\"'`";
constexpr std::string_view kEnds = ",;)";

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

bool has_digit(std::string_view text, const Span& value) {
  const std::string_view bytes = text.substr(value.begin, value.size());
  return std::any_of(bytes.begin(), bytes.end(), is_digit);
}

}  // namespace leakwarden::scanner
