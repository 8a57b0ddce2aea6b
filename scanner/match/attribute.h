#pragma once

// Which provider issued a value that a judged rule found? Asked of the assigned rules: those whose
// value has no letters of its own, such as 80 hex digits.
//
//   ABUSEIPDB_API_KEY = "0123…"      family    generic-assignment, value "0123…"
//   ^^^^^^^^^            ^^^^^       words     abuseipdb within reach
//                                    pattern   [0-9a-f]{80}, the whole value
//                                    → rule    abuseipdb-api-key
//
// Of several rules the best is taken:
//   1. whose word stands in the value's own statement, then on its line, then elsewhere,
//      and not elsewhere where the statement names another provider,
//   2. whose word is nearest,  3. whose pattern is the rarer one,  4. the smaller id.
// A rule of any shape (rules/provider_credential.h) is no match for these: name_of() asks them for
// what nobody else named and the judge kept. Its word must stand in the value's own statement or on
// a line that owns it (owner_lines.h); there rules with a form name what has it, whatever their reach.
// Most values are of no assigned rule's shape (rules/value_shapes.h), and then no words are looked
// for. An assigned rule's own tests (checksum, structure, entropy) must pass; a value that its
// placeholders list is named by it too, and dropped for that.
//
// It reads kJudgeReach bytes (and one) on either side of the value, which the dependency interval
// of a judged rule holds.
//
// Thread rules: reads patterns when first needed; one per thread. Rules and tests must outlive it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "scanner/match/local_tests.h"
#include "scanner/match/matcher.h"
#include "scanner/match/pattern_walker.h"
#include "scanner/match/provider_words.h"
#include "scanner/match/rule_pattern.h"

namespace leakwarden::scanner {

struct Attribution {
  std::uint32_t rule = 0;
  Span secret;  // the `secret` group in the value, or the whole value
  Span word;    // what names the provider
  Reason reason = Reason::Kept;
};

// Does the word that names a value stand in its own statement, and not on a line beside?
bool stands_in_statement(std::string_view text, const Span& word, const Span& value);

class Attributor {
 public:
  explicit Attributor(const RuleList& rules) : rules_(rules), shapes_(rules.shapes()) {}

  // Nothing when no assigned rule names the value.
  std::optional<Attribution> attribute(std::string_view text, Span value, const LocalTests& tests);
  // The same of the rules of any shape: of what the judge kept, and of what it has not seen yet,
  // whose name says nothing but the provider's, close by: telnyx = KEYUAao…, prospect-token-4d9f….
  std::optional<Attribution> name_of(std::string_view text, Span value, const LocalTests& tests);
  std::optional<Attribution> name_beside(std::string_view text, Span value);

  // Of a value that nothing but its provider's name says to be a key: is that enough?
  // Asks the words that attribute() found.
  bool may_name(const Attribution& named, std::string_view text, Span value) const;

  // Does a word of a provider stand within 128 bytes of the value? The two above are asked of a
  // value that nothing else calls a key only where one does, whatever a rule's reach.
  bool is_near_name(std::string_view text, Span value);

  // Is the value nearly of a form of the keys of that rule's provider (near_miss.h)? Then nobody
  // issued it.
  bool is_near_miss(std::uint32_t any_shape_rule, std::string_view text, Span value);

 private:
  struct Standing;  // how well a word stands to the value
  struct Prepared {
    explicit Prepared(const RuleList& rules) : words(rules), patterns(rules.size()) {}
    ProviderWords words;
    std::vector<std::unique_ptr<RulePattern>> patterns;  // by rule; empty until first needed
  };

  bool has_words();  // of providers; makes what is prepared
  std::vector<Standing> standings(std::string_view text, Span value, bool any_shape);
  static std::vector<Standing> each_rule_once(const std::vector<Standing>& sorted);
  std::set<std::string_view> named_in_statement(std::string_view text, Span value);
  bool is_of_provider(const ProviderWord& word, std::string_view provider) const;
  std::optional<Attribution> named_by(const ProviderWord& word, std::string_view text, Span value);
  std::optional<Attribution> form_by(const ProviderWord& word, std::string_view text, Span value,
                                     const LocalTests& tests);
  std::optional<Attribution> name_of_owner(std::string_view text, Span value,
                                           const LocalTests& tests);
  std::optional<Span> match(std::uint32_t rule, std::string_view text, Span value);
  RulePattern& pattern(std::uint32_t rule);

  RuleList rules_;
  ValueShapes shapes_;
  std::unique_ptr<Prepared> prepared_;  // made for the first value
  std::vector<ProviderWord> found_;     // kept for its capacity
  PatternWalker walker_;
};

}  // namespace leakwarden::scanner
