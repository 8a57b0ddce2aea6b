#include "scanner/report/sarif_region.h"

#include <algorithm>
#include <optional>

#include "scanner/base/sanitize.h"

namespace leakwarden::scanner {
namespace {

// The whole of the line before the value, where the masked line shows it unmasked.
std::optional<std::string_view> text_before(const Finding& finding) {
  const std::string_view line = finding.masked_line;
  const std::size_t bytes = static_cast<std::size_t>(finding.location.range.start_column - 1);
  const std::string mask = finding.secret.mask();
  if (bytes > line.size() || line.substr(bytes, mask.size()) != mask) return std::nullopt;
  const std::string_view before = line.substr(0, bytes);
  if (before.find("…") != std::string_view::npos) return std::nullopt;
  return before;
}

// The value's part on its last line, where the value is what stands there.
std::optional<std::string_view> last_line_of_value(const Finding& finding) {
  const TextRange& range = finding.location.range;
  const Secret& written = finding.decoded.empty() ? finding.secret : finding.written;
  std::string_view value = written.reveal(RevealFor::Matching);
  const bool one_line = range.start_line == range.end_line;
  if (!one_line) value.remove_prefix(std::min(value.size(), value.rfind('\n') + 1));
  const std::int64_t first = one_line ? range.start_column : 1;
  if (static_cast<std::int64_t>(value.size()) != range.end_column - first + 1) return std::nullopt;
  return value;
}

}  // namespace

std::int64_t utf16_units(std::string_view text) {
  const std::string valid = valid_utf8(text);
  std::int64_t units = 0;
  for (char c : valid) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++units;
    if (byte >= 0xF0) ++units;  // beyond the first plane: two
  }
  return units;
}

SarifRegion sarif_region(const Finding& finding) {
  const TextRange& range = finding.location.range;
  SarifRegion region;
  region.start_line = std::max<std::int64_t>(1, range.start_line);
  region.end_line = std::max(region.start_line, range.end_line);
  if (range.start_column < 1 || range.end_column < 1) return region;
  const std::optional<std::string_view> before = text_before(finding);
  const std::optional<std::string_view> value = last_line_of_value(finding);
  region.exact = before.has_value() && value.has_value();
  region.start_column = region.exact ? 1 + utf16_units(*before) : range.start_column;
  region.end_column = range.end_column + 1;
  const bool one_line = region.start_line == region.end_line;
  if (region.exact) region.end_column = utf16_units(*value) + (one_line ? region.start_column : 1);
  if (one_line) region.end_column = std::max(region.end_column, region.start_column);
  return region;
}

}  // namespace leakwarden::scanner
