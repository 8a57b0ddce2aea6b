#pragma once

// YAML text → a small tree that knows where each value stood.
//
// The one file that calls yaml-cpp: its exceptions stop here, and it never builds nodes of its own
// (YAML::Node would follow aliases and recurse as deep as the text does). We listen to its events
// and stop at the first one beyond a bound, so that a "YAML bomb" costs no more than reading it:
//
//   - the text is at most Limits::max_config_bytes long;
//   - anchors, aliases, tags and second documents are refused (rule and configuration files need
//     none of them);
//   - nesting ends at kMaxYamlDepth, and a file holds at most kMaxYamlNodes values.
//
// Thread rules: pure function.

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/problem.h"

namespace leakwarden::scanner {

constexpr int kMaxYamlDepth = 16;
constexpr std::size_t kMaxYamlNodes = 200'000;

struct YamlEntry;

struct YamlNode {
  enum class Kind { Null, Scalar, Sequence, Mapping };
  Kind kind = Kind::Null;
  TextPlace place;
  std::string text;     // Scalar: its value, unquoted
  bool quoted = false;  // Scalar: written in quotes (or as a block), so never a number or null
  std::vector<YamlNode> items;     // Sequence
  std::vector<YamlEntry> entries;  // Mapping, in the order of the file; keys may repeat

  // The first entry with this key, or nothing.
  const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  TextPlace place;  // of the key
  YamlNode value;
};

// "text", "a list", "a mapping", "nothing": for messages.
std::string_view yaml_kind_name(YamlNode::Kind kind);

// Errors: TooLarge, Invalid with where = "name:line:column". An empty file gives a Null node.
Result<YamlNode> parse_yaml(std::string_view text, const std::string& name);

}  // namespace leakwarden::scanner
