#pragma once

// Reports of other scanners and our own, read to be compared. What they found, each with its value
// where the report tells it.
//
//   gitleaks, Betterleaks   JSON array of objects with RuleID, Secret, File, StartLine, Commit
//   TruffleHog              JSON lines with DetectorName, Raw, SourceMetadata.Data.*.{file,line,…}
//   Kingfisher              JSON ("findings") or lines with rule.id, finding.{snippet,path,line}
//   SARIF 2.1.0             runs[].results[] with ruleId and the first physical location
//   Leakwarden              jsonl, and json ("findings"), with rule_id
//
// The report is as hostile as any file: read in one pass without building a document, with limits
// on its bytes, its depth and what is kept of a record. Over a limit is an error, never a part of
// the truth; so is text that is no JSON, or JSON that is none of these. Errors hold no content.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"

namespace leakwarden::scanner {

struct PeerFinding {
  std::string rule;
  Secret value;  // empty where the report masks it or tells none
  std::string path;
  std::string commit;
  std::int64_t line = 0;  // 0: not told
  // What our own reports tell besides, in each of their formats:
  std::string fingerprint = {};
  std::string name = {};      // of the rule
  std::string severity = {};  // "critical"
  std::string mask = {};      // where `value` is masked
  std::string repository = {};
  bool suppressed = false;
};

struct PeerReport {
  std::string tool;  // "gitleaks", "TruffleHog", …, "Leakwarden"; "" of an empty report
  std::vector<PeerFinding> findings;  // in the report's order
  std::string outcome = {};           // of ours: "clean", "findings", "partial", "corrupt"
};

// Invalid: no JSON, or of no known shape. TooLarge: beyond the limits.
Result<PeerReport> read_peer_report(std::string_view text, std::string_view name);

inline constexpr std::uint64_t kMostReportBytes = 1ull << 30;
inline constexpr std::size_t kMostReportDepth = 64;
inline constexpr std::size_t kMostPeerFindings = 1'000'000;
inline constexpr std::size_t kMostFieldsOfARecord = 500;
inline constexpr std::size_t kMostFieldBytes = 1 << 20;

}  // namespace leakwarden::scanner
