#pragma once

// Hosts and other names with dots beside a value: which of them take keys, and so say whose it may
// be (owner_lines.h).
//
// Thread rules: pure.

#include <string_view>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// Part of a name with dots in it, at a word: what stands before the name and behind it.
struct DottedName {
  std::string_view before;
  std::string_view name;
  std::string_view behind;
};
DottedName dotted_name_at(std::string_view text, const Span& line, const Span& word);

// https://api.acme.com/…   Host: api.acme.com
bool is_host(const DottedName& one);
// One that takes keys: links to pages and sources are everywhere.
bool is_host_of_interface(const DottedName& one);
// com.github.someone, github.com/someone: whoever keeps sources there.
bool is_keeper_of_sources(const DottedName& one);

}  // namespace leakwarden::scanner
