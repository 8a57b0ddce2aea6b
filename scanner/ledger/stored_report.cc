#include "scanner/ledger/stored_report.h"

#include <utility>

namespace leakwarden::scanner {

std::string encode_report(const StoredReport& report) {
  BodyWriter out;
  fields(out, report);
  return std::move(out).body();
}

std::optional<StoredReport> decode_report(std::string_view bytes) {
  BodyReader in(bytes);
  StoredReport report;
  fields(in, report);
  if (!in.finished()) return std::nullopt;
  return report;
}

}  // namespace leakwarden::scanner
