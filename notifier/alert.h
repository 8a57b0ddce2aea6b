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
inline constexpr std::size_t kAlertTypes = 14;
std::string_view alert_type_name(AlertType type);  // "incident.opened"
std::optional<AlertType> alert_type_from_name(std::string_view name);

// What one alert may carry; encoding and decoding cut what is beyond, and count it where a count
// exists. Answers: a push with 100,000 places, a damaged or forged outbox row.
inline constexpr std::size_t kMaxAlertLocations = 25;
inline constexpr std::size_t kMaxAlertIncidents = 25;
inline constexpr std::size_t kMaxAlertRefs = 20;
inline constexpr std::size_t kMaxAlertFacts = 20;
inline constexpr std::size_t kMaxAlertSteps = 12;
inline constexpr std::size_t kMaxAlertOwners = 20;
inline constexpr std::size_t kMaxAlertTextBytes = 4096;      // of each string
inline constexpr std::size_t kMaxAlertJsonBytes = 4u << 20;  // of one encoded alert

struct AlertLocation {
  std::string incident;  // Digest: which of its incidents stands here; else may be empty
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
  // "payments/api (main)": where it was seen first. Never changes in an incident's life: the
  // subject of its mail thread hangs on it. Made by place_of(); empty: the first location is taken.
  std::string first_place;
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
  std::string group;  // alerts of one push (job) share it: chat shows them as one message
  std::string id;     // stable: the idempotency key of every delivery of this alert
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

// One incident and a change in it; not a digest, a push, a test.
bool is_about_incident(const Alert& alert);

// "payments/api (main)", "payments/api (tag v1.4)", "payments/api": repository and first ref.
// Text from a repository, made safe for one line.
std::string place_of(const std::string& repository, const std::vector<std::string>& refs);

// For the outbox: JSON that decodes to an equal Alert, where its text is UTF-8 and within the
// bounds above (other bytes become U+FFFD). Decoding is bounded in size and depth, and drops what
// is beyond a bound; empty when it is not an alert's JSON.
std::string encode_alert(const Alert& alert);
std::optional<Alert> decode_alert(std::string_view json);

}  // namespace leakwarden::notifier
