#pragma once

// What a peer's answer means for a delivery, where channels agree. Every text from a peer is made
// safe and cut short before it is kept.

#include <chrono>
#include <string>
#include <string_view>

#include "notifier/channel.h"

namespace leakwarden::notifier {

// A Retry-After header is honoured up to here.
inline constexpr std::chrono::milliseconds kLongestRetryAfter = std::chrono::hours(1);

// RFC 9110 10.2.3: seconds or an HTTP date. 0 when missing, in the past or nonsense; at most
// kLongestRetryAfter.
std::chrono::milliseconds parse_retry_after(std::string_view value, WallTime now);

// "" when there is no such header. `name` in lower case.
std::string header_of(const HttpAnswer& answer, std::string_view name);

// "HTTP 500: first words of the body"
std::string describe_answer(const HttpAnswer& answer);

// Standard Webhooks: 2xx delivered; 410 gone; 408, 425, 429, 3xx, 5xx and what is no status at all
// are tried again, other 4xx are not. 429, 502, 503 and 504 speak for the whole channel.
DeliveryOutcome classify_http(const HttpAnswer& answer, WallTime now);

// The peer was not reached, or not as configured: tried again for days, since a wrong certificate,
// a blocked address or a typo in a URL is mended by a person, and the alert must still be there
// then.
DeliveryOutcome outcome_of_error(const Error& error);

}  // namespace leakwarden::notifier
