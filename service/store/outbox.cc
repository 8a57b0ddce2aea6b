#include "service/store/outbox.h"

#include "scanner/base/sha256.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kIdDigits = 24;

Result<std::string> installation(Database& database) {
  Statement row =
      database.prepare("SELECT value FROM meta WHERE shard = 0 AND name = 'installation'");
  LEAKWARDEN_TRY(bool found, row.step());
  return found ? row.text(0) : std::string();
}

Status write_delivery(Database& database, const notifier::Alert& alert, const std::string& channel,
                      WallTime now) {
  LEAKWARDEN_CHECK(database.run(
      "INSERT INTO deliveries (alert, channel, idempotency_key, due, created, changed)"
      " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      alert.id, channel, alert.id + "-" + channel, stamp(now), stamp(now), stamp(now)));
  return done();
}

}  // namespace

Result<std::string> alert_id(Database& database, const std::vector<std::string>& parts) {
  LEAKWARDEN_TRY(std::string text, installation(database));
  for (const std::string& part : parts) text += '\0' + part;
  return "alr-" + sha256_hex("leakwarden:alert:1" + text).substr(0, kIdDigits);
}

Status write_alert(Database& database, const notifier::Alert& alert,
                   std::optional<std::int64_t> incident, const std::vector<std::string>& channels,
                   WallTime now) {
  LEAKWARDEN_CHECK(
      database.run("INSERT INTO alerts (id, type, incident, body, created) VALUES (?, ?, ?, ?, ?)"
                   " ON CONFLICT DO NOTHING",
                   alert.id, notifier::alert_type_name(alert.type), incident,
                   notifier::encode_alert(alert), stamp(now)));
  for (const std::string& channel : channels) {
    LEAKWARDEN_CHECK(write_delivery(database, alert, channel, now));
  }
  return done();
}

Status write_routed_alert(Database& database, const notifier::Alert& alert,
                          std::optional<std::int64_t> incident, const AlertPlan& plan,
                          WallTime now) {
  return write_alert(database, alert, incident, notifier::route(alert, plan.routes, plan.channels),
                     now);
}

}  // namespace leakwarden::service
