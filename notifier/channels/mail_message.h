#pragma once

// A mail as bytes: RFC 5322, MIME multipart/alternative, CRLF everywhere, ASCII only, lines of at
// most 78 columns. libcurl sends what it is given and mends no line end, so it is right here.

#include <string>
#include <vector>

#include "notifier/channels/mail_address.h"
#include "scanner/base/clock.h"

namespace leakwarden::notifier {

struct MailParts {
  MailAddress from;
  std::vector<MailAddress> to;
  std::vector<MailAddress> copies;
  std::string subject;
  WallTime date;
  std::string message_id;   // with angle brackets
  std::string in_reply_to;  // "" for the first of a thread
  std::string idempotency_key;
  std::string text;  // UTF-8, LF
  std::string html;  // UTF-8, LF
};

std::string build_mail(const MailParts& parts);

// RFC 2045 quoted-printable of text with LF (or CRLF) line ends. Beyond the RFC's needs a dot at
// the start of a line and the F of "From " are encoded, so that no relay ever has to touch a line.
std::string quoted_printable(std::string_view text);

}  // namespace leakwarden::notifier
