#include "scanner/match/owner_blocks.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kOpening = "{[(";
constexpr std::string_view kClosing = "}])";

// [acme]   [[acme]]   ["acme.io"] # of ours; no list of several
bool is_section(std::string_view line) {
  const std::size_t end = line.rfind(']');
  if (line.empty() || line.front() != '[' || end == line.npos) return false;
  const std::string_view name = line.substr(1, end - 1);
  const std::string_view behind = trimmed(line.substr(end + 1));
  return name.find(',') == name.npos && std::any_of(name.begin(), name.end(), is_letter) &&
         (behind.empty() || is_comment(behind));
}

// How far a line is indented; the dash of a list counts as the blanks below it.
std::size_t indentation(std::string_view line) {
  std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) first = line.size();
  return line.substr(first).starts_with("- ") ? first + 1 : first;
}

bool heads_settings(std::string_view line) {
  const bool is_element = line.starts_with("<") && line.back() == '>' && line[1] != '/';
  if (line.starts_with("- uses:")) return true;  // an action, its inputs below
  const bool opens = !line.empty() && is_of(line.back(), "{[(:|=,");
  if ((!opens && !is_element) || is_comment(line) || line.find(')') != line.npos) return false;
  return !holds_in_any_case(line, "test") && !holds_in_any_case(line, "function") &&
         !begins_otherwise(line);
}

// Are all lines from the upper to the lower one indented as far as both, or farther?
bool is_same_block(std::string_view text, const Span& upper, const Span& lower) {
  const std::size_t least = indentation(text.substr(upper.begin, upper.size()));
  for (std::uint64_t begin = upper.end + 1; begin < lower.end;) {
    const std::uint64_t end = std::min<std::uint64_t>(text.find('\n', begin), lower.end);
    const std::string_view line = text.substr(begin, end - begin);
    if (trimmed(line).empty() || indentation(line) < least) return false;
    begin = end + 1;
  }
  return indentation(text.substr(lower.begin, lower.size())) == least;
}

// The pair of a line's object or arguments that the word is in.
Span pair_of(std::string_view text, const Span& line, const Span& word) {
  const std::size_t before =
      text.substr(line.begin, word.begin - line.begin).find_last_of("{[(,;&");
  const std::size_t behind = text.substr(word.end, line.end - word.end).find_first_of("}]),;&");
  return {before == std::string_view::npos ? line.begin : line.begin + before + 1,
          behind == std::string_view::npos ? line.end : word.end + behind};
}

// type: acme, "provider": "acme": a line or a pair that says so.
bool says_kind(std::string_view text, const Span& word_line, const Span& word) {
  constexpr std::array<std::string_view, 7> kNames{"type",   "provider", "platform",   "service",
                                                   "vendor", "driver",   "integration"};
  constexpr std::string_view kSigns = " \t\"'-:=,";
  std::string_view name = text.substr(word_line.begin, word.begin - word_line.begin);
  std::string_view behind = text.substr(word.end, word_line.end - word.end);
  if (name.find_first_of(":=") == name.npos || behind.find_first_not_of("\"', \r") != behind.npos)
    return false;
  name.remove_prefix(std::min(name.find_first_not_of(kSigns), name.size()));
  name = name.substr(0, name.find_last_not_of(kSigns) + 1);
  return is_any_of(name, kNames);
}

}  // namespace

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlanks) + 1 - first);
}

bool is_comment(std::string_view line) {
  constexpr std::array<std::string_view, 7> kMarks{"#", "//", "/*", "* ", "-- ", "<!--", ";"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return line.starts_with(mark); });
}

bool begins_otherwise(std::string_view line) {
  constexpr std::array<std::string_view, 24> kOthers{
      "if",    "else",  "elif",   "for",   "foreach", "while",  "try",  "except",
      "catch", "with",  "unless", "def",   "fn",      "func",   "do",   "switch",
      "case",  "match", "class",  "async", "type",    "struct", "when", "resource"};
  const std::string_view first = line.substr(0, line.find_first_of(" \t({:"));
  return std::find(kOthers.begin(), kOthers.end(), first) != kOthers.end();
}

bool heads_by_indentation(std::string_view text, const Span& word_line, const Span& value_line) {
  std::size_t least = indentation(text.substr(value_line.begin, value_line.size()));
  std::uint64_t end = value_line.begin;
  while (least > 0 && end > word_line.begin) {
    const std::string_view above = text.substr(word_line.begin, end - 1 - word_line.begin);
    const std::size_t line_end = above.rfind('\n');
    const std::uint64_t begin = word_line.begin + (line_end == above.npos ? 0 : line_end + 1);
    const std::string_view line = text.substr(begin, end - 1 - begin);
    end = begin;
    if (trimmed(line).empty()) continue;
    const std::size_t here = indentation(line);
    if (here >= least) continue;
    least = here;
    if (begin == word_line.begin) return heads_settings(trimmed(line));
  }
  return false;
}

bool heads_by_bracket(std::string_view between) {
  const std::size_t first = between.find_first_of(kOpening);
  if (first == std::string_view::npos) return false;
  const std::string_view rest_of_name = between.substr(0, first);
  const bool is_head = std::all_of(rest_of_name.begin(), rest_of_name.end(), [](char c) {
    return is_alphanumeric(c) || is_of(c, "_-.\"' \t:=>");
  });
  if (!is_head) return false;
  int depth = 0;
  for (const char c : between.substr(first)) {
    depth += is_of(c, kOpening) ? 1 : is_of(c, kClosing) ? -1 : 0;
    if (depth == 0) return false;
  }
  return true;
}

bool heads_section(std::string_view text, const Span& word_line, const Span& value_line) {
  if (!is_section(trimmed(text.substr(word_line.begin, word_line.size())))) return false;
  std::string_view between = text.substr(word_line.end, value_line.begin - word_line.end);
  while (!between.empty()) {
    const std::size_t end = std::min(between.find('\n'), between.size() - 1);
    if (is_section(trimmed(between.substr(0, end)))) return false;
    between.remove_prefix(end + 1);
  }
  return true;
}

bool names_object(std::string_view text, const Span& seen, const Span& word_line,
                  const Span& value) {
  if (!trimmed(text.substr(word_line.begin, word_line.size())).starts_with("name:")) return false;
  const std::string_view above = text.substr(seen.begin, word_line.begin - seen.begin);
  const std::string_view below = text.substr(word_line.end, value.begin - word_line.end);
  return above.ends_with("\nmetadata:\n") && below.find("\n---") == below.npos &&
         (below.find("\nstringData:\n") != below.npos || below.find("\ndata:\n") != below.npos);
}

bool says_kind_in_block(std::string_view text, const Span& word_line, const Span& word,
                        const Span& value_line) {
  if (!says_kind(text, word_line, word)) return false;
  const bool is_above = word_line.begin < value_line.begin;
  return is_same_block(text, is_above ? word_line : value_line, is_above ? value_line : word_line);
}

bool says_kind_beside(std::string_view text, const Span& line, const Span& word,
                      const Span& value) {
  const std::string_view between = word.end <= value.begin
                                       ? text.substr(word.end, value.begin - word.end)
                                       : text.substr(value.end, word.begin - value.end);
  return between.find_first_of("{}\n") == between.npos &&
         says_kind(text, pair_of(text, line, word), word);
}

}  // namespace leakwarden::scanner
