#include "scanner/cli/duration.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "scanner/cli/options.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostSeconds = 1'000'000'000;

bool take_ending(std::string& text, std::string_view ending) {
  if (text.size() < ending.size() ||
      text.compare(text.size() - ending.size(), ending.size(), ending) != 0) {
    return false;
  }
  text.resize(text.size() - ending.size());
  return true;
}

}  // namespace

Result<std::chrono::milliseconds> parse_duration(const std::string& said, const std::string& text,
                                                 std::chrono::milliseconds shortest,
                                                 std::chrono::milliseconds longest) {
  std::string digits = text;
  const bool is_milliseconds = take_ending(digits, "ms");
  if (!is_milliseconds) take_ending(digits, "s");
  LEAKWARDEN_TRY(const std::uint64_t number, parse_number(said, digits));
  const std::uint64_t bounded = std::min(number, kMostSeconds);
  const std::chrono::milliseconds span(is_milliseconds ? bounded : 1000 * bounded);
  if (span >= shortest && span <= longest) return span;
  return Error::invalid("read options", said, "out of range")
      .with_remedy("from " + std::to_string(shortest.count()) + "ms to " +
                   std::to_string(longest.count() / 1000) + "s");
}

}  // namespace leakwarden::scanner
