#include "scanner/read/base64_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::optional<std::string> base64_text(std::string_view written) {
  std::string digits;
  digits.reserve(written.size());
  std::remove_copy_if(written.begin(), written.end(), std::back_inserter(digits), is_space);
  digits.erase(digits.find_last_not_of('=') + 1);
  Base64Decoded decoded = base64_decode(digits);
  if (digits.empty() || decoded.used != digits.size() || digits.size() % 4 == 1)
    return std::nullopt;
  return std::move(decoded.bytes);
}

}  // namespace leakwarden::scanner
