#pragma once

// A rule set as one mapped image: rule table, strings, RE2 sources, advice and the compiled
// Hyperscan database, ready to match without parsing or compiling anything.
//
//   YAML → load_rules() → build_image() → bytes → RuleSet::map(…) → Matcher
//
// The built-in image is made by the build itself and linked into the program. Users' rules are
// compiled once and kept in a cache, named by their digest, the Hyperscan version and the CPU, in a
// folder that only we can write; a cache file that is foreign, damaged or owned by somebody else is
// rebuilt, never trusted.
//
// Ownership: a RuleSet owns its map; everything it returns lives as long as it does. Thread rules:
// immutable, share one shared_ptr<const RuleSet> between all threads.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/base/result.h"
#include "scanner/rules/rule.h"
#include "scanner/rules/rule_list.h"
#include "scanner/rules/stem_trigger.h"

struct hs_database;

namespace leakwarden::scanner {

enum class Verify;  // rule_image.h: how much of an image is checked

class RuleSet {
 public:
  // The rules built into this program.
  static Result<std::shared_ptr<const RuleSet>> builtin();
  // The union of `sources`: "builtin", rule files, folders of rule files (read in name order).
  // Unique ids over all of them; zero rules in all is an error. Uses the cache in `cache_folder`
  // ("" chooses $XDG_CACHE_HOME/leakwarden, else ~/.cache/leakwarden; no cache when the folder is
  // not ours alone, see rule_cache.h). Errors: NotFound with the path; Invalid with
  // "file:line:column" of the first mistake (`leakwarden rules check` shows them all).
  static Result<std::shared_ptr<const RuleSet>> load(const std::vector<std::string>& sources,
                                                     const std::string& cache_folder = "");
  // An image in memory; checked (magic, version, bounds, checksum) before use. `bytes` must outlive
  // the set and start on a 64-byte boundary.
  static Result<std::shared_ptr<const RuleSet>> from_image(std::string_view bytes);
  // An image in an open file (a worker gets its rules this way); maps it.
  static Result<std::shared_ptr<const RuleSet>> from_file(const Descriptor& file);

  ~RuleSet();
  std::size_t size() const;
  // By id, with all that was written about them. Names, advice and examples are read from the image
  // at the first call, which takes some milliseconds.
  const std::vector<Rule>& rules() const;
  // The same rules for whoever only matches: without descriptions (rule_codec.h), each read when
  // first asked for.
  RuleList verdict_rules() const;
  // One rule with its descriptions, or nullptr; reads no other.
  const Rule* find(std::string_view id) const;
  // Its index into rules(), and so into verdict_rules().
  std::optional<std::uint32_t> index_of(std::string_view id) const;
  // Scans with HS_MODE_BLOCK; the id Hyperscan reports is the index into rules(). Triggers that
  // stem_triggers() finds are not in it.
  const hs_database* database() const;
  // The same for encoded forms (encoded_trigger.h), nullptr where no rule has any; the id is form ×
  // number of rules + index.
  const hs_database* encoded_database() const;
  // Triggers that are found without database(), and where it need not be run. Never nullptr.
  const StemTriggers* stem_triggers() const;
  // SHA-256 of all that can change a verdict, in hex.
  const std::string& digest() const;
  // The image's bytes, to hand to a worker.
  std::string_view image() const;

 private:
  RuleSet();
  struct State;
  static Result<std::shared_ptr<const RuleSet>> open(std::unique_ptr<State> state, Verify verify);
  std::unique_ptr<State> state_;
};

}  // namespace leakwarden::scanner
