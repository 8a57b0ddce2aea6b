#pragma once

// Comments that speak for a secret: "# leakwarden:allow made up for this test".
//
//   leakwarden:allow REASON           on the secret's line; REASON may be missing
//   leakwarden:allow-next-line REASON on the line before it
//   gitleaks:allow, betterleaks:allow, trufflehog:ignore, ggignore, kingfisher:ignore
//   pragma: allowlist secret          also whitelist, also with a hyphen; right behind a comment
//   sign pragma: allowlist nextline secret on the line before it
//
// In any case, as whole words, in a comment (comment_signs.h) or at the end of the line: formats
// without comments have no other place for them. In a text, a name or an address it says nothing:
//
//   f("VALUE")  // see gitleaks:allow          counts: a comment
//   {"key": "VALUE", "_": "gitleaks:allow"}    counts: nothing but signs follow
//   if (has("gitleaks:allow")) f("VALUE")      does not
//
// The secret's line is looked at kMarkerReach bytes to either side, so that one marker in a
// minified file does not speak for all of it. A secret over several lines (a PEM block) is spoken
// for on its first line, on its last, and on the line before it. A marker inside a one-line value
// speaks for nothing.
//
// Whoever writes the file writes the marker: a server ignores them (ScanOptions::inline_markers).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

constexpr std::uint64_t kMarkerReach = 4096;

struct InlineMarker {
  std::string name;    // "gitleaks:allow"
  std::string reason;  // what stands behind one of ours; text of whoever wrote the file
};

// `more` are further words that count on the secret's line: "nosec". Requires a span inside `text`.
std::optional<InlineMarker> find_inline_marker(std::string_view text, Span secret,
                                               const std::vector<std::string>& more = {});

}  // namespace leakwarden::scanner
