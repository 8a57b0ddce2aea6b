#pragma once

// Was a value there before? *Introduced* means that it stands in no parent's version of any path.
//
// A finding in a new blob is looked for in the blobs that it replaced, where an old value most
// often stands, then in every blob of the parents' trees. Each blob is read once for all values.
// A value is old in whatever form it stood (encoded_spellings.h), also in an archive.
// The search is bounded: when the budget ends, a value counts as new, so that a limit never hides a
// finding.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/git/repository.h"
#include "scanner/scan_job.h"
#include "scanner/value_numbers.h"

namespace leakwarden::scanner {

class OldValues {
 public:
  // `findings`: all that will be asked about.
  OldValues(Repository& repository, ScanJob& job, const std::vector<Finding>& findings);

  // Does the value stand in one of `likely`, or in any blob of `trees`?
  bool stood_in(const Finding& finding, const std::vector<ObjectId>& likely,
                const std::vector<ObjectId>& trees);
  // Does it stand in a path of one of `trees`?
  bool stood_in_names(const Finding& finding, const std::vector<ObjectId>& trees);

  bool budget_ended() const { return budget_ended_; }

  // Bytes searched × values looked for (an encoded form, which is long and rare, is a fourth of
  // one), and blobs read for it.
  static constexpr std::uint64_t kMostByteValues = 1ull << 30;
  static constexpr std::uint64_t kMostBlobs = 50'000;

 private:
  using Paths = std::vector<std::pair<ObjectId, std::string>>;

  struct Wanted {
    Secret plain;
    std::vector<Secret> encoded;  // how it may stand, and how it stood where it was found
  };

  void want(const Finding& finding);
  static bool holds(std::string_view bytes, const Wanted& wanted);
  void look_in(std::string_view text, std::vector<bool>& held);
  bool blob_holds(const ObjectId& blob, std::uint32_t value);
  const Paths& paths_of(const ObjectId& tree);

  Repository& repository_;
  ScanJob& job_;
  ValueNumbers numbers_;
  std::vector<Wanted> values_;  // by number
  std::unordered_map<ObjectId, std::vector<bool>> held_;
  std::unordered_map<ObjectId, Paths> trees_;
  std::uint64_t forms_ = 0;     // encoded ones, of all values
  std::uint64_t byte_values_ = 0;
  bool budget_ended_ = false;
};

}  // namespace leakwarden::scanner
