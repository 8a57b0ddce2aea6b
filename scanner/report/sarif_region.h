#pragma once

// Lines and columns as SARIF counts them.
//
//   ours    columns in bytes, the last one belongs to the value        start 18, end 57
//   SARIF   columns in UTF-16 code units, the end is exclusive         start 14, end 54
//
// What stands before a value on its line is known from the finding's masked line, and the value
// itself is at hand. Where the masked line does not begin at the line's start, or masks something
// before the value, bytes stand for code units; `exact` says so, and the result tells its reader.

#include <cstdint>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

struct SarifRegion {
  std::int64_t start_line = 1;
  std::int64_t end_line = 1;
  std::int64_t start_column = 1;
  std::int64_t end_column = 1;  // exclusive
  bool exact = true;
};

SarifRegion sarif_region(const Finding& finding);

// UTF-16 code units of text; each byte that is no UTF-8 counts as one.
std::int64_t utf16_units(std::string_view text);

}  // namespace leakwarden::scanner
