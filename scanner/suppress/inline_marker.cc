#include "scanner/suppress/inline_marker.h"

#include <algorithm>

#include "scanner/match/ascii.h"
#include "scanner/suppress/comment_signs.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostReasonBytes = 120;
constexpr char kMayBeBlank = '\1';
constexpr char kBlankOrHyphen = '\2';

enum class Line { Same, Next };    // the secret stands on the marker's line, or on the one below
enum class Sign { Any, Comment };  // Comment: right behind the sign that opens a comment

struct KnownMarker {
  std::string_view name;
  std::string_view words;  // with kMayBeBlank and kBlankOrHyphen
  Line line = Line::Same;
  Sign sign = Sign::Any;
  bool has_reason = false;
};

constexpr KnownMarker kMarkers[] = {
    {"leakwarden:allow", "leakwarden:allow", Line::Same, Sign::Any, true},
    {"leakwarden:allow-next-line", "leakwarden:allow-next-line", Line::Next, Sign::Any, true},
    {"gitleaks:allow", "gitleaks:allow"},
    {"betterleaks:allow", "betterleaks:allow"},
    {"trufflehog:ignore", "trufflehog:ignore"},
    {"ggignore", "ggignore"},
    {"kingfisher:ignore", "kingfisher:ignore"},
    {"pragma: allowlist secret", "pragma\1:\1allowlist\2secret", Line::Same, Sign::Comment},
    {"pragma: whitelist secret", "pragma\1:\1whitelist\2secret", Line::Same, Sign::Comment},
    {"pragma: allowlist nextline secret", "pragma\1:\1allowlist\2nextline\2secret", Line::Next,
     Sign::Comment},
    {"pragma: whitelist nextline secret", "pragma\1:\1whitelist\2nextline\2secret", Line::Next,
     Sign::Comment},
};

// What may follow a marker at the end of a line.
constexpr std::string_view kClosing = " \t\r\"'`)]}>,;.*/-";

// A line in two pieces: a value stands between them, or the second is empty.
struct SplitLine {
  std::string_view first;
  std::string_view second;
};

bool is_word_byte(char c) {
  return is_name_character(c) || c == '-';
}

// The end of `words` at `at` of `text`, or npos.
std::size_t words_end(std::string_view text, std::size_t at, std::string_view words) {
  for (const char wanted : words) {
    const std::size_t before = at;
    if (wanted == kMayBeBlank || wanted == kBlankOrHyphen) {
      while (at < text.size() && is_blank(text[at])) ++at;
      if (wanted == kBlankOrHyphen && at == before && at < text.size() && text[at] == '-') ++at;
      if (wanted == kBlankOrHyphen && at == before) return std::string_view::npos;
    } else if (at < text.size() && ascii_lower(text[at]) == ascii_lower(wanted)) {
      ++at;
    } else {
      return std::string_view::npos;
    }
  }
  return at;
}

bool is_whole(std::string_view text, std::size_t at, std::size_t end) {
  return (at == 0 || !is_word_byte(text[at - 1])) &&
         (end == text.size() || !is_word_byte(text[end]));
}

bool ends_the_line(std::string_view rest, const KnownMarker& marker) {
  return marker.has_reason || rest.find_first_not_of(kClosing) == std::string_view::npos;
}

// Where the marker stands in a piece of a line as whole words that count: one past their end, or
// npos. `comments` has taken the line up to that piece; `last` says whether it ends the line.
std::size_t find_words(std::string_view piece, bool last, const KnownMarker& marker,
                       CommentScan comments) {
  std::size_t taken = 0;
  for (std::size_t at = 0; at < piece.size(); ++at) {
    if (ascii_lower(piece[at]) != ascii_lower(marker.words.front())) continue;
    const std::size_t end = words_end(piece, at, marker.words);
    if (end == std::string_view::npos || !is_whole(piece, at, end)) continue;
    const bool quoted = at > 0 && piece[at - 1] == '\'' && marker.sign == Sign::Any;
    if (!quoted && ends_with_comment_sign(piece.substr(0, at))) return end;
    if (marker.sign == Sign::Comment) continue;
    if (last && ends_the_line(piece.substr(end), marker)) return end;
    comments.take(piece.substr(taken, at - taken));
    taken = at;
    if (comments.in_comment()) return end;
  }
  return std::string_view::npos;
}

