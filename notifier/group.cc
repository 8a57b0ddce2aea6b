#include "notifier/group.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/core.h>

#include "notifier/wording.h"
#include "scanner/base/sanitize.h"
#include "scanner/base/sha256.h"

namespace leakwarden::notifier {
namespace {

// Deliveries with the same key go together; "" goes alone.
std::string group_key(const Alert& alert, Grouping grouping) {
  if (grouping == Grouping::None || !is_about_incident(alert)) return "";
  if (grouping == Grouping::Push && !alert.group.empty()) return "push " + alert.group;
  return "incident " + alert.incident.id;
}

std::vector<DeliveryGroup> group_by(std::vector<DueDelivery> due,
                                    const std::vector<std::string>& keys) {
  std::vector<DeliveryGroup> groups;
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < due.size(); ++i) {
    bool is_new = keys[i].empty() || place.emplace(keys[i], groups.size()).second;
    if (is_new) groups.emplace_back();
    DeliveryGroup& group = keys[i].empty() ? groups.back() : groups[place[keys[i]]];
    group.push_back(std::move(due[i]));
  }
  return groups;
}

// The incidents of a group, each once, as its last alert has it, in order of first appearance.
std::vector<AlertIncident> incidents_of(const DeliveryGroup& group) {
  std::vector<AlertIncident> incidents;
  for (const DueDelivery& delivery : group) {
    const AlertIncident& incident = delivery.alert.incident;
    std::vector<AlertIncident>::iterator known =
        std::find_if(incidents.begin(), incidents.end(),
                     [&](const AlertIncident& other) { return other.id == incident.id; });
    if (known == incidents.end()) {
      incidents.push_back(incident);
    } else {
      *known = incident;
    }
  }
  return incidents;
}

bool is_same_place(const AlertLocation& left, const AlertLocation& right) {
  return left.kind == right.kind && left.repository == right.repository &&
         left.path == right.path && left.commit == right.commit && left.line == right.line &&
         left.incident == right.incident;
}

void add_location(Alert& alert, const AlertLocation& location) {
  bool known =
      std::any_of(alert.locations.begin(), alert.locations.end(),
                  [&](const AlertLocation& other) { return is_same_place(other, location); });
  if (known) return;
  if (alert.locations.size() < kMaxAlertLocations) {
    alert.locations.push_back(location);
  } else {
    ++alert.more_locations;
  }
}

// A change tells more than "seen again"; of several changes the last counts. An incident that
// nobody has heard of stays an opening, whatever was seen after.
Alert merge_of_incident(const DeliveryGroup& group) {
  Alert merged = group.front().alert;
  for (std::size_t i = 1; i < group.size(); ++i) {
    const Alert& next = group[i].alert;
    if (next.type != AlertType::IncidentSeenAgain) merged.type = next.type;
    merged.id = next.id;
    merged.created = next.created;
    merged.incident = next.incident;
    merged.more_locations += next.more_locations;
    for (const AlertLocation& location : next.locations) add_location(merged, location);
  }
  return merged;
}

std::string digest_summary(const Alert& digest, const std::set<std::string>& repositories) {
  std::string secrets =
      counted(digest.digest.size() + digest.more_incidents, "leaked secret", "leaked secrets");
  if (repositories.empty()) return secrets;
  if (repositories.size() > 1) {
    return secrets + " in " + counted(repositories.size(), "repository", "repositories");
  }
  return secrets + " in " + sanitize_for_header(*repositories.begin(), 120);
}

// Worst first, so that what is cut is the least.
void fill_digest(Alert& digest, std::vector<AlertIncident> incidents) {
  std::stable_sort(incidents.begin(), incidents.end(),
                   [](const AlertIncident& left, const AlertIncident& right) {
                     return left.severity > right.severity;
                   });
  std::size_t shown = std::min(incidents.size(), kMaxAlertIncidents);
  digest.more_incidents = incidents.size() - shown;
  incidents.resize(shown);
  digest.digest = std::move(incidents);
}

Alert digest_of(const DeliveryGroup& group) {
  Alert digest;
  digest.id = group.back().alert.id;
  digest.type = AlertType::Digest;
  digest.created = group.back().alert.created;
  fill_digest(digest, incidents_of(group));
  std::set<std::string> repositories;
  for (const DueDelivery& delivery : group) {
    digest.more_locations += delivery.alert.more_locations;
    for (AlertLocation location : delivery.alert.locations) {
      repositories.insert(location.repository);
      location.incident = delivery.alert.incident.id;
      add_location(digest, location);
    }
  }
  digest.summary = digest_summary(digest, repositories);
  return digest;
}

std::string key_of(const DeliveryGroup& group) {
  if (group.size() == 1) return group[0].idempotency_key;
  std::string all;
  for (const DueDelivery& delivery : group) all += delivery.idempotency_key + "\n";
  return "group-" + sha256_hex(all).substr(0, 32);
}

}  // namespace

std::vector<DeliveryGroup> group_deliveries(std::vector<DueDelivery> due, Grouping grouping,
                                            std::size_t flood_messages) {
  std::vector<std::string> keys;
  std::set<std::string> messages;
  std::size_t alone = 0;
  for (const DueDelivery& delivery : due) {
    keys.push_back(group_key(delivery.alert, grouping));
    if (keys.back().empty()) {
      ++alone;
    } else {
      messages.insert(keys.back());
    }
  }
  if (messages.size() + alone > flood_messages) {
    for (std::string& key : keys) key = key.empty() ? "" : "flood";
  }
  return group_by(std::move(due), keys);
}

DeliveryAttempt attempt_of(const DeliveryGroup& group, WallTime now) {
  DeliveryAttempt attempt;
  attempt.now = now;
  attempt.idempotency_key = key_of(group);
  attempt.attempt = 0;
  for (const DueDelivery& delivery : group) {
    attempt.attempt = std::max(attempt.attempt, delivery.attempt);
    attempt.possible_repeat = attempt.possible_repeat || delivery.possible_repeat;
  }
  bool is_one_incident = group.size() == 1 || incidents_of(group).size() == 1;
  attempt.alert = is_one_incident ? merge_of_incident(group) : digest_of(group);
  return attempt;
}

}  // namespace leakwarden::notifier
