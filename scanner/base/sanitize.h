#pragma once

// Hostile text, made safe for each place that shows it.
//
// Paths, ref names, author names and messages come from whoever pushed. The functions here are
// total: any bytes in, valid UTF-8 without control (C0, DEL, C1), bidirectional-override or
// zero-width characters out, at most `max_bytes` long (an ellipsis marks a cut). Invalid UTF-8
// becomes U+FFFD.

#include <cstddef>
#include <string>
#include <string_view>

namespace leakwarden {

// Escapes as caret notation: ESC → "^[", newline → "^J". For terminals and `remote:` lines.
std::string sanitize_for_terminal(std::string_view text, std::size_t max_bytes = 400);
// One line; controls become a space. For mail headers (before RFC 2047 encoding) and log fields.
std::string sanitize_for_header(std::string_view text, std::size_t max_bytes = 400);
// Controls removed, then & < > " ' escaped. For HTML text and attribute values.
std::string sanitize_for_html(std::string_view text, std::size_t max_bytes = 4000);
// Controls removed, & < > escaped, backticks replaced by U+02CB. For Slack-compatible chat.
std::string sanitize_for_chat(std::string_view text, std::size_t max_bytes = 1000);
// Quoted as RFC 4180; a cell that begins with = + - @ TAB or CR gets a leading apostrophe.
std::string sanitize_for_csv(std::string_view text, std::size_t max_bytes = 4000);
// Valid UTF-8 for JSON; control characters stay (the JSON writer escapes them).
std::string valid_utf8(std::string_view text);
// JSON text with DEL, C1, direction-changing and zero-width characters as \uXXXX: a reader gets the
// same values, and a person who looks at it is not deceived. They stand in strings only, where JSON
// allows them.
std::string escape_unseen_in_json(std::string_view json);

}  // namespace leakwarden
