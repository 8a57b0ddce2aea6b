#include "scanner/match/luhn.h"

#include <cstddef>

namespace leakwarden::scanner {
namespace {

int luhn_sum(std::string_view value) {
  int sum = 0;
  bool doubled = false;
  for (std::size_t index = value.size(); index > 0; --index) {
    char character = value[index - 1];
    if (character < '0' || character > '9') continue;
    int digit = character - '0';
    if (doubled) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
    doubled = !doubled;
  }
  return sum;
}

}  // namespace

bool luhn_valid(std::string_view value) {
  return value.find_first_of("0123456789") != std::string_view::npos && luhn_sum(value) % 10 == 0;
}

std::string luhn_completed(std::string_view value) {
  std::string result(value);
  std::size_t last = result.find_last_of("0123456789");
  if (last == std::string::npos) return result;
  result[last] = '0';
  result[last] = static_cast<char>('0' + (10 - luhn_sum(result) % 10) % 10);
  return result;
}

}  // namespace leakwarden::scanner
