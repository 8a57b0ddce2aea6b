#include "notifier/test_alert.h"

#include <fmt/core.h>

namespace leakwarden::notifier {
namespace {

AlertIncident example_incident(WallTime now) {
  AlertIncident incident;
  incident.id = "inc-example";
  incident.first_place = "example/repository (main)";
  incident.state = "open";
  incident.fingerprint = "s1-" + std::string(32, '0');
  incident.mask = "EXK-…";
  incident.rule_id = "example-api-key";
  incident.rule_name = "Example API key";
  incident.provider = "Example";
  incident.severity = Severity::Critical;
  incident.visibility = "private";
  incident.first_seen = rfc3339(now);
  incident.advice.opens = "Nothing: this key does not exist.";
  incident.advice.revoke_url = "https://example.com/settings/keys";
  incident.advice.steps = {"Delete the exposed key; it stops working at once.",
                           "Create a new one and hand it out from a secret store.",
                           "Look at the key's last uses for any that were not yours."};
  return incident;
}

AlertLocation example_location(WallTime now) {
  AlertLocation location;
  location.repository = "example/repository";
  location.path = "config/production.env";
  location.line = 3;
  location.column = 9;
  location.commit = "0123456789abcdef0123456789abcdef01234567";
  location.refs = {"refs/heads/main"};
  location.author = "Example Author";
  location.email = "author@example.com";
  location.date = rfc3339(now);
  return location;
}

}  // namespace

Alert make_test_alert(WallTime now) {
  Alert alert;
  alert.id = fmt::format("test-{}", unix_milliseconds(now));
  alert.type = AlertType::Test;
  alert.created = now;
  alert.incident = example_incident(now);
  alert.locations = {example_location(now)};
  return alert;
}

DeliveryAttempt make_test_attempt(WallTime now) {
  DeliveryAttempt attempt;
  attempt.alert = make_test_alert(now);
  attempt.idempotency_key = attempt.alert.id;
  attempt.now = now;
  return attempt;
}

}  // namespace leakwarden::notifier
