#include "notifier/alert.h"

#include <array>

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

bool cut_prefix(std::string& text, std::string_view prefix) {
  if (text.compare(0, prefix.size(), prefix) != 0) return false;
  text.erase(0, prefix.size());
  return true;
}

std::string short_ref(std::string ref) {
  if (cut_prefix(ref, "refs/heads/")) return ref;
  if (cut_prefix(ref, "refs/tags/")) return "tag " + ref;
  cut_prefix(ref, "refs/");
  return ref;
}

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

std::string place_of(const std::string& repository, const std::vector<std::string>& refs) {
  std::string place = sanitize_for_header(repository, 120);
  if (refs.empty()) return place;
  return place + " (" + sanitize_for_header(short_ref(refs[0]), 60) + ")";
}

}  // namespace leakwarden::notifier
