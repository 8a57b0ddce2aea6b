#pragma once

// Places as URI references, RFC 3986: for SARIF and whoever else wants no raw path.
//
//   a file of a repository      src/a%20b.py          relative to its root
//   a file elsewhere            file:///srv/a.env     absolute paths only
//   what is no file             .git/commit/9c1f…/message, stdin

#include <string>
#include <string_view>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// Every byte but unreserved ones and '/' as %XX.
std::string percent_encoded(std::string_view path);
std::string place_uri(const Location& location);
// A URL that somebody wrote, with what may not stand in a URI as %XX.
std::string only_uri(std::string_view url);
bool is_web_url(std::string_view text);  // http:// or https:// and more behind it

}  // namespace leakwarden::scanner
