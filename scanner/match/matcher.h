#pragma once

// Text in, local verdicts out.
//
//   text ──Hyperscan──► trigger ends ──RE2──► candidates ──local tests──► LocalVerdict (kept or a
//   named reason)
//
// A LocalVerdict depends on nothing but the bytes of its dependency interval, so that the history
// engine may inherit it wherever those bytes were copied. Caps, overlap, duplicates and every
// judgement of a whole file or a path are later, pure passes: see judge.h.
//
// Thread rules: a Matcher owns Hyperscan scratch and patterns that were read when first needed; one
// per thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/limits.h"
#include "scanner/base/result.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

struct Span {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  // one past
  std::uint64_t size() const { return end - begin; }
  friend bool operator==(const Span&, const Span&) = default;
};

// Kept, or why not. Closed: `explain` has words for each.
enum class Reason {
  Kept,
  NoMatch,    // the trigger fired, the pattern does not match around it
  NoContext,  // none of the rule's context words within reach
  BadChecksum,
  BadStructure,  // decodes to something that cannot be (a creation time in the future)
  LowEntropy,
  Placeholder,  // documentation value, template reference, repeated characters
  Unlikely,     // the judge finds it more like anything else than like a secret
  NoPair,       // the id that belongs to such a secret is not there
  Paired,       // an id, reported with the secret it belongs to
  IdAlone,      // an id without its secret
  Capped,       // its rule exceeded the cap in this object
  Overlapped,   // another verdict on the same bytes is better
  Duplicate,    // the same value by the same rule elsewhere in this object
};
std::string_view reason_name(Reason reason);   // "bad-checksum"
std::string_view reason_words(Reason reason);  // a sentence for people

struct Companion {
  std::string name;
  Span span;
};

// The id half of a secret, found in the same text.
struct PairedId {
  static constexpr std::uint32_t kNoRule = UINT32_MAX;  // found by the secret's own rule
  std::uint32_t rule = kNoRule;
  Span span;
  std::string value;  // decoded where it stands encoded
};

// What an encoded run was decoded to, around its candidate; spans are offsets in `text`.
struct DecodedCandidate {
  std::string text;
  Span match;
  Span secret;
  std::vector<Companion> companions;
  std::vector<std::string> chain;  // "base64", outermost first
};

struct LocalVerdict {
  std::uint32_t rule = 0;    // index into RuleSet::rules(): who names the value
  std::uint32_t family = 0;  // whose trigger fired; another rule only where `rule` is assigned
  std::uint64_t trigger_end = 0;
  Span interval;  // the bytes this verdict depends on
  Span match;     // the whole pattern; empty for NoMatch
  Span secret;    // the `secret` group
  std::vector<Companion> companions;
  std::optional<PairedId> pair;  // set by bind_pairs()
  // Set where the secret stands encoded; the spans above are those of the encoded characters.
  std::shared_ptr<const DecodedCandidate> decoded;
  Reason reason = Reason::Kept;
  Span named_by;  // the word that names the provider, where `rule` is assigned
  // Of a judged rule's candidate that came before the judge: the name its value stands under
  // (judge/own_key.h), empty where there is none.
  std::optional<Span> own_name;
  // What the judge made of a judged rule's candidate, in thousandths of a logit; 0 for other rules.
  // Where the reason is Unlikely, no more than bounds (judge/judge_verdict.h).
  std::int32_t credential_score = 0;  // a credential at all
  std::int32_t strong_score = 0;      // one that somebody could not guess
};

// The value a verdict is about, decoded where it stands encoded.
std::string_view value_of(std::string_view text, const LocalVerdict& verdict);

// A verdict and its text as if the decoded bytes were the text; both as they are when nothing is
// encoded. The view lives as long as `text` and the verdict.
struct AsRead {
  std::string_view text;
  LocalVerdict verdict;
};
AsRead as_read(std::string_view text, const LocalVerdict& verdict);

struct LocalVerdicts {
  std::vector<LocalVerdict> verdicts;        // in order of trigger end, then family
  std::vector<std::uint32_t> stormed_rules;  // exceeded Limits::max_matches_per_rule; dropped here
  bool trigger_limit_reached = false;        // the object as a whole was too busy
  std::int64_t now_unix_seconds = 0;         // of the scan; 0: nothing counts as expired
};

struct Inheritance;
struct FoundVerdicts;
enum class WantedVerdicts;
enum class AsBase;

class Matcher {
 public:
  static Result<Matcher> create(std::shared_ptr<const RuleSet> rules, const Limits& limits,
                                std::int64_t now_unix_seconds);
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  // `text` up to 4 GiB − 1. Errors: Io when Hyperscan fails (never for content).
  Result<LocalVerdicts> find(std::string_view text);
  // The same of a text that has much from one scanned before (inheriting_finder.h).
  Result<FoundVerdicts> find(std::string_view text, const Inheritance& from, WantedVerdicts wanted,
                             AsBase as_base);

  const RuleSet& rules() const;

 private:
  struct State;
  explicit Matcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace leakwarden::scanner
