#include "scanner/match/owner_lines.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kOpening = "{[(";
constexpr std::string_view kClosing = "}])";

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlanks) + 1 - first);
}

// The line that text[at] is on, as far as it is seen.
Span line_of(std::string_view text, const Span& seen, std::uint64_t at) {
  const std::size_t before = text.substr(seen.begin, at - seen.begin).rfind('\n');
  const std::size_t behind = text.substr(at, seen.end - at).find('\n');
  return {before == std::string_view::npos ? seen.begin : seen.begin + before + 1,
          behind == std::string_view::npos ? seen.end : at + behind};
}

bool is_comment(std::string_view line) {
  constexpr std::array<std::string_view, 7> kMarks{"#", "//", "/*", "* ", "-- ", "<!--", ";"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return line.starts_with(mark); });
}

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

// Settings and calls head blocks that belong to somebody; functions, branches and tests do not.
bool begins_otherwise(std::string_view line) {
  constexpr std::array<std::string_view, 24> kOthers{
      "if",    "else",  "elif",   "for",   "foreach", "while",  "try",  "except",
      "catch", "with",  "unless", "def",   "fn",      "func",   "do",   "switch",
      "case",  "match", "class",  "async", "type",    "struct", "when", "resource"};
  const std::string_view first = line.substr(0, line.find_first_of(" \t({:"));
  return std::find(kOthers.begin(), kOthers.end(), first) != kOthers.end();
}

bool heads_settings(std::string_view line) {
  const bool is_element = line.starts_with("<") && line.back() == '>' && line[1] != '/';
  if (line.starts_with("- uses:")) return true;  // an action, its inputs below
  const bool opens = !line.empty() && is_of(line.back(), "{[(:|=,");
  if ((!opens && !is_element) || is_comment(line) || line.find(')') != line.npos) return false;
  return !holds_in_any_case(line, "test") && !holds_in_any_case(line, "function") &&
         !begins_otherwise(line);
}

// Is the word on a line that heads a block around the value's line, by indentation? Each line
// between that is indented less than all below it heads one.
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

// acme: {key: "…   new Acme({key: "…    the first bracket behind the word is open still, and only
// the rest of a name stands before it.
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

// A comment of a few words; in longer ones much is said that is not about the value.
constexpr std::size_t kLongestComment = 48;

bool is_heading(std::string_view line) {
  constexpr std::array<std::string_view, 6> kOfOthers{"not ", "todo",  "replace",
                                                      "see ", "like ", "instead"};
  return is_comment(line) && line.size() <= kLongestComment &&
         std::none_of(kOfOthers.begin(), kOfOthers.end(),
                      [&](std::string_view word) { return holds_in_any_case(line, word); });
}

// The nearest comment above, a line or two, with statements between but no blank line.
bool comments_from_above(std::string_view text, const Span& seen, const Span& word_line,
                         const Span& value_line) {
  if (!is_heading(trimmed(text.substr(word_line.begin, word_line.size())))) return false;
  if (word_line.begin > seen.begin) {
    const Span above = line_of(text, seen, word_line.begin - 1);
    if (is_comment(trimmed(text.substr(above.begin, above.size())))) return false;
  }
  std::uint64_t begin = word_line.end + 1;
  std::size_t comments = 1;
  bool is_behind_comments = false;
  while (begin < value_line.begin) {
    const std::uint64_t end = text.find('\n', begin);
    const std::string_view line = trimmed(text.substr(begin, end - begin));
    if (line.empty() || (is_comment(line) && (is_behind_comments || ++comments > 2))) return false;
    is_behind_comments = is_behind_comments || !is_comment(line);
    begin = end + 1;
  }
  return true;
}

bool comments_from_behind(std::string_view between) {
  if (between.find('\n') != std::string_view::npos) return false;
  const std::size_t mark = between.find_first_not_of("\"'`,) \t");
  return mark != std::string_view::npos && is_heading(between.substr(mark));
}

// Of code, not of prose: from there on it is used.
bool is_import(std::string_view line) {
  constexpr std::array<std::string_view, 7> kStarts{
      "import ", "library(", "#include ", "@import ", "require(", "require '", "require \""};
  const auto starts = [&](std::string_view start) { return line.starts_with(start); };
  if (std::any_of(kStarts.begin(), kStarts.end(), starts)) return true;
  if (starts("from ")) return line.find(" import ") != line.npos;
  if (starts("use ") || starts("using ")) return line.back() == ';';
  return line.find("= require(") != line.npos;
}

// Part of a name with dots in it, at a word: what stands before the name and behind it.
struct DottedName {
  std::string_view before;
  std::string_view name;
  std::string_view behind;
};

DottedName dotted_name_at(std::string_view text, const Span& line, const Span& word) {
  const auto is_part = [](char c) { return is_alphanumeric(c) || is_of(c, "-."); };
  std::uint64_t begin = word.begin;
  while (begin > line.begin && is_part(text[begin - 1])) --begin;
  std::uint64_t end = word.end;
  while (end < line.end && is_part(text[end])) ++end;
  return {text.substr(line.begin, begin - line.begin), text.substr(begin, end - begin),
          text.substr(end, line.end - end)};
}

