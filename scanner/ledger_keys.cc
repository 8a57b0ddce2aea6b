#include "scanner/ledger_keys.h"

#include <algorithm>
#include <optional>

#include "scanner/ledger/program_id.h"
#include "scanner/ledger/state_digest.h"
#include "scanner/match/checksum.h"
#include "scanner/match/fact.h"
#include "scanner/missing_objects.h"
#include "scanner/read/archive_library.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {
namespace {

void add_limits(StateDigest& digest, const Limits& limits) {
  static_assert(sizeof(Limits) == 128, "a new limit? it belongs into this list");
  const std::initializer_list<std::uint64_t> all{limits.max_object_bytes,
                                                 limits.window_bytes,
                                                 limits.window_overlap_bytes,
                                                 limits.max_stream_bytes,
                                                 limits.max_matches_per_rule,
                                                 limits.max_judged_matches_per_rule,
                                                 limits.max_named_matches_per_rule,
                                                 limits.max_triggers_per_object,
                                                 limits.max_delta_depth,
                                                 limits.max_tree_depth,
                                                 limits.max_tree_entries,
                                                 limits.max_copy_search_entries,
                                                 limits.max_tag_depth,
                                                 limits.max_refs,
                                                 limits.max_ref_name_bytes,
                                                 limits.max_path_bytes,
                                                 limits.max_commits_per_push,
                                                 limits.max_findings,
                                                 limits.max_config_bytes,
                                                 limits.max_folder_depth};
  for (const std::uint64_t limit : all) {
    digest.add(limit);
  }
}

bool is_watched(const ScanOptions& options) {
  return options.on_dropped || options.on_object || options.known || !options.poisoned.empty();
}

}  // namespace

std::string judgement_digest(const ScanOptions& options, VerifyObjects verify_objects) {
  return judgement_digest(options, verify_objects, options.rules->digest());
}

std::string judgement_digest(const ScanOptions& options, VerifyObjects verify_objects,
                             const std::string& rules_digest) {
  if (program_id().empty() || is_watched(options)) return "";
  StateDigest digest;
  digest.add(program_id());
  digest.add(archive_library_version());  // no part of the program
  digest.add(rules_digest);
  add_limits(digest, options.limits);
  digest.add(static_cast<std::uint64_t>(options.whole_objects));
  digest.add(static_cast<std::uint64_t>(options.inline_markers));
  for (const std::string& marker : options.more_markers) digest.add(marker);
  digest.add(static_cast<std::uint64_t>(verify_objects));
  return digest.finish();
}

std::int64_t same_until(const std::vector<Finding>& findings, std::int64_t now_unix_seconds) {
  std::int64_t until = first_refusal_to_end() - 1;
  for (const Finding& finding : findings) {
    const auto expires = finding.facts.find("expires");
    if (expires == finding.facts.end()) continue;
    const std::optional<std::int64_t> seconds = seconds_of_time(expires->second);
    if (seconds && *seconds >= now_unix_seconds) until = std::min(until, *seconds);
  }
  return until;
}

bool comes_again(const Gap& gap) {
  if (gap.reason == kMoreFindings) return false;  // which ones are kept is up to threads
  return gap.corrupt || gap.caused_by_content || gap.reason == kNotInThisClone ||
         gap.reason == kNamedAndAbsent;
}

}  // namespace leakwarden::scanner
