#include "scanner/base/sanitize.h"

#include <algorithm>
#include <cstdint>

namespace leakwarden {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "…";

struct CodePoint {
  std::uint32_t value = 0;
  std::string_view bytes;  // as it shall be written: the source bytes, or U+FFFD
  std::size_t consumed = 1;
};

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Unicode 15, table 3-7: the well-formed sequences; anything else is one replaced byte.
CodePoint next_code_point(std::string_view text) {
  const unsigned char lead = static_cast<unsigned char>(text[0]);
  const CodePoint invalid{0xFFFD, kReplacement, 1};
  if (lead < 0x80) return {lead, text.substr(0, 1), 1};
  std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return invalid;
  std::uint32_t value = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return invalid;
    value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  }
  static constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest[length] || value > 0x10FFFF || surrogate) return invalid;
  return {value, text.substr(0, length), length};
}

bool is_control(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

// Invisible or direction-changing: bidirectional marks, overrides and isolates, zero-width
// characters, line and paragraph separators, the byte order mark, tag characters, annotations.
bool is_deceptive(std::uint32_t c) {
  return c == 0x00AD || c == 0x061C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

std::string caret(std::uint32_t c) {
  if (c == 0x7F) return "^?";
  if (c < 0x20) return std::string("^") + static_cast<char>('@' + c);
  return std::string(kReplacement);  // C1
}

// Walks `text`, writes each code point by `write` (a function of CodePoint to text), stops before
// `max_bytes` would be passed and marks the cut.
template <typename Write>
std::string rewrite(std::string_view text, std::size_t max_bytes, Write write) {
  std::string result;
  std::size_t room_for_mark = 0;  // where a cut would go so that the mark fits
  while (!text.empty()) {
    CodePoint point = next_code_point(text);
    std::string piece = write(point);
    if (result.size() + piece.size() > max_bytes) {
      result.resize(room_for_mark);
      if (max_bytes >= kEllipsis.size()) result += kEllipsis;
      return result;
    }
    result += piece;
    if (result.size() + kEllipsis.size() <= max_bytes) room_for_mark = result.size();
    text.remove_prefix(point.consumed);
  }
  return result;
}

std::string json_escape_unit(std::uint32_t unit) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string escape = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) escape += kDigits[unit >> shift & 0xF];
  return escape;
}

// RFC 8259: beyond the first plane, as the two surrogates of UTF-16.
std::string json_escape(std::uint32_t c) {
  if (c < 0x10000) return json_escape_unit(c);
  return json_escape_unit(0xD800 + ((c - 0x10000) >> 10)) +
         json_escape_unit(0xDC00 + ((c - 0x10000) & 0x3FF));
}

std::string html_escape(const CodePoint& point) {
  switch (point.value) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return std::string(point.bytes);
  }
}

std::string chat_escape(const CodePoint& point) {
  switch (point.value) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '`':
      return "\xCB\x8B";  // U+02CB
    default:
      return std::string(point.bytes);
  }
}

}  // namespace

std::string sanitize_for_terminal(std::string_view text, std::size_t max_bytes) {
  return rewrite(text, max_bytes, [](const CodePoint& point) -> std::string {
    if (is_control(point.value)) return caret(point.value);
    if (is_deceptive(point.value)) return std::string(kReplacement);
    return std::string(point.bytes);
  });
}

std::string sanitize_for_header(std::string_view text, std::size_t max_bytes) {
  return rewrite(text, max_bytes, [](const CodePoint& point) -> std::string {
    if (is_control(point.value)) return " ";
    return is_deceptive(point.value) ? "" : std::string(point.bytes);
  });
}

std::string sanitize_for_html(std::string_view text, std::size_t max_bytes) {
  return rewrite(text, max_bytes, [](const CodePoint& point) -> std::string {
    if (is_control(point.value)) return " ";
    return is_deceptive(point.value) ? "" : html_escape(point);
  });
}

std::string sanitize_for_chat(std::string_view text, std::size_t max_bytes) {
  return rewrite(text, max_bytes, [](const CodePoint& point) -> std::string {
    if (is_control(point.value)) return " ";
    return is_deceptive(point.value) ? "" : chat_escape(point);
  });
}

std::string sanitize_for_csv(std::string_view text, std::size_t max_bytes) {
  constexpr std::size_t kFrame = 3;  // two quotes and an apostrophe
  const std::size_t room = max_bytes - std::min(max_bytes, kFrame);
  std::string cell = rewrite(text, room, [](const CodePoint& point) -> std::string {
    if (is_control(point.value)) return " ";
    if (is_deceptive(point.value)) return "";
    return point.value == '"' ? "\"\"" : std::string(point.bytes);
  });
  // What is left out or becomes a blank may have stood before the sign that starts a formula.
  const std::size_t first = cell.find_first_not_of(' ');
  const bool formula =
      first != std::string::npos && std::string_view("=+-@").find(cell[first]) != std::string::npos;
  const bool blank = !text.empty() && (text[0] == '\t' || text[0] == '\r');
  return "\"" + std::string(formula || blank ? "'" : "") + cell + "\"";
}

std::string valid_utf8(std::string_view text) {
  return rewrite(text, SIZE_MAX, [](const CodePoint& point) { return std::string(point.bytes); });
}

std::string escape_unseen_in_json(std::string_view json) {
  return rewrite(json, SIZE_MAX, [](const CodePoint& point) -> std::string {
    bool unseen = point.value >= 0x7F && (is_control(point.value) || is_deceptive(point.value));
    return unseen ? json_escape(point.value) : std::string(point.bytes);
  });
}

}  // namespace leakwarden
