#pragma once

// A value whose name says nothing but whose it is: `telnyx = KEYUAao…`, `AcmeClient("4f9a…")`,
// `acme,4f9a…`, and under a comment "Acme key". What stands between the provider's name and the
// value, the gap, must be the rest of a name and signs that join it to its value.
//
//   AcmeClient("4f9a…       a call: of the rest of its name only words such as client, new, login
//   acme login 4f9a…        and a word may say that it is a key: token, secret, auth
//   acme: 4f9a…             else it must look drawn: hex digits are commits and digests more often
//                           than keys, and names in programs have a digit at most
//
// Thread rules: pure.

#include <cstdint>
#include <string_view>

namespace leakwarden::scanner {

constexpr std::uint64_t kBeside = 40;  // the longest gap

// Does a provider's name before `gap` name the value behind it?
bool names_alone(std::string_view gap, std::string_view value);

// Of a value that has a form of the provider's keys, which says more: may the name before `gap`
// name it? Digits need a gap that joins them to it; what looks drawn needs nothing.
bool may_name_form(std::string_view gap, std::string_view value);
// The same of a value that the name stands behind or far from.
bool looks_drawn(std::string_view value);

// Hex digits of one case that nothing in the gap calls a key: more often the checksum of a file or
// the commit of a package that has the provider's name ("icons/acme.png": "4f9a…").
bool is_unsaid_digest(std::string_view gap, std::string_view value);

}  // namespace leakwarden::scanner
