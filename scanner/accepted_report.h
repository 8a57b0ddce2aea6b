#pragma once

// Another scanner's report as a baseline: gitleaks and Betterleaks take any earlier report of
// theirs for one (report/peer_report.h reads them).
//
// An entry speaks for its value: a strong one wherever it stands, a weak one in its file. Where the
// two scanners cut the value differently, it speaks for one that holds it, or is held by it, on the
// very line. Where the report masks its values, file and line are all there is; a remark says so.
//
// Thread rules: pure function.

#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/suppress/speaker.h"

namespace leakwarden::scanner {

// Invalid: a report of no known shape.
Result<std::shared_ptr<const Speaker>> accepted_report(std::string_view bytes,
                                                       const std::string& file);

}  // namespace leakwarden::scanner