// "  (made up) */" → "made up)": without what opens it and what closes the comment.
std::string reason_in(std::string_view rest) {
  for (const std::string_view close : {"*/", "-->"}) rest = rest.substr(0, rest.find(close));
  const std::size_t begin = rest.find_first_not_of(" \t:,;(-");
  if (begin == std::string_view::npos) return "";
  rest.remove_prefix(begin);
  // Of a word that was cut nobody could tell any more that it is a secret.
  if (rest.size() > kMostReasonBytes)
    rest = rest.substr(0, rest.substr(0, kMostReasonBytes + 1).find_last_of(" \t") + 1);
  return std::string(rest.substr(0, rest.find_last_not_of(" \t\r)") + 1));
}

// The lines around a secret in which markers count.
struct Surroundings {
  std::vector<SplitLine> same;  // its line, or its first and last
  SplitLine previous;           // the line before
  bool many_lines = false;
};

std::string_view back_to_line_begin(std::string_view text, std::uint64_t end) {
  const std::uint64_t begin = end - std::min(end, kMarkerReach);
  const std::string_view part = text.substr(begin, end - begin);
  const std::size_t line_end = part.rfind('\n');
  return line_end == std::string_view::npos ? part : part.substr(line_end + 1);
}

std::string_view on_to_line_end(std::string_view text, std::uint64_t begin) {
  const std::string_view part = text.substr(begin, kMarkerReach);
  return part.substr(0, part.find('\n'));
}

Surroundings surroundings_of(std::string_view text, Span secret) {
  Surroundings around;
  const std::string_view value = text.substr(secret.begin, secret.size());
  around.many_lines = value.find('\n') != std::string_view::npos;
  const std::string_view left = back_to_line_begin(text, secret.begin);
  const std::string_view right = on_to_line_end(text, secret.end);
  around.same = {{left, right}};
  if (around.many_lines) {
    around.same = {{left, on_to_line_end(text, secret.begin)},
                   {back_to_line_begin(text, secret.end), right}};
  }
  const std::uint64_t line_begin = secret.begin - left.size();
  if (line_begin > 0 && text[line_begin - 1] == '\n') {
    around.previous = {back_to_line_begin(text, line_begin - 1), ""};
  }
  return around;
}

std::optional<InlineMarker> find_in(const SplitLine& line, const KnownMarker& marker) {
  std::string_view piece = line.first;
  CommentScan comments;
  std::size_t end = find_words(piece, line.second.empty(), marker, comments);
  if (end == std::string_view::npos) {
    piece = line.second;
    comments.take(line.first);
    comments.take("v");  // the value, whatever it holds
    end = find_words(piece, true, marker, comments);
  }
  if (end == std::string_view::npos) return std::nullopt;
  return InlineMarker{std::string(marker.name),
                      marker.has_reason ? reason_in(piece.substr(end)) : ""};
}

std::optional<InlineMarker> find_known(const Surroundings& around, const KnownMarker& marker) {
  if (marker.line == Line::Next || around.many_lines) {
    const std::optional<InlineMarker> found = find_in(around.previous, marker);
    if (found || marker.line == Line::Next) return found;
  }
  for (const SplitLine& line : around.same) {
    const std::optional<InlineMarker> found = find_in(line, marker);
    if (found) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<InlineMarker> find_inline_marker(std::string_view text, Span secret,
                                               const std::vector<std::string>& more) {
  const Surroundings around = surroundings_of(text, secret);
  for (const KnownMarker& marker : kMarkers) {
    const std::optional<InlineMarker> found = find_known(around, marker);
    if (found) return found;
  }
  for (const std::string& word : more) {
    if (word.empty()) continue;
    const std::optional<InlineMarker> found = find_known(around, {word, word});
    if (found) return found;
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
