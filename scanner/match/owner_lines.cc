#include "scanner/match/owner_lines.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/owner_blocks.h"
#include "scanner/match/owner_hosts.h"

namespace leakwarden::scanner {
namespace {

// The line that text[at] is on, as far as it is seen.
Span line_of(std::string_view text, const Span& seen, std::uint64_t at) {
  const std::size_t before = text.substr(seen.begin, at - seen.begin).rfind('\n');
  const std::size_t behind = text.substr(at, seen.end - at).find('\n');
  return {before == std::string_view::npos ? seen.begin : seen.begin + before + 1,
          behind == std::string_view::npos ? seen.end : at + behind};
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
  if (word.begin >= value.end) {
    if (word_line.begin > value_line.end && says_kind_in_block(text, word_line, word, value_line))
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
  if (says_kind_in_block(text, word_line, word, value_line)) return OwnerLine::Block;
  if (names_object(text, seen, word_line, value)) return OwnerLine::Block;
  if (comments_from_above(text, seen, word_line, value_line)) return OwnerLine::Comment;
  return is_import(line) && !is_keeper_of_sources(name) ? OwnerLine::Import : OwnerLine::None;
}

}  // namespace leakwarden::scanner
