#include "notifier/channels/mail_message.h"

#include <fmt/core.h>

#include "notifier/channels/mail_header.h"
#include "notifier/wording.h"
#include "scanner/base/sha256.h"

namespace leakwarden::notifier {
namespace {

constexpr std::size_t kMaxEncodedLine = 76;  // with the "=" of a soft break

bool is_literal(unsigned char c) {
  return (c > 0x20 && c < 0x7F && c != '=') || c == ' ' || c == '\t';
}

std::string escaped(unsigned char c) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  return {'=', kDigits[c >> 4], kDigits[c & 15]};
}

// How the byte at `at` of `line` is written; `is_first` in the output line.
std::string encoded(std::string_view line, std::size_t at, bool is_first) {
  unsigned char c = static_cast<unsigned char>(line[at]);
  bool is_trailing_blank = (c == ' ' || c == '\t') && at + 1 == line.size();
  bool is_from = is_first && line.substr(at, 5) == "From ";
  bool literal = is_literal(c) && !is_trailing_blank && !is_from && !(is_first && c == '.');
  return literal ? std::string(1, static_cast<char>(c)) : escaped(c);
}

void add_encoded_line(std::string& result, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    std::string piece = encoded(line, i, column == 0);
    if (column + piece.size() > kMaxEncodedLine - 1) {
      result += "=\r\n";
      column = 0;
      piece = encoded(line, i, true);
    }
    result += piece;
    column += piece.size();
  }
  result += "\r\n";
}

// Cannot stand in a part: quoted-printable writes "=" only before a hex digit or a line end.
std::string boundary_of(const MailParts& parts) {
  return "=_" + sha256_hex(parts.message_id + parts.idempotency_key).substr(0, 32);
}

std::string part(const std::string& boundary, const char* type, const std::string& text) {
  return fmt::format(
      "--{}\r\nContent-Type: {}; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
      boundary, type, quoted_printable(text));
}

std::string headers(const MailParts& parts, const std::string& boundary) {
  std::string result = address_field("From", {parts.from});
  result += address_field("To", parts.to);
  if (!parts.copies.empty()) result += address_field("Cc", parts.copies);
  result += text_field("Subject", parts.subject);
  result += plain_field("Date", mail_date(parts.date));
  result += plain_field("Message-ID", parts.message_id);
  if (!parts.in_reply_to.empty()) {
    result += plain_field("In-Reply-To", parts.in_reply_to);
    result += plain_field("References", parts.in_reply_to);
  }
  result += plain_field("List-Id", "<leakwarden." + domain_of(parts.from.address) + ">");
  result += "Auto-Submitted: auto-generated\r\n";  // RFC 3834: no holiday notes back
  result += "X-Auto-Response-Suppress: All\r\n";   // the same for Exchange
  result += plain_field("X-Leakwarden-Idempotency-Key", safe_token(parts.idempotency_key));
  result += "MIME-Version: 1.0\r\n";
  result += fmt::format("Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n", boundary);
  return result;
}

}  // namespace

std::string quoted_printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    add_encoded_line(result, line);
  }
  return result;
}

std::string build_mail(const MailParts& parts) {
  std::string boundary = boundary_of(parts);
  return headers(parts, boundary) + "\r\n" + part(boundary, "text/plain", parts.text) +
         part(boundary, "text/html", parts.html) + "--" + boundary + "--\r\n";
}

}  // namespace leakwarden::notifier
