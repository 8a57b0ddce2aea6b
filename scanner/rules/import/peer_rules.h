#pragma once

// What a gitleaks.toml or betterleaks.toml says, as plain values: read, checked for its own
// mistakes, nothing judged yet.
//
// Both formats are one table of rules; Betterleaks adds `filter`, `prefilter` and `validate`
// (expressions), `tokenEfficiency`, `specificity`, and composite rules. Older spellings are read too: a
// single [allowlist] or [rules.allowlist]. Keys in any case, as their reader takes them.
//
//   parse_toml(text) → read_peer_rules() → PeerConfig + problems

#include <optional>
#include <string>
#include <vector>

#include "scanner/rules/import/toml_source.h"
#include "scanner/rules/problem.h"

namespace leakwarden::scanner {

struct PeerAllowlist {
  TextPlace place;
  bool all_must_hold = false;  // condition = "AND"
  std::vector<std::string> commits;
  std::vector<std::string> paths;
  std::vector<std::string> regexes;
  std::string regex_target;  // "" and "secret": the value; "match", "line"
  std::vector<std::string> stopwords;
  std::vector<std::string> target_rules;  // of a global one; none: all
};

struct PeerRule {
  std::string file;
  TextPlace place;
  std::string id;
  std::string description;
  std::string regex;
  TextPlace regex_place;
  std::string path;
  int secret_group = 0;
  double entropy = 0;
  std::vector<std::string> keywords;
  std::vector<PeerAllowlist> allowlists;
  std::string filter;
  std::string validate;
  std::vector<std::string> required;  // ids of rules that must match nearby
  bool skip_report = false;
  bool token_efficiency = false;
  bool specificity = false;
  std::vector<std::string> unknown_keys;
};

struct PeerConfig {
  std::string file;
  std::string title;
  std::vector<PeerRule> rules;
  std::vector<PeerAllowlist> allowlists;
  std::string prefilter;
  std::string filter;
  TextPlace filter_place;
  bool extends_default = false;
  std::string extends_path;
  std::string extends_url;
  std::vector<std::string> disabled_rules;
  std::vector<std::string> unknown_keys;
};

// Mistakes go to `problems`; a rule with one is left out.
PeerConfig read_peer_rules(const TomlNode& root, const std::string& file, ProblemList* problems);

// Later files change rules of earlier ones field by field, as `extend` does; what a later one
// disables is taken out.
PeerConfig merged_peer_rules(std::vector<PeerConfig> configs);

}  // namespace leakwarden::scanner
