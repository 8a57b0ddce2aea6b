#include "service/cli/words.h"

#include <charconv>
#include <optional>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"

namespace leakwarden::service {
namespace {

bool is_rfc3339(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == 'd' ? !digit : text[i] != kShape[i]) return false;
  }
  return true;
}

std::string duration_words(std::int64_t seconds) {
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 2 * 3600) return fmt::format("{} min", seconds / 60);
  if (seconds < 48 * 3600) return fmt::format("{} h", seconds / 3600);
  return fmt::format("{} days", seconds / 86400);
}

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  std::from_chars_result parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  bool whole = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && value >= 0;
  return whole ? std::optional<int>(value) : std::nullopt;
}

// 2027-01-31 → the first moment of the day after.
std::optional<WallTime> end_of_day(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  std::optional<int> year = number_in(std::string_view(text).substr(0, 4));
  std::optional<int> month = number_in(std::string_view(text).substr(5, 2));
  std::optional<int> day = number_in(std::string_view(text).substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year(*year),
                                   std::chrono::month(static_cast<unsigned>(*month)),
                                   std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return WallTime(std::chrono::sys_days(date) + std::chrono::days(1));
}

std::optional<std::chrono::minutes> distance(const std::string& text) {
  if (text.size() < 2 || text.size() > 6) return std::nullopt;
  std::optional<int> count = number_in(std::string_view(text).substr(0, text.size() - 1));
  if (!count || *count == 0) return std::nullopt;
  if (text.back() == 'm') return std::chrono::minutes(*count);
  if (text.back() == 'h') return std::chrono::hours(*count);
  if (text.back() == 'd') return std::chrono::hours(24 * *count);
  return std::nullopt;
}

}  // namespace

std::string time_words(std::string_view rfc3339) {
  if (!is_rfc3339(rfc3339)) return sanitize_for_terminal(rfc3339, 40);
  return std::string(rfc3339.substr(0, 10)) + " " + std::string(rfc3339.substr(11, 5)) + " UTC";
}

std::string distance_words(WallTime time, WallTime now) {
  std::int64_t seconds = unix_seconds(time) - unix_seconds(now);
  if (seconds == 0) return "now";
  return seconds > 0 ? "in " + duration_words(seconds) : duration_words(-seconds) + " ago";
}

std::string severity_words(Severity severity, scanner::UseColour colour) {
  std::string word = fmt::format("{:<8}", severity_name(severity));
  if (colour == scanner::UseColour::No || severity == Severity::Low) return word;
  return (severity == Severity::Medium ? "\x1b[33m" : "\x1b[31m") + word + "\x1b[0m";
}

Result<WallTime> parse_until(const std::string& text, WallTime now) {
  std::optional<std::chrono::minutes> later = distance(text);
  std::optional<WallTime> date = end_of_day(text);
  WallTime until = later ? now + *later : date.value_or(now);
  if (until > now) return until;
  bool past = date.has_value();
  return Error::invalid("read options", "--until " + text,
                        past ? "that day is over" : "expected a date or a time from now")
      .with_remedy("--until 2027-01-31, or --until 30d");
}

}  // namespace leakwarden::service
