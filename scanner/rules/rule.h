#pragma once

// A rule: what to look for, how to know it, what to do about it.
//
// A Rule is the parsed and derived form of one entry of a rule file (shared/design/interfaces.md,
// rules/README.md). It is made by load_rules() from YAML, or read back from a RuleSet image.
//
// Trigger, width and reach are derived from `pattern` (derive.h) unless the author overrode them.
// The contract between them (architecture §1):
//   - the trigger is a Hyperscan expression without ^ $ \A \z, of bounded width, reporting end
//     offsets only;
//   - for a trigger ending at e, RE2 searches [e − before, e + width) with the whole text as
//     context; the candidate is the first match with start < e ≤ end.
//
// Two kinds of rules differ from that plain one:
//   - a *judged* rule (`judge: credential`) is a family such as `password = "…"`: many candidates,
//     most of them none; the judge scores each by its bytes and kJudgeReach bytes around them.
//     Of several matches that cover e the one whose own trigger ends there (match/nearest_match.h);
//   - an *assigned* rule (`trigger: assignment`) has no trigger. It is tried on the values that
//     judged rules find: its pattern must be the whole value, and one of its context words must
//     stand near (match/attribute.h). It names the value's provider.
//     One of *any shape* is made of a file's `names` (provider_credential.h).
// Thread rules: immutable once built.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// local: the verdict depends only on [e − L, e + R). object: on the whole object (a PEM block, a
// composite, a structured reader).
enum class Locality { Local, Object };

// Who decides whether a candidate is a secret: its shape and its tests alone (None), or the judge as
// well. Of Provider the name beside the value does not say what it is, so an assigned rule must.
enum class Judging { None, Credential, Provider };

// What the judge and the search for a provider may read on either side of a judged rule's match.
constexpr std::uint32_t kJudgeReach = 256;

struct ContextWords {
  std::vector<std::string> words;  // lower case; one must stand within reach, case-insensitively
  std::uint32_t reach = 0;         // bytes on either side of the match
};

// How far the other half of a key may stand away: anywhere in the same text.
constexpr std::uint32_t kWholeText = UINT32_MAX;

// The id that belongs to a rule's secrets: found by other rules, or by a pattern of its own.
struct PairedWith {
  std::vector<std::string> with;  // ids of rules
  std::string pattern;            // or RE2 with a group `id`
  std::uint32_t reach = 0;        // bytes between the halves
  bool needed = false;            // without it the value is none
  bool empty() const { return with.empty() && pattern.empty(); }
};

struct VerifyBlock {  // data for the service's verifier; never used by the scanner
  std::string method;
  std::string url;
  std::map<std::string, std::string> headers;
  std::string body;
  std::map<std::string, std::string> live;
  std::map<std::string, std::string> dead;
  std::vector<std::string> hosts;
};

struct Rule {
  std::string id;
  std::string name;
  std::string provider;
  std::string homepage;
  Severity severity = Severity::High;
  Confidence confidence = Confidence::High;
  std::string pattern;  // RE2, named group `secret` and companions
  Locality locality = Locality::Local;
  Judging judging = Judging::None;
  bool placed = false;  // judged, and its pattern tells a place where a password or a key stands
  bool assigned = false;  // has no trigger; tried on what judged rules find
  bool any_shape = false;  // an assigned rule made of its provider's names; takes what others leave

  // Derived, or overridden by the author:
  std::string trigger;  // Hyperscan expression
  bool trigger_overridden = false;
  std::uint32_t trigger_width = 0;          // longest text the trigger matches, bytes
  std::uint32_t trigger_literal_bytes = 0;  // shortest literal in it; below 3 it costs speed
  double trigger_bits = 0;      // how rarely it fires by accident: once in 2^bits bytes; of an
                                // assigned rule: how rarely its value turns up
  std::uint32_t before = 0;     // longest distance from a match's start to its trigger's end
  std::uint32_t width = 0;      // longest match, bytes (≤ 1,024 for local rules)
  std::uint32_t max_bytes = 0;  // object rules: the window RE2 may look at, from the trigger on

  ContextWords context;
  PairedWith pair;       // of a secret half: its id half
  bool id_half = false;  // names a key and opens nothing: never reported by itself
  std::string checksum;  // "" or a name of match/checksum.h
  std::string decode;    // "" or which offline facts to decode: a name of match/decode_facts.h
  double entropy = 0;    // floor, bits a character; 0 is none
  // Whole values, 'START…', '…END', '…PART…' (in any case) or 'sha256:<hex>'.
  std::vector<std::string> placeholders;

  std::uint32_t seeded_examples = 0;
  std::vector<std::string> examples;
  std::vector<std::string> counter_examples;
  VerifyBlock verify;
  Advice advice;

  std::string source_file;  // where it was defined, for messages
  int source_line = 0;
};

}  // namespace leakwarden::scanner
