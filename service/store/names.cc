// The store's words for states, as they stand in tables, JSON and on screens.

#include <array>
#include <utility>

#include "service/store/store.h"

namespace leakwarden::service {
namespace {

constexpr std::array<std::pair<IncidentState, std::string_view>, 6> kIncidentStates = {{
    {IncidentState::Open, "open"},
    {IncidentState::Acknowledged, "acknowledged"},
    {IncidentState::Rotated, "rotated"},
    {IncidentState::VerifiedDead, "verified-dead"},
    {IncidentState::Closed, "closed"},
    {IncidentState::Suppressed, "suppressed"},
}};

constexpr std::array<std::pair<DeliveryState, std::string_view>, 5> kDeliveryStates = {{
    {DeliveryState::Pending, "pending"},
    {DeliveryState::Sending, "sending"},
    {DeliveryState::Sent, "sent"},
    {DeliveryState::Retry, "retry"},
    {DeliveryState::Dead, "dead"},
}};

template <typename Table, typename Value>
std::string_view name_in(const Table& table, Value value) {
  for (const auto& entry : table) {
    if (entry.first == value) return entry.second;
  }
  return table.front().second;
}

}  // namespace

std::string_view incident_state_name(IncidentState state) {
  return name_in(kIncidentStates, state);
}

std::optional<IncidentState> incident_state_from_name(std::string_view name) {
  for (const std::pair<IncidentState, std::string_view>& entry : kIncidentStates) {
    if (entry.second == name) return entry.first;
  }
  return std::nullopt;
}

std::string_view delivery_state_name(DeliveryState state) {
  return name_in(kDeliveryStates, state);
}

std::optional<DeliveryState> delivery_state_from_name(std::string_view name) {
  for (const std::pair<DeliveryState, std::string_view>& entry : kDeliveryStates) {
    if (entry.second == name) return entry.first;
  }
  return std::nullopt;
}

std::string_view job_kind_name(JobKind kind) {
  return kind == JobKind::Baseline ? "baseline" : "push";
}

}  // namespace leakwarden::service