// https://api.acme.com/…   Host: api.acme.com
bool is_host(const DottedName& one) {
  return one.name.find('.') != std::string_view::npos &&
         (one.before.ends_with("://") || equal_in_any_case(trimmed(one.before), "host:"));
}

// One that takes keys: links to pages and sources are everywhere.
bool is_host_of_interface(const DottedName& one) {
  constexpr std::array<std::string_view, 12> kLabels{"api",   "apis", "rest",   "hooks",
                                                     "auth",  "smtp", "ingest", "events",
                                                     "graph", "mqtt", "oauth2", "gateway"};
  constexpr std::array<std::string_view, 6> kPaths{"/api", "/v1", "/v2", "/v3", "/rest", "/oauth"};
  if (equal_in_any_case(trimmed(one.before), "host:")) return true;
  for (std::string_view rest = one.name; !rest.empty();) {
    const std::string_view label = rest.substr(0, rest.find_first_of(".-"));
    if (std::find(kLabels.begin(), kLabels.end(), label) != kLabels.end()) return true;
    rest.remove_prefix(std::min(label.size() + 1, rest.size()));
  }
  return std::any_of(kPaths.begin(), kPaths.end(),
                     [&](std::string_view path) { return one.behind.starts_with(path); });
}

// com.github.someone, github.com/someone: whoever keeps sources there.
bool is_keeper_of_sources(const DottedName& one) {
  constexpr std::array<std::string_view, 5> kKeepers{"github.com", "com.github", "io.github",
                                                     "gitlab.com", "com.gitlab"};
  return std::any_of(kKeepers.begin(), kKeepers.end(), [&](std::string_view keeper) {
    return one.name.find(keeper) != std::string_view::npos;
  });
}

// metadata:⏎  name: acme-token⏎stringData:⏎  token: …
bool names_object(std::string_view text, const Span& seen, const Span& word_line,
                  const Span& value) {
  if (!trimmed(text.substr(word_line.begin, word_line.size())).starts_with("name:")) return false;
  const std::string_view above = text.substr(seen.begin, word_line.begin - seen.begin);
  const std::string_view below = text.substr(word_line.end, value.begin - word_line.end);
  return above.ends_with("\nmetadata:\n") && below.find("\n---") == below.npos &&
         (below.find("\nstringData:\n") != below.npos || below.find("\ndata:\n") != below.npos);
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

// {"type": "acme", …, "token": "…"} on one line.
bool says_kind_beside(std::string_view text, const Span& line, const Span& word,
                      const Span& value) {
  const std::string_view between = word.end <= value.begin
                                       ? text.substr(word.end, value.begin - word.end)
                                       : text.substr(value.end, word.begin - value.end);
  return between.find_first_of("{}\n") == between.npos &&
         says_kind(text, pair_of(text, line, word), word);
}

}  // namespace

OwnerLine owner_line_of(std::string_view text, const Span& seen, const Span& word,
                        const Span& value) {
  const Span value_line = line_of(text, seen, value.begin);
  const Span word_line = line_of(text, seen, word.begin);
  const DottedName name = dotted_name_at(text, word_line, word);
  if (is_host(name)) return is_host_of_interface(name) ? OwnerLine::Host : OwnerLine::None;
  // What a cut line begins with is not seen.
  const bool is_cut = seen.begin > 0 && text[seen.begin - 1] != '\n';
  if (is_cut && word_line.begin == seen.begin) return OwnerLine::None;
  if (says_kind_beside(text, word_line, word, value)) return OwnerLine::Block;
  const bool is_kind = says_kind(text, word_line, word);
  if (word.begin >= value.end) {
    if (is_kind && word_line.begin > value_line.end && is_same_block(text, value_line, word_line))
      return OwnerLine::Block;
    const std::string_view between = text.substr(value.end, word.begin - value.end);
    return comments_from_behind(between) ? OwnerLine::Comment : OwnerLine::None;
  }
  const std::string_view line = trimmed(text.substr(word_line.begin, word_line.size()));
  if (!begins_otherwise(line) && heads_by_bracket(text.substr(word.end, value.begin - word.end)))
    return OwnerLine::Block;
  if (word_line.end >= value_line.begin) return OwnerLine::None;
  if (heads_section(text, word_line, value_line)) return OwnerLine::Block;
  if (heads_by_indentation(text, word_line, value_line)) return OwnerLine::Block;
  if (is_kind && is_same_block(text, word_line, value_line)) return OwnerLine::Block;
  if (names_object(text, seen, word_line, value)) return OwnerLine::Block;
  if (comments_from_above(text, seen, word_line, value_line)) return OwnerLine::Comment;
  return is_import(line) && !is_keeper_of_sources(name) ? OwnerLine::Import : OwnerLine::None;
}

}  // namespace leakwarden::scanner
