#include "notifier/dedup.h"

#include <algorithm>

namespace leakwarden::notifier {
namespace {

std::string place_key(const AlertLocation& location) {
  std::string key(place_kind_name(location.kind));
  for (const std::string* part : {&location.repository, &location.path, &location.commit}) {
    key += '\0';
    key += *part;
  }
  return key + '\0' + std::to_string(location.line);
}

}  // namespace

std::string_view delivery_reason_name(DeliveryReason reason) {
  switch (reason) {
    case DeliveryReason::FirstNotification:
      return "first-notification";
    case DeliveryReason::StateChange:
      return "state-change";
    case DeliveryReason::NewPlaces:
      return "new-places";
    case DeliveryReason::NotAnIncident:
      return "not-an-incident";
    case DeliveryReason::RepeatSuppressed:
      return "repeat-suppressed";
    case DeliveryReason::AlreadyDelivered:
      return "already-delivered";
    case DeliveryReason::ChannelUnreachable:
      return "channel-unreachable";
    case DeliveryReason::ChannelGone:
      return "channel-gone";
    case DeliveryReason::RateLimited:
      return "rate-limited";
  }
  return "unknown";
}

bool is_sent(DeliveryReason reason) {
  return reason == DeliveryReason::FirstNotification || reason == DeliveryReason::StateChange ||
         reason == DeliveryReason::NewPlaces || reason == DeliveryReason::NotAnIncident;
}

DeliveryReason ToldMemory::judge(const DueDelivery& delivery) const {
  const Alert& alert = delivery.alert;
  if (delivered_.count(delivery.idempotency_key) > 0) return DeliveryReason::AlreadyDelivered;
  if (!is_about_incident(alert)) return DeliveryReason::NotAnIncident;
  std::map<std::string, std::set<std::string>>::const_iterator told = told_.find(alert.incident.id);
  if (told == told_.end()) return DeliveryReason::FirstNotification;
  if (alert.type != AlertType::IncidentSeenAgain) return DeliveryReason::StateChange;
  bool all_told = alert.more_locations == 0 && !alert.locations.empty() &&
                  std::all_of(alert.locations.begin(), alert.locations.end(),
                              [&](const AlertLocation& location) {
                                return told->second.count(place_key(location)) > 0;
                              });
  return all_told ? DeliveryReason::RepeatSuppressed : DeliveryReason::NewPlaces;
}

void ToldMemory::remember(const DueDelivery& delivery) {
  if (delivered_.insert(delivery.idempotency_key).second) {
    delivered_order_.push_back(delivery.idempotency_key);
  }
  if (delivered_order_.size() > kMost) {
    delivered_.erase(delivered_order_.front());
    delivered_order_.pop_front();
  }
  const Alert& alert = delivery.alert;
  if (!is_about_incident(alert)) return;
  if (told_.count(alert.incident.id) == 0) told_order_.push_back(alert.incident.id);
  std::set<std::string>& places = told_[alert.incident.id];
  for (const AlertLocation& location : alert.locations) {
    if (places.size() < kMostPlaces) places.insert(place_key(location));
  }
  if (told_order_.size() > kMost) {
    told_.erase(told_order_.front());
    told_order_.pop_front();
  }
}

}  // namespace leakwarden::notifier
