#pragma once

// Would a value have a form of keys but for a slip? Then it was cut, lengthened or typed wrongly,
// and nobody issued it.
//
//   form apify_api_[A-Za-z0-9]{36}      apify_api_NcjX    cut at its end, or too long there
//                                       APIFY_API_NcjX…   its mark in another case
//                                       apfy_api_NcjX…    a letter of its mark missing
//   form [0-9]{8,10}:AA[A-Za-z0-9]{33}  8517:AAvx…        its number too short or too long
//   form live_[0-9]{9}_[A-Za-z0-9]{30}  126031192_Igv…    its mark missing before a number
//
// A mark is put back only before a number with a sign behind it: many issuers gave out keys without
// marks before they had one, and such keys are no slips. Nor is a letter that the mark ends with,
// or that a part of it begins with: so the marks of other kinds differ (pat_ and at_).
//
// Thread rules: pure. At most some 200 short RE2 matches a form.

#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leakwarden::scanner {

constexpr std::size_t kMostMissing = 24;             // bytes at the end
constexpr std::size_t kMostTooMany = 4;              // the same
constexpr std::size_t kMostTooManyAfterNumber = 24;  // of a value that a number and a sign begin
constexpr std::size_t kLongestNumber = 20;           // digits; 64 bits have no more
constexpr std::size_t kShortestMark = 4;             // shorter ones begin too many words

struct KeyForm {
  const RE2& pattern;
  std::string_view mark;  // mark_of() its rule (rules/mark.h); empty if none
  std::uint32_t width;    // bytes the longest match has
};

// Asked of a value that no rule of the form took.
bool is_near_form(const KeyForm& form, std::string_view value);

}  // namespace leakwarden::scanner
