#include "notifier/alert.h"

#include <array>

#include "notifier/wording.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

constexpr std::array<std::string_view, kAlertTypes> kNames = {
    "incident.opened",
    "incident.seen_again",
    "incident.acknowledged",
    "incident.verified_live",
    "incident.rotated",
    "incident.verified_dead",
    "incident.closed",
    "incident.suppressed",
    "incident.reopened",
    "push.refused",
    "push.bypassed",
    "push.unscanned",
    "digest",
    "test",
};

}  // namespace

std::string_view alert_type_name(AlertType type) {
  return kNames[static_cast<std::size_t>(type)];
}

std::optional<AlertType> alert_type_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<AlertType>(i);
  }
  return std::nullopt;
}

bool is_about_incident(const Alert& alert) {
  return alert.type <= AlertType::IncidentReopened && !alert.incident.id.empty();
}

std::string place_of(const std::string& repository, const std::vector<std::string>& refs) {
  std::string place = sanitize_for_header(repository, 120);
  if (refs.empty()) return place;
  return place + " (" + readable_ref(refs[0]) + ")";
}

}  // namespace leakwarden::notifier
