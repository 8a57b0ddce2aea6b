// Which channels get an alert. A test message and a report that a push went unscanned are about the
// installation, not about one key, so severity, visibility and team do not narrow them.

#include <algorithm>

#include "notifier/channel.h"

namespace leakwarden::notifier {
namespace {

template <typename Value>
bool allows(const std::vector<Value>& allowed, const Value& value) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

bool route_takes(const Route& route, const AlertIncident& incident) {
  return allows(route.severities, incident.severity) &&
         allows(route.visibilities, incident.visibility) && allows(route.teams, incident.team);
}

bool is_about_installation(AlertType type) {
  return type == AlertType::Test || type == AlertType::PushUnscanned;
}

bool matches(const Route& route, const Alert& alert) {
  if (is_about_installation(alert.type)) return true;
  if (alert.digest.empty()) return route_takes(route, alert.incident);
  // The incidents that were cut from a long digest could be of any kind: rather tell than miss.
  return alert.more_incidents > 0 ||
         std::any_of(alert.digest.begin(), alert.digest.end(),
                     [&](const AlertIncident& one) { return route_takes(route, one); });
}

}  // namespace

std::vector<std::string> route(const Alert& alert, const std::vector<Route>& routes,
                               const std::vector<std::string>& all_channels) {
  if (routes.empty()) return all_channels;
  std::vector<std::string> chosen;
  for (const std::string& channel : all_channels) {
    bool wanted = std::any_of(routes.begin(), routes.end(), [&](const Route& one) {
      return matches(one, alert) &&
             std::find(one.channels.begin(), one.channels.end(), channel) != one.channels.end();
    });
    if (wanted) chosen.push_back(channel);
  }
  return chosen;
}

}  // namespace leakwarden::notifier
