#pragma once

// The letters, digits, `_` and `-` that every secret of a pattern begins with: its issuer's own.
//
//   \b(?P<secret>apify_api_[A-Za-z0-9]{36})\b     apify_api_
//   (?P<secret>abc-?[0-9]{9})                     abc      the dash may be left out
//   (?P<secret>[0-9a-f]{32})                      nothing

#include <string_view>

namespace leakwarden::scanner {

// A view into `pattern`; empty too where it has no group `secret`.
std::string_view mark_of(std::string_view pattern);

}  // namespace leakwarden::scanner
