#pragma once

// TOML text → a small tree that knows where each value stood.
//
// The one file that calls toml++: its exceptions stop here. The text is at most
// Limits::max_config_bytes long; nesting ends at kMaxTomlDepth and a dotted key at kMaxTomlDots
// (checked before toml++ sees the text, whose tables are destroyed by recursion).
//
// Thread rules: pure function.

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/problem.h"

namespace leakwarden::scanner {

constexpr int kMaxTomlDepth = 16;
constexpr int kMaxTomlDots = 16;

struct TomlEntry;

struct TomlNode {
  enum class Kind { Text, Number, Boolean, Array, Table, Date };
  Kind kind = Kind::Table;
  TextPlace place;
  std::string text;     // Text
  double number = 0;    // Number
  bool truth = false;   // Boolean
  std::vector<TomlNode> items;     // Array
  std::vector<TomlEntry> entries;  // Table, in the order of the file

  const TomlNode* find(std::string_view key) const;
};

struct TomlEntry {
  std::string key;
  TextPlace place;
  TomlNode value;
};

std::string_view toml_kind_name(TomlNode::Kind kind);  // "text", "a number", …: for messages

// Errors: TooLarge, Invalid with where = "name:line:column".
Result<TomlNode> parse_toml(std::string_view text, const std::string& name);

}  // namespace leakwarden::scanner
