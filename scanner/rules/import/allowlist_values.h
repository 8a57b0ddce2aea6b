#pragma once

// Allowlists and filter expressions of peers, as far as a rule's `placeholders` can say them.
//
//   stopwords "example"          → '…example…'
//   regex .+EXAMPLE$             → '…example'
//   regex ^(?:foo|bar)$          → 'foo', 'bar'
//   regex ^\$\{[A-Z_]+\}$        → cannot be said: one note
//
// Each allowlist is judged on its own: one with a condition on a path or a commit is left out
// whole, since without that condition it would allow more than its author meant.

#include <optional>
#include <string>
#include <vector>

#include "scanner/rules/import/import_note.h"
#include "scanner/rules/import/peer_rules.h"

namespace leakwarden::scanner {

struct AllowedValues {
  std::vector<std::string> placeholders;
  double entropy = 0;  // floor that a filter asks for
  ImportNotes notes;
};

// Placeholders that together say what the regex finds in a value; nothing when they cannot.
std::optional<std::vector<std::string>> placeholders_of(const std::string& regex);

void add_allowlist(const PeerAllowlist& list, AllowedValues& values);

// A Betterleaks `filter`: what is true is not reported. Each part between its outermost || is
// judged on its own.
void add_filter(const std::string& filter, AllowedValues& values);

}  // namespace leakwarden::scanner
