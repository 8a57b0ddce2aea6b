#pragma once

// `scan --attest FILE --attest-key KEY` and `leakwarden attest verify`.

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/scan_settings.h"
#include "scanner/cli/target.h"
#include "scanner/report/attestation.h"
#include "scanner/report/report.h"

namespace leakwarden::scanner {

// What `options` ask for; `file` is empty when nothing is.
struct AttestRequest {
  std::string file;
  Secret key;  // PEM
};

// --attest FILE with --attest-key FILE. Invalid: one without the other, or a part of a repository
// that no commit stands for. NotFound, Io: the key.
Result<AttestRequest> read_attest_request(const Options& options, const Narrowing& narrowing);

// Signs and writes it (mode 0644: it holds no secret). Invalid: a target without a commit.
Status write_attestation(const AttestRequest& request, const Narrowing& narrowing,
                         const ScanSettings& settings, const std::vector<AttestedCommit>& commits,
                         const ReportInput& report);

int attest_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
