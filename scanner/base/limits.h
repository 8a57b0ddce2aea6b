#pragma once

// Every budget in one place: unit, default, and the attack it answers. A limit that is reached is
// reported as a Gap, never swallowed.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace leakwarden {

struct Limits {
  // Bytes of one object held in memory. Answers: a 1.3 KB pack that inflates to 1 GiB.
  // Larger content is scanned in windows where it can be streamed, else it is a gap.
  std::uint64_t max_object_bytes = 64ull << 20;
  // Bytes of one window over a large file or object, and the overlap between two windows
  // (at least the widest rule).
  std::uint64_t window_bytes = 16ull << 20;
  std::uint64_t window_overlap_bytes = 64ull << 10;
  // Bytes of content beyond which even windows stop. Answers: endless streams.
  std::uint64_t max_stream_bytes = 64ull << 30;
  // Matches of one rule in one object; beyond it that rule alone is dropped there.
  // Answers: 16 MB of "a" against [a-z0-9]{20,40} (16.8 million callbacks).
  std::uint32_t max_matches_per_rule = 1000;
  // The same for a judged rule (`password = …`), which honest tables of settings are full of.
  std::uint32_t max_judged_matches_per_rule = 100'000;
  // And for one that needs a provider's name beside it, which honest tables of ids and hashes are
  // made of: what has none is dropped at once.
  std::uint32_t max_named_matches_per_rule = 400'000;
  // Raw trigger reports per object over all rules.
  std::uint32_t max_triggers_per_object = 1u << 20;
  // Delta links followed for one object. Answers: chains and cycles. git writes at most 4,095.
  std::uint32_t max_delta_depth = 4095;
  // Nesting of trees walked. Answers: trees nested 100,000 deep.
  std::uint32_t max_tree_depth = 1024;
  // Entries of all trees compared for one commit. Answers: trees with a million entries, ×100.
  std::uint64_t max_tree_entries = 20'000'000;
  // Entries of parents' trees searched to tell a copied file from a new one, for one commit; beyond
  // it a copy counts as new and is scanned again.
  std::uint64_t max_copy_search_entries = 1'000'000;
  // Tag → tag → … links peeled.
  std::uint32_t max_tag_depth = 64;
  // Refs read from one repository, and bytes of one ref name.
  std::uint32_t max_refs = 2'000'000;
  std::uint32_t max_ref_name_bytes = 4096;
  // Bytes of a path kept in a finding.
  std::uint32_t max_path_bytes = 4096;
  // Commits walked for one push. Answers: a push that unlocks another project's whole history.
  std::uint64_t max_commits_per_push = 5'000'000;
  // Findings kept of one scan; more are counted and reported as a gap.
  std::uint64_t max_findings = 1'000'000;
  // Bytes of one configuration, rule or suppression file.
  std::uint64_t max_config_bytes = 1ull << 20;
  // Folder nesting walked when scanning files.
  std::uint32_t max_folder_depth = 256;
  // Wall-clock budget of one pre-receive or pre-commit run; 0 is none.
  std::chrono::milliseconds hook_deadline{4000};

  static constexpr std::size_t max_recorded_gaps = 1000;
};

}  // namespace leakwarden
