#pragma once

// Rule files → rules, with every mistake said at its line and column.
//
//   read_rule_files(paths) → texts → load_rules(texts) → rules + problems
//
// A file with mistakes still gives its good rules, so that one run reports everything; callers that
// are about to use the rules ask `problems.has_errors()` first. The format is that of
// rules/README.md. Thread rules: pure functions.

#include <map>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/problem.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// Rules in all sources together. Answers: rule bombs.
constexpr std::size_t kMaxRules = 10'000;
// Widest match of a local rule, and widest window of an object rule, in bytes.
constexpr std::uint32_t kMaxLocalWidth = 1024;
constexpr std::uint32_t kMaxObjectBytes = 64 << 10;
// Farthest an id may stand from its secret where it may not stand anywhere, in bytes.
constexpr std::uint32_t kMaxPairReach = 64 << 10;
// Farthest a context word may stand from the match, in bytes.
constexpr std::uint32_t kMaxContextReach = 1024;

struct RuleText {
  std::string name;  // for messages: the file's path
  std::string bytes;
};

// Where the parts of a rule stand, for messages of later checks.
struct RulePlaces {
  TextPlace rule;
  std::map<std::string, TextPlace> keys;
  std::vector<TextPlace> examples;          // beside Rule::examples
  std::vector<TextPlace> counter_examples;  // beside Rule::counter_examples
};

struct LoadedRules {
  std::vector<Rule> rules;         // by id
  std::vector<RulePlaces> places;  // beside rules
  ProblemList problems;
};

LoadedRules load_rules(const std::vector<RuleText>& texts);

// An id may stand once in all rules that are used together: an error for each of `loaded` whose id
// one of `taken` has.
void report_taken_ids(const std::vector<Rule>& taken, LoadedRules* loaded);

// The rule files named by `paths`: files as they are, folders as their *.yaml and *.yml in name
// order. Errors: NotFound, Refused, TooLarge with the path; Invalid for a folder without any.
Result<std::vector<RuleText>> read_rule_files(const std::vector<std::string>& paths);

}  // namespace leakwarden::scanner
