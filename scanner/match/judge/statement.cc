#include "scanner/match/judge/statement.h"

#include <array>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner::judging {
namespace {

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}
bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

// The value's closing quote, escapes before it skipped.
std::string_view after_quote(std::string_view right, char quote, bool& closed) {
  std::string_view rest = right;
  while (!rest.empty() && rest.front() == '\\') rest.remove_prefix(1);
  closed = quote != '\0' && !rest.empty() && rest.front() == quote;
  return closed ? rest.substr(1) : right;
}

void add_quotes(const OwnKey& key, bool closed, Features& features) {
  features.set(Feature::quoted, key.quote != '\0');
  features.set(Feature::quoted_double, key.quote == '"');
  features.set(Feature::quoted_back, key.quote == '`');
  features.set(Feature::quote_closed, closed);
}

void add_followers(std::string_view rest, Features& features) {
  std::string_view next = without_blanks(rest);
  bool blank = next.size() != rest.size();
  char first = next.empty() ? '\n' : next.front();
  bool line_ends = next.empty() || first == '\r' || first == '\n';
  bool comment = next.starts_with("//") || next.starts_with("/*") || (blank && first == '#');
  features.set(Feature::ends_line, line_ends);
  features.set(Feature::ends_statement, line_ends || comment || is_one_of(first, ";,)}]"));
  features.set(Feature::ends_string, rest.starts_with('"') || rest.starts_with('\'') ||
                                         rest.starts_with('`'));
  features.set(Feature::follow_call, first == '(');
  features.set(Feature::follow_index, first == '[');
  features.set(Feature::follow_dot, first == '.');
  features.set(Feature::follow_comma, first == ',');
  features.set(Feature::follow_tag, first == '<');
  features.set(Feature::follow_concat, is_one_of(first, "+&|%*?"));
  features.set(Feature::follow_word, !blank && (is_alphanumeric(first) || first == '_'));
  features.set(Feature::follow_blank_word, blank && is_alphanumeric(first));
}

constexpr std::array<std::string_view, 12> kComments{"#",  "//", "/*", "*",   "--",  "<!--",
                                                     ";;", "%",  ">",  "rem", "///", "!"};
constexpr std::array<std::string_view, 15> kKeywords{
    "return", "if",   "elif",  "while",    "case",   "def",  "func",  "function",
    "import", "from", "class", "describe", "assert", "when", "unless"};

bool starts_with_word(std::string_view line, std::string_view word) {
  return line.starts_with(word) &&
         (line.size() == word.size() || !is_name_character(line[word.size()]));
}

void add_line_start(const Subject& subject, Features& features) {
  std::string_view line = without_blanks(subject.line_left);
  for (std::string_view comment : kComments)
    if (line.starts_with(comment)) features.set(Feature::comment, 1);
  for (std::string_view keyword : kKeywords)
    if (starts_with_word(line, keyword)) features.set(Feature::keyword_before, 1);
  features.set(Feature::condition, line.find("==") != std::string_view::npos ||
                                       line.find("!=") != std::string_view::npos);
  features.set(Feature::line_start, line.empty());
  features.set(Feature::shell_prompt, line.starts_with("$ ") || line.starts_with("> "));
}

void add_around(const Subject& subject, Features& features) {
  std::string_view left = subject.line_left;
  std::size_t end = left.find_last_not_of(" \t\"'`\\");
  char before = end == std::string_view::npos ? '\0' : left[end];
  features.set(Feature::concat_before, before != '\0' && is_one_of(before, "+.&"));
  bool dollars = left.ends_with('$') || subject.right.starts_with('$');
  features.set(Feature::inside_dollars, dollars);
  bool open = subject.line_right.ends_with('\\') || subject.line_right.ends_with('+');
  features.set(Feature::continues_after_line, open);
}

}  // namespace

void add_statement(const Subject& subject, const OwnKey& key, Features& features) {
  features.set(
      feature_after(Feature::separator_none, static_cast<std::size_t>(key.separator)), 1);
  bool closed = false;
  std::string_view rest = after_quote(subject.line_right, key.quote, closed);
  add_quotes(key, closed, features);
  features.set(Feature::scheme, key.scheme);
  features.set(Feature::in_prose, key.in_prose);
  features.set(Feature::typed, key.typed);
  features.set(Feature::spaced, key.spaced);
  features.set(Feature::other_line, key.other_line);
  features.set(Feature::option, key.option);
  add_followers(rest, features);
  add_line_start(subject, features);
  add_around(subject, features);
}

}  // namespace leakwarden::scanner::judging
