#pragma once

// The passes between local verdicts and findings, in the order judge() runs them. Each is a pure
// function of its arguments: it sets reasons (or takes verdicts out), and never invents one. They
// run over a whole object's verdicts, whether scanned or inherited.
//
// None is quadratic in the number of verdicts: content must not be able to buy time.

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"
#include "scanner/rules/rule_list.h"

namespace leakwarden::scanner {

// Verdicts of a rule that exceeded its cap become Capped, whatever they were.
void drop_stormed(const std::vector<std::uint32_t>& stormed_rules,
                  std::vector<LocalVerdict>& verdicts);

// A trigger may end several times inside one candidate; only the verdict with the first end stays.
// The others are taken out: they are the same verdict, not a second one.
void drop_duplicate_ends(std::vector<LocalVerdict>& verdicts);

// Finds the id of each kept secret half (Rule::pair). One that needs its id and has none becomes
// NoPair, before overlaps, so that a rule that asks less may still report it.
void bind_pairs(const RuleList& rules, std::string_view text, std::vector<LocalVerdict>& verdicts);

// After overlaps: an id whose secret is kept becomes Paired, wherever in the text it stands;
// another id half becomes IdAlone.
void merge_pairs(const RuleList& rules, std::string_view text, std::vector<LocalVerdict>& verdicts);

// Of kept verdicts whose secrets share bytes, the best stays and the others become Overlapped:
//   1. a provider's rule beats a generic one (and one with letters of its own beats an assigned
//      one; a generic rule that needs no judge beats one that does, and one that decodes its value
//      beats one that does not),
//   2. the longer secret; of judged generic rules the shorter, which was cut out more precisely,
//   3. a rule with a checksum,  4. the higher severity,  5. the smaller id,  6. the earlier secret.
// A provider's rule that dropped a value as placeholder or for its checksum or structure silences
// generic rules on bytes inside it: a wrong "ghp_…" in a URL is no password either.
// An encoded id (of low severity) inside a generic value that is read itself, a JWT, yields to it.
void resolve_overlaps(const RuleList& rules, std::vector<LocalVerdict>& verdicts);

// Of kept verdicts of one rule with the same value on one line, the first stays and the others
// become Duplicate. The same value on another line is another place that must be cleaned.
void merge_duplicates(std::string_view text, std::vector<LocalVerdict>& verdicts);

// Belongs to no provider.
bool is_generic(const Rule& rule);

}  // namespace leakwarden::scanner
