#pragma once

// Who a value belongs to that has no name of its own: `token = "…"`. Programs and settings say it
// on a line beside, in a few ways only:
//
//   Block     acme:              the line heads a block that the value stands in, by indentation or
//               token: 4f9a…     by a bracket that is open still: of YAML, JSON, HCL, of a call;
//             [services.acme]    or a section;
//             type: acme         or a line of the block says so, or a pair of the value's own line
//             name: acme-token   or the object of Kubernetes is named so
//   Comment   # Acme             the nearest comment above, of a few words and without a blank line
//             URL=…              between, or one behind the value
//             TOKEN=4f9a…
//   Host      Host: api.acme.com, https://acme.com/v1/: one that takes keys, not a page
//   Import    import acme        what is used from there on
//
// What is said elsewhere ("we tried Acme first") says nothing about the value.
//
// Thread rules: pure.

#include <string_view>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// The first two say it of this value; the others that it may be so.
enum class OwnerLine { Block, Comment, Host, Import, None };

// How a word beside a value says whose it is. `seen` holds both and is all that may be read, and
// the byte before it, which tells whether its first line is whole.
OwnerLine owner_line_of(std::string_view text, const Span& seen, const Span& word,
                        const Span& value);

}  // namespace leakwarden::scanner
