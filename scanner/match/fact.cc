#include "scanner/match/fact.h"

#include <chrono>
#include <cstddef>

#include "scanner/base/clock.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMaxTextBytes = 128;
constexpr std::int64_t kMaxUnixSeconds = 253402300799;  // 9999-12-31T23:59:59Z
constexpr std::size_t kDateDigits = 8;
constexpr std::size_t kTimeDigits = 14;

int number_at(std::string_view digits, std::size_t at, std::size_t size) {
  int number = 0;
  for (char digit : digits.substr(at, size)) number = number * 10 + (digit - '0');
  return number;
}

// The digits of a time, without what stands between them; "" when other letters do.
std::string digits_of(std::string_view text) {
  std::string digits;
  for (char character : text) {
    if (character >= '0' && character <= '9') {
      digits.push_back(character);
    } else if (character == '.' || character == 'Z' || character == '+') {
      break;  // fractions; other zones are rare and not worth an hour's error less
    } else if (std::string_view("-:T ").find(character) == std::string_view::npos) {
      return "";
    }
  }
  return digits;
}

}  // namespace

void add_text_fact(Facts& facts, const char* name, std::string_view text) {
  std::string shown = sanitize_for_header(text, kMaxTextBytes);
  if (!shown.empty()) facts[name] = shown;
}

void add_time_fact(Facts& facts, const char* name, std::int64_t unix_seconds) {
  if (unix_seconds < 0 || unix_seconds > kMaxUnixSeconds) return;
  facts[name] = rfc3339(from_unix_seconds(unix_seconds));
}

std::optional<std::int64_t> seconds_of_digits(std::string_view digits) {
  if (digits.empty() || digits.size() > 12) return std::nullopt;
  std::int64_t number = 0;
  for (char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  return number;
}

std::optional<std::int64_t> seconds_of_time(std::string_view text) {
  std::string digits = digits_of(text);
  if (digits.size() != kDateDigits && digits.size() != kTimeDigits) return std::nullopt;
  digits.resize(kTimeDigits, '0');
  std::chrono::year_month_day day{
      std::chrono::year(number_at(digits, 0, 4)),
      std::chrono::month(static_cast<unsigned>(number_at(digits, 4, 2))),
      std::chrono::day(static_cast<unsigned>(number_at(digits, 6, 2)))};
  if (!day.ok()) return std::nullopt;
  std::int64_t days = std::chrono::sys_days(day).time_since_epoch().count();
  return days * 86400 + number_at(digits, 8, 2) * 3600 + number_at(digits, 10, 2) * 60 +
         number_at(digits, 12, 2);
}

}  // namespace leakwarden::scanner
