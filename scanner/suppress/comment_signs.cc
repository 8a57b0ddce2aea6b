#include "scanner/suppress/comment_signs.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

struct Sign {
  std::string_view opens;
  std::string_view closes = {};  // empty: the end of the line
  bool only_first = false;       // on the line: elsewhere it means other things
  bool needs_blank = false;      // behind it: "--flag" is none
};

constexpr Sign kSigns[] = {
    {"<!--", "-->"},
    {"/*", "*/"},
    {"//"},
    {"#"},
    {"--", {}, false, true},
    {"*", {}, true, true},
    {";", {}, true},
    {"%", {}, true},
    {"'", {}, true},
    {"rem", {}, true, true},
    {"dnl", {}, true, true},
};
// What may stand right before a sign that opens a comment, besides blanks.
constexpr std::string_view kMayPrecede = "\"'`);,}]>{(";

bool begins_with(std::string_view text, std::string_view sign) {
  if (text.size() < sign.size()) return false;
  return std::equal(sign.begin(), sign.end(), text.begin(),
                    [](char wanted, char c) { return wanted == ascii_lower(c); });
}

}  // namespace

bool ends_with_comment_sign(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return std::any_of(std::begin(kSigns), std::end(kSigns), [text](const Sign& sign) {
    if (text.size() < sign.opens.size()) return false;
    const std::size_t at = text.size() - sign.opens.size();
    if (!begins_with(text.substr(at), sign.opens)) return false;
    return !is_lower(sign.opens[0]) || at == 0 || !is_name_character(text[at - 1]);
  });
}

// How long the sign is that opens a comment there; 0 for none.
std::size_t CommentScan::opened_at(std::string_view piece, std::size_t at) {
  const char before = at == 0 ? before_ : piece[at - 1];
  if (!is_blank(before) && kMayPrecede.find(before) == std::string_view::npos) return 0;
  const std::string_view rest = piece.substr(at);
  for (const Sign& sign : kSigns) {
    if ((sign.only_first && !line_begins_) || !begins_with(rest, sign.opens)) continue;
    const std::size_t size = sign.opens.size();
    if (sign.needs_blank && (rest.size() == size || !is_blank(rest[size]))) continue;
    closed_by_ = sign.closes;
    in_line_comment_ = sign.closes.empty();
    return size;
  }
  return 0;
}

void CommentScan::take(std::string_view piece) {
  std::size_t at = 0;
  while (at < piece.size() && !in_line_comment_) {
    if (!closed_by_.empty()) {
      const std::size_t end = piece.find(closed_by_, at);
      if (end == std::string_view::npos) break;
      at = end + closed_by_.size();
      closed_by_ = {};
      continue;
    }
    const std::size_t opened = opened_at(piece, at);
    line_begins_ = line_begins_ && is_blank(piece[at]);
    at += std::max<std::size_t>(opened, 1);
  }
  if (!piece.empty()) before_ = piece.back();
}

}  // namespace leakwarden::scanner
