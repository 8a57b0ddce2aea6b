#pragma once

// Stage "group": several due deliveries of one channel become one message, where the channel is
// read by people. Pure functions.

#include <vector>

#include "notifier/delivery.h"

namespace leakwarden::notifier {

// More messages than this at once (a provider came back after two days) become one digest.
inline constexpr std::size_t kFloodMessages = 25;

using DeliveryGroup = std::vector<DueDelivery>;  // never empty; in the order given

// Every delivery lands in exactly one group; groups come in the order of their first delivery.
std::vector<DeliveryGroup> group_deliveries(std::vector<DueDelivery> due, Grouping grouping,
                                            std::size_t flood_messages = kFloodMessages);

// One message of a group. Of one delivery: itself. Of one incident: its last change, with all
// places. Of several incidents: a digest. The key of several is made from theirs, so that the same
// group tried again has the same key.
DeliveryAttempt attempt_of(const DeliveryGroup& group, WallTime now);

}  // namespace leakwarden::notifier
