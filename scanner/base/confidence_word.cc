#include "scanner/base/confidence_word.h"

namespace leakwarden::scanner {

Result<Confidence> parse_confidence(const std::string& said, std::string_view text) {
  const std::optional<Confidence> confidence = confidence_from_name(text);
  if (confidence) return *confidence;
  return Error::invalid("read options", said, "unknown value").with_remedy("low, medium or high");
}

}  // namespace leakwarden::scanner
