#pragma once

// Stage "dedup": does this channel know it already? In memory, per channel, bounded: after a
// restart we rather repeat than stay silent. Never suppresses a change of state or a place not told
// of.
//
// Thread rules: one thread.

#include <deque>
#include <map>
#include <set>
#include <string>

#include "notifier/delivery.h"

namespace leakwarden::notifier {

class ToldMemory {
 public:
  // FirstNotification, StateChange, NewPlaces, NotAnIncident: send. RepeatSuppressed,
  // AlreadyDelivered: do not.
  DeliveryReason judge(const DueDelivery& delivery) const;
  // It arrived.
  void remember(const DueDelivery& delivery);

 private:
  static constexpr std::size_t kMost = 10'000;     // deliveries, and incidents
  static constexpr std::size_t kMostPlaces = 200;  // of one incident
  std::set<std::string> delivered_;                // idempotency keys
  std::deque<std::string> delivered_order_;
  std::map<std::string, std::set<std::string>> told_;  // incident → places
  std::deque<std::string> told_order_;
};

bool is_sent(DeliveryReason reason);

}  // namespace leakwarden::notifier
