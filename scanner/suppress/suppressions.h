#pragma once

// All that speaks for findings, asked about each; and what is to be said about it afterwards.
//
//   files ──read──► speakers ──► heed(finding, path) ──► Finding::suppressed ──► notes()
//
//   Suppressions all("2026-11-26");
//   all.add(baseline_speaker(…));
//   all.heed(finding, "config/prod.env");    // suppressed: by, reason, expires; or as it was
//   all.notes(Told::All)                     // unused, expired, too broad, remarks of the files
//
// Nothing is dropped: a finding that is spoken for stays, marked. What has ended speaks no more,
// and the finding says which statement that was. Where several speak, the first speaker's first
// statement stands in the finding; a marker in the file itself (inline_marker.h) comes before all.
//
// Thread rules: one thread.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/suppress/speaker.h"

namespace leakwarden::scanner {

// A statement of paths, rules or patterns that silences more findings than this is reported.
constexpr std::uint64_t kManyFindings = 100;

// Where not everything was scanned, what is unused is not known.
enum class Told { Used, All };

enum class StatementProblem { Unused, Expired, Broad };

struct StatementNote {
  StatementProblem problem = StatementProblem::Unused;
  std::string file;
  std::string place;  // ".leakwarden-baseline:12"
  std::string words;  // "s1-3f2a9c01, ended on 2026-01-31"
};

// Accepted by somebody who named the value, not by a path, a pattern or a comment
// (Suppression::by).
bool is_by_baseline(std::string_view by);

class Suppressions {
 public:
  explicit Suppressions(std::string today) : today_(std::move(today)) {}

  void add(std::shared_ptr<const Speaker> speaker);
  bool empty() const { return asked_.empty(); }
  bool has_baseline() const;  // one of them names values that were there before
  void heed(Finding& finding, const std::string& path);

  // By speaker, then by statement. `least`: findings of less confidence were not there to be spoken
  // for.
  std::vector<StatementNote> problems(Confidence least) const;
  // The same in few lines, for a summary: of what is unused one a file; and what the files' readers
  // remarked.
  std::vector<std::string> notes(Told told, Confidence least) const;

 private:
  struct Asked {
    std::shared_ptr<const Speaker> speaker;
    std::vector<std::uint64_t> uses;  // by statement: findings it spoke for, alone or not
  };
  bool has_ended_at(const Statement& statement) const;

  std::string today_;
  std::vector<Asked> asked_;
};

}  // namespace leakwarden::scanner
