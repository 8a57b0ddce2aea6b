#pragma once

// Header fields of RFC 5322 with RFC 2047 encoded words. Whatever goes in, one field comes out: no
// bare CR or LF, folded at 78 columns, ended by CRLF.

#include <string>
#include <string_view>
#include <vector>

#include "notifier/channels/mail_address.h"
#include "scanner/base/clock.h"

namespace leakwarden::notifier {

std::string base64(std::string_view bytes);

// A field of free text: "Subject". Text that is not printable ASCII, or that looks like an encoded
// word, becomes encoded words of at most 75 characters.
std::string text_field(std::string_view name, std::string_view text);
// A field of addresses, which must be valid: "To".
std::string address_field(std::string_view name, const std::vector<MailAddress>& addresses);
// A field of tokens we made ourselves (ids, dates); other characters than printable ASCII are
// dropped.
std::string plain_field(std::string_view name, std::string_view value);

// "Tue, 25 Nov 2025 15:00:00 +0000"
std::string mail_date(WallTime time);

}  // namespace leakwarden::notifier
