#pragma once

// An alert: a message about a change in one incident, or about a push. Plain values; masks and
// fingerprints only, never a secret.
//
// The stages, each a pure function or one small class (pipeline.h):
//   route → group → dedup → rate-limit → render → send → record
// route runs inside the service's recording transaction (which channels get a delivery); record is
// the service's too (the outbox). The rest is ours.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/clock.h"
#include "scanner/base/finding.h"

namespace leakwarden::notifier {

enum class AlertType {
  IncidentOpened,
  IncidentSeenAgain,
  IncidentAcknowledged,
  IncidentVerifiedLive,
  IncidentRotated,
  IncidentVerifiedDead,
  IncidentClosed,
  IncidentSuppressed,
  IncidentReopened,
  PushRefused,
  PushBypassed,
  PushUnscanned,
  Digest,
  Test,
};
std::string_view alert_type_name(AlertType type);  // "incident.opened"
std::optional<AlertType> alert_type_from_name(std::string_view name);

struct AlertLocation {
  PlaceKind kind = PlaceKind::Blob;
  std::string repository;
  std::string path;
  std::string commit;
  std::string blob;
  std::vector<std::string> refs;
  std::int64_t line = 0;
  std::int64_t column = 0;
  std::string author;
  std::string email;
  std::string date;
  std::string pusher;
  std::string link;  // to the forge, where known
};

struct AlertIncident {
  std::string id;     // "inc-…", stable
  std::string state;  // open, acknowledged, …
  std::string fingerprint;
  std::string mask;
  std::string rule_id;
  std::string rule_name;
  std::string provider;
  Severity severity = Severity::High;
  Confidence confidence = Confidence::High;
  Verified verified = Verified::Unchecked;
  std::string visibility;  // public, internal, private
  std::string team;
  std::string first_seen;  // RFC 3339
  std::map<std::string, std::string> facts;
  Advice advice;
  std::string note;  // who resolved it and why, where there is one
};

struct Alert {
  std::string id;  // stable: the idempotency key of every delivery of this alert
  AlertType type = AlertType::IncidentOpened;
  WallTime created;
  AlertIncident incident;                // empty id for digests and push alerts
  std::vector<AlertLocation> locations;  // at most 25; more_locations counts the rest
  std::uint64_t more_locations = 0;
  std::vector<AlertIncident> digest;  // Digest: the incidents it sums up (at most 25)
  std::uint64_t more_incidents = 0;
  std::string summary;  // one line for digests and push alerts
  // Addresses of the people who own the repositories named, from the configuration (also: owners).
  std::vector<std::string> owners;
};

// For the outbox: JSON that decodes to an equal Alert. Decoding bounds every list.
std::string encode_alert(const Alert& alert);
std::optional<Alert> decode_alert(std::string_view json);

}  // namespace leakwarden::notifier
