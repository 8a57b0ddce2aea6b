#pragma once

// Lines that head what a value stands in, and pairs of it that say its kind (owner_lines.h): of
// YAML, JSON, HCL, sections, calls and objects of Kubernetes, told by indentation and brackets; no
// grammar of any language is tried.
//
// `seen` is all that may be read; lines are told by their spans, without their ends.
//
// Thread rules: pure.

#include <string_view>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

std::string_view trimmed(std::string_view line);  // of blanks, on both sides
bool is_comment(std::string_view line);           // of a trimmed line

// Settings and calls head blocks that belong to somebody; functions, branches and tests do not.
bool begins_otherwise(std::string_view line);

// acme:⏎  token: …   is the word on a line that heads a block around the value's line? Each line
// between that is indented less than all below it heads one.
bool heads_by_indentation(std::string_view text, const Span& word_line, const Span& value_line);

// acme: {key: "…   new Acme({key: "…    the first bracket behind the word is open still, and only
// the rest of a name stands before it.
bool heads_by_bracket(std::string_view between);

// [acme]⏎token = …, with no other section between.
bool heads_section(std::string_view text, const Span& word_line, const Span& value_line);

// metadata:⏎  name: acme-token⏎stringData:⏎  token: …
bool names_object(std::string_view text, const Span& seen, const Span& word_line,
                  const Span& value);

// type: acme, "provider": "acme": on a line of the value's block, or in a pair of its own line.
bool says_kind_in_block(std::string_view text, const Span& word_line, const Span& word,
                        const Span& value_line);
bool says_kind_beside(std::string_view text, const Span& line, const Span& word, const Span& value);

}  // namespace leakwarden::scanner
