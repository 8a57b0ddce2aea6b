#include "scanner/match/judge/value_kinds.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/find_text.h"
#include "scanner/match/judge/word_search.h"
#include "scanner/match/placeholder.h"

namespace leakwarden::scanner::judging {
namespace {

bool only(std::string_view value, std::string_view set) {
  return !value.empty() && value.find_first_not_of(set) == std::string_view::npos;
}
std::int64_t count(std::string_view value, char wanted) {
  return std::count(value.begin(), value.end(), wanted);
}
bool any(std::string_view value, bool (*holds)(char)) {
  return std::any_of(value.begin(), value.end(), holds);
}
bool all(std::string_view value, bool (*holds)(char)) {
  return !value.empty() && std::all_of(value.begin(), value.end(), holds);
}

// Only letters, digits and one joining character, beginning with a letter, few digits.
void add_identifiers(std::string_view value, Features& features) {
  if (value.empty() || !(is_letter(value[0]) || value[0] == '_')) return;
  std::int64_t digits = std::count_if(value.begin(), value.end(), is_digit);
  bool few_digits = digits * 6 <= static_cast<std::int64_t>(value.size());
  bool names = all(value, is_name_character) && few_digits;
  bool joined = count(value, '_') > 0;
  features.set(Feature::identifier_snake, names && joined && !any(value, is_upper));
  features.set(Feature::identifier_constant, names && joined && !any(value, is_lower));
  features.set(Feature::identifier_camel,
               names && !joined && any(value, is_lower) && any(value, is_upper));
  bool dotted = std::all_of(value.begin(), value.end(),
                            [](char c) { return is_name_character(c) || c == '.' || c == '-'; });
  features.set(Feature::identifier_dotted,
               dotted && few_digits && (count(value, '.') > 0 || count(value, '-') > 0));
}

void add_places(std::string_view value, Features& features) {
  std::int64_t slashes = count(value, '/');
  bool path = value.starts_with('/') || value.starts_with("./") || value.starts_with("../") ||
              value.starts_with("~/") || (value.size() > 2 && value.substr(1, 2) == ":\\");
  features.set(Feature::path_like, path ? 2 : slashes >= 2 && !any(value, is_digit) ? 1 : 0);
  features.set(Feature::url_like, holds_text(value, "://"));
  std::size_t at = value.find('@');
  features.set(Feature::mail_like, at != std::string_view::npos && at > 0 &&
                                       value.find('.', at) != std::string_view::npos);
}

void add_numbers(std::string_view value, Features& features) {
  constexpr std::string_view kNumber = "0123456789.,-+_ ";
  features.set(Feature::number_like,
               only(value, kNumber) || (value.starts_with("0x") && value.size() <= 18));
  features.set(Feature::date_like, only(value, "0123456789-:/TZ. +") && value.size() >= 8 &&
                                       (count(value, '-') == 2 || count(value, ':') >= 2));
  features.set(Feature::version_like,
               !value.empty() && (is_digit(value[0]) || value[0] == 'v' || value[0] == '^') &&
                   count(value, '.') >= 2 && value.size() <= 20);
  features.set(Feature::address_like, only(value, "0123456789.:/") && count(value, '.') == 3);
  features.set(Feature::uuid_like, is_uuid(value));
}

void add_text_forms(std::string_view value, Features& features) {
  std::int64_t blanks = count(value, ' ');
  features.set(Feature::sentence, blanks >= 2 ? 2 : blanks);
  features.set(Feature::call_like, holds_text(value, "(") + holds_text(value, "()"));
  features.set(Feature::markup_like, value.starts_with('<') || holds_text(value, "</") ||
                                         holds_text(value, "&amp;") || holds_text(value, "\\u"));
  constexpr std::array<std::string_view, 8> kFormats{"%s", "%d", "{}", "{0}",
                                                     "${", "%(", "{{", "#{"};
  static constexpr WordSearch kFormatSearch(kFormats);
  features.set(Feature::format_like, kFormatSearch.find(value) != 0);
  constexpr std::array<std::string_view, 8> kRegex{"[^", "\\w",  "\\d", "\\s",
                                                   ".*", "[a-z", "(?:", "[0-9"};
  static constexpr WordSearch kRegexSearch(kRegex);
  features.set(Feature::regex_like, kRegexSearch.find(value) != 0);
}

// user:user@host, --user x --password x: the same text again beside it.
bool stands_again(const Subject& subject) {
  std::string_view value = subject.value;
  if (value.size() < 3 || value.size() > 64) return false;
  return holds_text(subject.line_left, value) || holds_text(subject.line_right, value);
}

}  // namespace

bool are_hex(std::string_view value) {
  return std::all_of(value.begin(), value.end(), is_hex);
}

bool are_base64(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, "+/="); });
}

bool is_uuid(std::string_view value) {
  if (value.size() != 36) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (value[i] == '-')) return false;
    if (!dash && !only(value.substr(i, 1), "0123456789abcdefABCDEF")) return false;
  }
  return true;
}

bool is_timed_uuid(std::string_view value) {
  if (!is_uuid(value) || !only(value.substr(19, 1), "89abAB")) return false;
  return only(value.substr(14, 1), "12356");
}

void add_value_kinds(const Subject& subject, Features& features) {
  std::string_view value = subject.value;
  features.set(Feature::reference, is_reference(value));
  features.set(Feature::filler, is_filler(value));
  features.set(Feature::says_placeholder, says_placeholder(value));
  add_identifiers(value, features);
  add_places(value, features);
  add_numbers(value, features);
  add_text_forms(value, features);
  features.set(Feature::equals_companion, stands_again(subject));
}

}  // namespace leakwarden::scanner::judging
