#pragma once

// The life of an incident, as pure functions: which steps people may take, and what a new sighting
// of a known value means. Drawn in service/README.md.
//
//   open → acknowledged → rotated → verified dead → closed
//     └──────────────────────────────────────────→ suppressed (false positive, test key, accepted
//     risk)
//
// Thread rules: pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/alert.h"
#include "service/store/store.h"

namespace leakwarden::service {

// Steps people (or, later, the verifier) take. Any step forward may skip others; back is only to
// open. Staying is no step.
bool may_change(IncidentState from, IncidentState to);
bool is_settled(IncidentState state);  // nobody needs to act: verified dead, closed, suppressed
// Somebody decided that the value may stay: a push of it is noted and tells nobody, so a hook need
// not stop it either.
bool is_decided(IncidentState state, bool suppression_expired);

// What is told when an incident comes into a state.
notifier::AlertType alert_for(IncidentState from, IncidentState to);

// Why people end an incident, and the state each reason leads to.
struct Reason {
  std::string name;
  IncidentState leads_to = IncidentState::Closed;
  std::string meaning;
};
const std::vector<Reason>& resolve_reasons();  // all
std::optional<Reason> resolve_reason(std::string_view name);

// A scan saw a value. What was known of it before, and what follows.
struct Known {
  IncidentState state = IncidentState::Open;
  bool suppression_expired = false;
  bool alerted = false;       // an alert of its own or in a push's digest was made before
  bool alerted_here = false;  // … for a sighting in this repository
};
enum class Sighting {
  Opened,      // not known: an incident begins
  Recorded,    // known and told: only the place is noted
  OpenedLate,  // known from a silent baseline only; now somebody pushes it
  SeenAgain,   // told before, but not from this repository
  Reopened,    // it was settled or rotated, and somebody pushes it again
};
// Baselines are silent: they open incidents and note places, and change nothing else.
Sighting judge_sighting(const std::optional<Known>& known, JobKind job);
// The alert a sighting makes; none for Recorded. (Baselines make none at all.)
std::optional<notifier::AlertType> alert_for(Sighting sighting);

}  // namespace leakwarden::service
