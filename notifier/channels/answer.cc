#include "notifier/channels/answer.h"

#include <curl/curl.h>
#include <algorithm>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

milliseconds capped(std::int64_t wait_seconds) {
  std::int64_t most = std::chrono::duration_cast<seconds>(kLongestRetryAfter).count();
  return seconds(std::clamp<std::int64_t>(wait_seconds, 0, most));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool speaks_for_channel(long status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

bool will_not_get_better(long status) {
  return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
}

}  // namespace

milliseconds parse_retry_after(std::string_view value, WallTime now) {
  std::string_view text = trimmed(value);
  if (text.empty() || text.size() > 64) return milliseconds{0};
  if (is_number(text)) {
    if (text.size() > 9) return kLongestRetryAfter;
    return capped(std::stoll(std::string(text)));
  }
  bool may_be_date =
      text.find(':') != std::string_view::npos;  // curl_getdate takes much for a date
  std::time_t date = may_be_date ? curl_getdate(std::string(text).c_str(), nullptr) : -1;
  return date < 0 ? milliseconds{0} : capped(static_cast<std::int64_t>(date) - unix_seconds(now));
}

std::string header_of(const HttpAnswer& answer, std::string_view name) {
  for (const std::pair<std::string, std::string>& header : answer.headers) {
    if (header.first == name) return header.second;
  }
  return "";
}

std::string describe_answer(const HttpAnswer& answer) {
  std::string body = sanitize_for_header(trimmed(answer.body), 120);
  return fmt::format("HTTP {}{}{}", answer.status, body.empty() ? "" : ": ", body);
}

DeliveryOutcome classify_http(const HttpAnswer& answer, WallTime now) {
  std::string said = describe_answer(answer);
  if (answer.status >= 200 && answer.status < 300) return Delivered{said};
  if (answer.status == 410) return Refused{said, /*channel_is_gone=*/true};
  if (will_not_get_better(answer.status)) return Refused{said, /*channel_is_gone=*/false};
  if (answer.status >= 300 && answer.status < 400) said += " (redirects are not followed)";
  RetryAfter retry;
  retry.reason = said;
  retry.wait = parse_retry_after(header_of(answer, "retry-after"), now);
  retry.peer_is_unreachable = speaks_for_channel(answer.status);
  return retry;
}

DeliveryOutcome outcome_of_error(const Error& error) {
  RetryAfter retry;
  retry.reason = error.message();
  std::replace(retry.reason.begin(), retry.reason.end(), '\n', ' ');
  retry.peer_is_unreachable = true;
  return retry;
}

}  // namespace leakwarden::notifier
