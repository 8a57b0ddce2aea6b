#include "notifier/channels/mail_header.h"

#include <algorithm>
#include <ctime>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

constexpr std::size_t kLineWidth = 78;
constexpr std::string_view kWordStart = "=?UTF-8?B?";
constexpr std::string_view kWordEnd = "?=";

bool is_plain(std::string_view text) {
  bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  return printable && text.find("=?") == std::string_view::npos;
}

bool has_long_word(std::string_view text) {
  std::size_t run = 0;
  for (char c : text) {
    run = c == ' ' ? 0 : run + 1;
    if (run > 60) return true;
  }
  return false;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Appends to a field, folding before a piece that would pass the line's width.
class Field {
 public:
  explicit Field(std::string_view name) : text_(std::string(name) + ":"), column_(text_.size()) {}
  void add(std::string_view piece) {
    bool fits = column_ + 1 + piece.size() <= kLineWidth;
    text_ += fits || is_start_ ? " " : "\r\n ";
    column_ = (fits || is_start_ ? column_ : 0) + 1 + piece.size();
    text_ += piece;
    is_start_ = false;
  }
  std::size_t room() const {  // for one more piece on this line
    return column_ + 1 < kLineWidth ? kLineWidth - column_ - 1 : 0;
  }
  std::string end() { return std::move(text_) + "\r\n"; }

 private:
  std::string text_;
  std::size_t column_;
  bool is_start_ = true;  // a field must not begin with a fold: an all-blank line confuses readers
};

// How many bytes of `text` fit an encoded word of `room` columns without cutting a code point.
std::size_t word_bytes(std::string_view text, std::size_t room) {
  std::size_t most = std::min<std::size_t>(room, 75) - kWordStart.size() - kWordEnd.size();
  std::size_t bytes = std::min(most / 4 * 3, text.size());
  while (bytes > 0 && bytes < text.size() && is_continuation(text[bytes])) --bytes;
  return bytes;
}

void add_encoded_words(Field& field, std::string_view text) {
  constexpr std::size_t kLeastUseful = 12 + 16;
  while (!text.empty()) {
    std::size_t room = field.room() >= kLeastUseful ? field.room() : 75;
    std::size_t bytes = word_bytes(text, room);
    field.add(std::string(kWordStart) + base64(text.substr(0, bytes)) + std::string(kWordEnd));
    text.remove_prefix(bytes);
  }
}

void add_words(Field& field, std::string_view text) {
  while (!text.empty()) {
    std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) field.add(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void add_display(Field& field, const std::string& display) {
  std::string safe = sanitize_for_header(display, 200);
  if (safe.empty()) return;
  bool is_atom = is_plain(safe) && safe.find_first_of("()<>@,;:\\\".[]") == std::string::npos;
  if (is_atom && !has_long_word(safe)) {
    add_words(field, safe);
  } else {
    add_encoded_words(field, safe);
  }
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      result += j <= count ? kAlphabet[group >> (18 - 6 * j) & 63] : '=';
    }
  }
  return result;
}

std::string text_field(std::string_view name, std::string_view text) {
  Field field(name);
  std::string safe = sanitize_for_header(text, 600);
  if (is_plain(safe) && !has_long_word(safe)) {
    add_words(field, safe);
  } else {
    add_encoded_words(field, safe);
  }
  return field.end();
}

std::string address_field(std::string_view name, const std::vector<MailAddress>& addresses) {
  Field field(name);
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    add_display(field, addresses[i].display);
    std::string address =
        addresses[i].display.empty() ? addresses[i].address : "<" + addresses[i].address + ">";
    field.add(address + (i + 1 < addresses.size() ? "," : ""));
  }
  return field.end();
}

std::string plain_field(std::string_view name, std::string_view value) {
  std::string safe;
  for (char c : value.substr(0, 600)) {
    if (c >= 0x20 && c < 0x7F) safe += c;
  }
  Field field(name);
  add_words(field, safe);
  return field.end();
}

std::string mail_date(WallTime time) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::time_t seconds = static_cast<std::time_t>(unix_seconds(time));
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) return "";
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays[parts.tm_wday],
                     parts.tm_mday, kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour,
                     parts.tm_min, parts.tm_sec);
}

}  // namespace leakwarden::notifier
