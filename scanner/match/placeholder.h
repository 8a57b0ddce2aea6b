#pragma once

// Is a value only a stand-in? Five families, each a small file of its own idea:
//
//   Listed     a value the rule names: 'TEXT', 'TEXT…', '…TEXT', '…TEXT…', 'TEXT…TEXT' (any case),
//   or
//              'sha256:<hex>' of the whole value              placeholder.cc
//   Reference  it names where the value comes from: ${VAR}, {{ x }}, <your-key>, %s, process.env.X,
//              os.environ["X"], ***                           reference_shape.cc
//   Filler     one character repeated, 1234…, abcd…, a pattern that repeats itself
//                                                             filler_shape.cc
//   Word       it says so: "example", "change-me", "your_api_key"
//                                                             placeholder_words.cc
//   UrlStandIn in user:password@host, what nobody has as a password on a server: "password", "pwd",
//              the user's own name, "DB_PASSWORD"             placeholder_words.cc
//
// All are functions of the value (and for UrlStandIn of its user), so that they are local.

#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

enum class PlaceholderKind { None, Listed, Reference, Filler, Word, UrlStandIn };
std::string_view placeholder_words(PlaceholderKind kind);  // for people; empty for None

bool is_listed_placeholder(const std::vector<std::string>& listed, std::string_view value);
bool is_reference(std::string_view value);
bool is_filler(std::string_view value);
bool says_placeholder(std::string_view value);
bool is_url_stand_in(std::string_view user, std::string_view password);

// The first family it belongs to, without UrlStandIn.
PlaceholderKind placeholder_kind(const std::vector<std::string>& listed, std::string_view value);

}  // namespace leakwarden::scanner
