#include "scanner/rules/pattern_error.h"

#include <fmt/core.h>

#include <string>

namespace leakwarden::scanner {
namespace {

std::string remedy_for(re2::RE2::ErrorCode code, const std::string& part) {
  // RE2 calls [[:foo:]] a range.
  if (part.starts_with("[:")) code = re2::RE2::ErrorBadCharClass;
  switch (code) {
    case re2::RE2::ErrorMissingBracket:
      return "close the class with ], or write \\[ for the character";
    case re2::RE2::ErrorMissingParen:
      return "close the group with ), or write \\( for the character";
    case re2::RE2::ErrorUnexpectedParen:
      return "take it out, or write \\) for the character";
    case re2::RE2::ErrorBadCharRange:
      return "write the smaller end first, as in [0-9a-f]; a hyphen of its own stands last: [a-z-]";
    case re2::RE2::ErrorBadCharClass:
      return "use \\d, \\w, \\s, [[:alnum:]] or list the characters";
    case re2::RE2::ErrorBadEscape:
      return "only punctuation is escaped by a backslash; known are \\b \\d \\w \\s \\n \\t \\x00";
    case re2::RE2::ErrorTrailingBackslash:
      return "write \\\\ for a backslash";
    case re2::RE2::ErrorRepeatArgument:
      return "put what is repeated before it, or write \\* \\+ \\? for the character";
    case re2::RE2::ErrorRepeatSize:
      return "a count is at most 1000, also of a repeat inside a repeat, and the smaller stands first";
    case re2::RE2::ErrorRepeatOp:
      return "use one repeat; group it first where two are meant: (?:a+)*";
    case re2::RE2::ErrorBadPerlOp:
      return "RE2 has no look-around and no back-reference: say what may stand beside the value with "
             "\\b or a class";
    case re2::RE2::ErrorBadNamedCapture:
      return "name a group by letters, digits and _, each name once: (?P<secret>…)";
    case re2::RE2::ErrorPatternTooLarge:
      return "use smaller counts, and fewer repeats inside repeats";
    default:
      return "rules/README.md says what a pattern may hold";
  }
}

}  // namespace

Error refused_by_re2(const re2::RE2& program, std::string_view pattern) {
  const std::string& part = program.error_arg();
  const bool is_a_part = !part.empty() && part.size() < pattern.size();
  const std::size_t at = is_a_part ? pattern.find(part) : std::string_view::npos;
  const std::string where = at == std::string_view::npos
                                ? std::string("the pattern")
                                : fmt::format("character {} of the pattern", at + 1);
  return Error::invalid("read the pattern", where, program.error())
      .with_remedy(remedy_for(program.error_code(), part));
}

}  // namespace leakwarden::scanner
