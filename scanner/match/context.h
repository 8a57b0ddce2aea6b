#pragma once

// Context words: one of them must stand within `reach` bytes of the match, in any case.
//
// The word must stand wholly inside [match.begin − reach, match.end + reach) and outside the
// secret: "s3" inside 40 random characters says nothing about them. Of a secret that is an address
// the scheme and host are no secret: https://mattermost.example.org/hooks/….

#include <optional>
#include <string_view>

#include "scanner/match/matcher.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// The first of the rule's words (in the rule's order) that is there; a view into `context`.
std::optional<std::string_view> find_context_word(const ContextWords& context,
                                                  std::string_view text, Span match, Span secret);

}  // namespace leakwarden::scanner
