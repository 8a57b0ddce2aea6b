#include "scanner/suppress/date.h"

#include <chrono>

#include "scanner/base/clock.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kDateBytes = 10;
constexpr std::string_view kForm = "dddd-dd-dd";
constexpr int kFirstYear = 1970;

int number_in(std::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != kDateBytes) return false;
  for (std::size_t at = 0; at < kDateBytes; ++at) {
    const bool digit = text[at] >= '0' && text[at] <= '9';
    if (kForm[at] == 'd' ? !digit : text[at] != '-') return false;
  }
  const std::chrono::year_month_day day{
      std::chrono::year(number_in(text.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(number_in(text.substr(5, 2)))),
      std::chrono::day(static_cast<unsigned>(number_in(text.substr(8, 2))))};
  return day.ok() && static_cast<int>(day.year()) >= kFirstYear;
}

std::string date_of(std::int64_t unix_seconds) {
  return rfc3339(from_unix_seconds(unix_seconds)).substr(0, kDateBytes);
}

}  // namespace leakwarden::scanner
