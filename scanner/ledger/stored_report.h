#pragma once

// A whole report as the ledger keeps it, with the state of the repository it speaks of.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/ledger/stored_finding.h"

namespace leakwarden::scanner {

struct StoredReport {
  std::string state;            // StateDigest of all that was read
  std::int64_t scanned_at = 0;  // Unix seconds; a clock that was set back proves nothing
  std::int64_t same_until = 0;
  std::vector<StoredFinding> findings;
  Coverage coverage;

  bool speaks_of(const std::string& current_state, std::int64_t now_unix_seconds) const {
    return state == current_state && scanned_at <= now_unix_seconds &&
           now_unix_seconds <= same_until;
  }
};

template <typename Archive, Is<StoredReport> Value>
void fields(Archive& archive, Value& report) {
  archive(report.state, report.scanned_at, report.same_until, report.findings, report.coverage);
}

std::string encode_report(const StoredReport& report);
// Nothing for bytes that encode_report() never wrote.
std::optional<StoredReport> decode_report(std::string_view bytes);

}  // namespace leakwarden::scanner
