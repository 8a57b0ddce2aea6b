#pragma once

// The plain values that travel: what was found, where, how sure, what to do.
//
// A Finding carries its value as a Secret inside a process and over the worker's pipe, nowhere
// else; everything people or other tools see uses mask and fingerprint. All strings that come from
// a repository (paths, names, messages) are raw bytes: sanitise at the output that prints them.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/secret.h"

namespace leakwarden {

enum class Severity { Low, Medium, High, Critical };  // what the key can do
enum class Confidence { Low, Medium, High };          // how sure we are that it is a key
enum class Verified { Unchecked, Live, Dead, Unknown };

std::string_view severity_name(Severity severity);
std::string_view confidence_name(Confidence confidence);
std::string_view verified_name(Verified verified);
std::optional<Severity> severity_from_name(std::string_view name);
std::optional<Confidence> confidence_from_name(std::string_view name);
std::optional<Verified> verified_from_name(std::string_view name);

// Which kind of place in a repository (or outside one) holds the text.
enum class PlaceKind {
  Blob,
  CommitMessage,
  Author,
  Committer,
  TagMessage,
  Tagger,
  Note,
  RefName,
  Path,
  Index,
  WorkTree,
  Stash,
  Reflog,
  Config,
  File,
  Stream,
};
std::string_view place_kind_name(PlaceKind kind);  // "blob", "commit-message", …
std::optional<PlaceKind> place_kind_from_name(std::string_view name);

// 1-based; columns in bytes; end_column is the column of the last byte.
struct TextRange {
  std::int64_t start_line = 0;
  std::int64_t end_line = 0;
  std::int64_t start_column = 0;
  std::int64_t end_column = 0;
};

struct Location {
  PlaceKind kind = PlaceKind::Stream;
  std::string repository;  // as the user or the configuration names it
  std::string path;
  TextRange range;
  std::string blob;    // object id in hex: the object whose bytes hold the value
  std::string commit;  // the commit that introduced it, where known
  std::string author;
  std::string email;
  std::string date;  // RFC 3339, author date
  std::vector<std::string> refs;
  std::optional<bool> at_tip;  // still in the tree of a ref's tip
  std::string introduced_by;   // who pushed, where known
};

// What the rule tells a person to do. Shared text, from the rule, never from a repository.
struct Advice {
  std::string opens;  // what somebody who holds the key can do
  std::string revoke_url;
  std::vector<std::string> steps;  // in the order a person does them
  std::string docs;
};

struct Suppression {
  std::string by;  // "inline", "baseline", "ignore-file", a person
  std::string reason;
  std::string expires;  // RFC 3339 date or empty
};

struct Finding {
  std::string rule_id;
  std::string rule_name;
  std::string provider;
  Severity severity = Severity::High;
  Confidence confidence = Confidence::High;
  Location location;
  std::vector<std::int64_t> other_lines;  // of the same file, where the same value stands
  Secret secret;
  std::string scope;        // the name the value is assigned to, where there is one
  std::string fingerprint;  // fingerprint_of(secret, scope)
  std::map<std::string, std::string> facts;  // decoded offline: account, created, expires
  std::vector<std::string> decoded;          // chain of readers: "base64", "zip:inner/conf.ini"
  Secret written;                            // the secret as it stands there, where it was decoded
  std::vector<std::string> reasons;          // why it was kept, in words, for explain
  Verified verified = Verified::Unchecked;
  std::optional<Suppression> suppressed;
  Advice advice;
  std::string masked_line;  // the line it stands on, value masked, bounded; for hooks and reports
};

// Stable order of every report: repository, path, kind, blob, line, column, rule.
bool report_order(const Finding& left, const Finding& right);

}  // namespace leakwarden
