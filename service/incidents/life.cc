#include "service/incidents/life.h"

namespace leakwarden::service {
namespace {

// How far along its life a state is; suppression stands aside.
int stage(IncidentState state) {
  switch (state) {
    case IncidentState::Open:
      return 0;
    case IncidentState::Acknowledged:
      return 1;
    case IncidentState::Rotated:
      return 2;
    case IncidentState::VerifiedDead:
      return 3;
    case IncidentState::Closed:
      return 4;
    case IncidentState::Suppressed:
      return 5;
  }
  return 0;
}

// A settled or rotated value that is pushed again is a regression: an old branch came back, or the
// new key was put where the old one was.
bool reopens(const Known& known) {
  if (known.state == IncidentState::Suppressed) return known.suppression_expired;
  return stage(known.state) >= stage(IncidentState::Rotated);
}

}  // namespace

bool may_change(IncidentState from, IncidentState to) {
  if (from == to) return false;
  if (to == IncidentState::Open) return true;
  // What is closed or suppressed by mistake is reopened first, so that its history says so; only
  // a suppressed one may be closed for good.
  if (from == IncidentState::Suppressed) return to == IncidentState::Closed;
  if (from == IncidentState::Closed) return false;
  return stage(to) > stage(from);
}

bool is_decided(IncidentState state, bool suppression_expired) {
  return state == IncidentState::Suppressed && !suppression_expired;
}

bool is_settled(IncidentState state) {
  return stage(state) >= stage(IncidentState::VerifiedDead);
}

notifier::AlertType alert_for(IncidentState from, IncidentState to) {
  switch (to) {
    case IncidentState::Open:
      break;
    case IncidentState::Acknowledged:
      return notifier::AlertType::IncidentAcknowledged;
    case IncidentState::Rotated:
      return notifier::AlertType::IncidentRotated;
    case IncidentState::VerifiedDead:
      return notifier::AlertType::IncidentVerifiedDead;
    case IncidentState::Closed:
      return notifier::AlertType::IncidentClosed;
    case IncidentState::Suppressed:
      return notifier::AlertType::IncidentSuppressed;
  }
  return from == IncidentState::Open ? notifier::AlertType::IncidentOpened
                                     : notifier::AlertType::IncidentReopened;
}

const std::vector<Reason>& resolve_reasons() {
  static const std::vector<Reason> kReasons = {
      {"revoked", IncidentState::Closed, "the key was revoked: it opens nothing any more"},
      {"expired", IncidentState::Closed, "the key ended by itself"},
      {"rotated", IncidentState::Rotated, "a new key is in use; the old one is not yet known dead"},
      {"false-positive", IncidentState::Suppressed, "it is no secret"},
      {"test-key", IncidentState::Suppressed, "a secret that opens nothing of worth"},
      {"accepted-risk", IncidentState::Suppressed, "known, and left as it is on purpose"},
  };
  return kReasons;
}

std::optional<Reason> resolve_reason(std::string_view name) {
  for (const Reason& reason : resolve_reasons()) {
    if (reason.name == name) return reason;
  }
  return std::nullopt;
}

Sighting judge_sighting(const std::optional<Known>& known, JobKind job) {
  if (!known.has_value()) return Sighting::Opened;
  if (job == JobKind::Baseline) return Sighting::Recorded;
  if (reopens(*known)) return Sighting::Reopened;
  if (known->state == IncidentState::Suppressed) return Sighting::Recorded;
  if (!known->alerted) return Sighting::OpenedLate;
  return known->alerted_here ? Sighting::Recorded : Sighting::SeenAgain;
}

std::optional<notifier::AlertType> alert_for(Sighting sighting) {
  switch (sighting) {
    case Sighting::Opened:
    case Sighting::OpenedLate:
      return notifier::AlertType::IncidentOpened;
    case Sighting::SeenAgain:
      return notifier::AlertType::IncidentSeenAgain;
    case Sighting::Reopened:
      return notifier::AlertType::IncidentReopened;
    case Sighting::Recorded:
      break;
  }
  return std::nullopt;
}

}  // namespace leakwarden::service
