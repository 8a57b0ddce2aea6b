#pragma once

// Who a value belongs to that has no name of its own: `token = "…"`. Programs and settings say it
// on a line beside, in a few ways only:
//
//   acme:                    Block     the line heads a block that the value stands in: of YAML,
//   JSON,
//     token: 4f9a…                     HCL, code (by indentation or by a bracket that is still
//     open)
//   [services.acme]          Block     or a section
//   token = "4f9a…"
//
//   # Acme                   Comment   the comment nearest above it, without a blank line between,
//   or URL=…                              one behind it TOKEN=4f9a…
//
//   GET https://api.acme.com Host      part of a host's name
//   X-Api-Key: 4f9a…
//
//   import acme              Import    what is used from here on
//   token = "4f9a…"
//
// What is said elsewhere ("we tried Acme first") says nothing about the value.
//
// Thread rules: pure.

#include <string_view>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// The stronger ones first.
enum class OwnerLine { Block, Comment, Host, Import, None };

// How a word beside a value says whose it is. `seen` holds both and is all that may be read.
OwnerLine owner_line_of(std::string_view text, const Span& seen, const Span& word,
                        const Span& value);

}  // namespace leakwarden::scanner
