#pragma once

// Days, as people write when something ends: "2027-01-31", UTC. As text of this form they compare
// as they follow each other.

#include <cstdint>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// Is it a day of the calendar, of the years 1970 to 9999?
bool is_date(std::string_view text);

std::string date_of(std::int64_t unix_seconds);

// What ends on a day holds on that day, in all time zones. `expires` "" never ends.
inline bool has_ended(std::string_view expires, std::string_view today) {
  return !expires.empty() && expires < today;
}

}  // namespace leakwarden::scanner
