#pragma once

// Writing alerts and their deliveries, inside the transaction of what they tell. Internal to the
// SQLite store.

#include <optional>
#include <string>
#include <vector>

#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {

// "alr-…", the same for the same installation and the same parts: an alert that is written twice is
// one alert.
Result<std::string> alert_id(Database& database, const std::vector<std::string>& parts);

// One delivery a channel; the idempotency key is "<alert id>-<channel>". An alert that is there
// already is left as it is.
Status write_alert(Database& database, const notifier::Alert& alert,
                   std::optional<std::int64_t> incident, const std::vector<std::string>& channels,
                   WallTime now);

// Routed as the plan says.
Status write_routed_alert(Database& database, const notifier::Alert& alert,
                          std::optional<std::int64_t> incident, const AlertPlan& plan,
                          WallTime now);

}  // namespace leakwarden::service
