// Deliveries: pending → sending → sent, or retry → … → dead. At least once: what was `sending` when
// its lease ran out or its daemon died is taken again, marked as a possible repeat, under the same
// idempotency key.

#include "service/store/outbox.h"
#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

constexpr char kColumns[] =
    "SELECT d.id, d.idempotency_key, d.channel, d.state, d.attempts, d.possible_repeat, d.due,"
    " d.last_error, a.body, d.by_hand FROM deliveries d JOIN alerts a ON a.id = d.alert ";
constexpr std::size_t kMaxErrorBytes = 500;
constexpr std::string_view kDroppedBy = "dropped by ";

DeliveryRecord record_of(const Statement& row) {
  DeliveryRecord record;
  record.id = row.integer(0);
  record.idempotency_key = row.text(1);
  record.channel = row.text(2);
  record.state = delivery_state_from_name(row.text(3)).value_or(DeliveryState::Dead);
  record.attempts = static_cast<unsigned>(row.integer(4));
  record.possible_repeat = row.integer(5) != 0;
  record.due_unix_milliseconds = row.integer(6);
  record.last_error = row.text(7);
  record.alert = notifier::decode_alert(row.text(8)).value_or(notifier::Alert());
  record.by_hand = row.integer(9) != 0;
  return record;
}

Result<std::vector<DeliveryRecord>> all_of(Statement rows) {
  std::vector<DeliveryRecord> records;
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return records;
    records.push_back(record_of(rows));
  }
}

std::string bounded(const std::string& text) {
  return text.substr(0, kMaxErrorBytes);
}

Status set_state(Database& database, std::int64_t delivery, DeliveryState state,
                 const std::string& error, std::int64_t due, WallTime now) {
  LEAKWARDEN_CHECK(
      database.run("UPDATE deliveries SET state = ?, last_error = ?, due = ?, changed = ?,"
                   " lease_until = NULL WHERE id = ?",
                   delivery_state_name(state), bounded(error), due, stamp(now), delivery));
  return done();
}

// It was taken, and nothing was sent.
Status give_attempt_back(Database& database, std::int64_t delivery) {
  LEAKWARDEN_CHECK(
      database.run("UPDATE deliveries SET attempts = max(attempts - 1, 0) WHERE id = ?", delivery));
  return done();
}

// It was tried: what was asked for by hand is done.
Status forget_hand(Database& database, std::int64_t delivery) {
  LEAKWARDEN_CHECK(
      database.run("UPDATE deliveries SET by_hand = 0 WHERE id = ? AND by_hand = 1", delivery));
  return done();
}

struct Standing {
  DeliveryState state = DeliveryState::Dead;
  bool dropped = false;
};

Result<Standing> standing_of(Database& database, std::int64_t delivery) {
  Statement row =
      database.prepare("SELECT state, last_error FROM deliveries WHERE id = ?", delivery);
  LEAKWARDEN_TRY(bool found, row.step());
  if (!found) {
    return Error::not_found("find delivery", std::to_string(delivery))
        .with_remedy("leakwarden alerts list");
  }
  Standing standing;
  standing.state = delivery_state_from_name(row.text(0)).value_or(DeliveryState::Dead);
  standing.dropped =
      standing.state == DeliveryState::Dead && row.text(1).rfind(kDroppedBy, 0) == 0;
  return standing;
}

std::string due_sql(const char* choice) {
  return std::string(kColumns) + "WHERE d.channel = ?1 " + choice +
         "AND ((d.state IN ('pending', 'retry') AND d.due <= ?2)"
         " OR (d.state = 'sending' AND d.lease_until <= ?2)) ORDER BY d.due, d.id LIMIT ?3";
}

}  // namespace

Result<std::vector<DeliveryRecord>> SqliteStore::take_due_deliveries(
    const std::string& channel, std::size_t most, WallTime now, std::chrono::milliseconds lease,
    DeliveryChoice choice) {
  return write([&]() -> Result<std::vector<DeliveryRecord>> {
    static const std::string kAny = due_sql("");
    static const std::string kByHand = due_sql("AND d.by_hand = 1 ");
    LEAKWARDEN_TRY(std::vector<DeliveryRecord> due,
                   all_of(database_.prepare(choice == DeliveryChoice::Any ? kAny : kByHand, channel,
                                            stamp(now), static_cast<std::int64_t>(most))));
    for (DeliveryRecord& delivery : due) {
      delivery.possible_repeat |= delivery.state == DeliveryState::Sending;
      delivery.state = DeliveryState::Sending;
      ++delivery.attempts;
      LEAKWARDEN_CHECK(database_.run(
          "UPDATE deliveries SET state = 'sending', attempts = ?, possible_repeat = ?,"
          " lease_until = ?, changed = ? WHERE id = ?",
          static_cast<std::int64_t>(delivery.attempts),
          static_cast<std::int64_t>(delivery.possible_repeat ? 1 : 0), stamp(now + lease),
          stamp(now), delivery.id));
    }
    return due;
  });
}

Status SqliteStore::record_delivery(std::int64_t delivery, const notifier::DeliveryOutcome& outcome,
                                    std::optional<WallTime> retry_at, Attempted attempted,
                                    WallTime now) {
  return write([&]() -> Status {
    LEAKWARDEN_TRY(Standing standing, standing_of(database_, delivery));
    LEAKWARDEN_CHECK(attempted == Attempted::Yes ? forget_hand(database_, delivery)
                                                 : give_attempt_back(database_, delivery));
    if (std::holds_alternative<notifier::Delivered>(outcome)) {
      return set_state(database_, delivery, DeliveryState::Sent, "", stamp(now), now);
    }
    // Somebody dropped it while it was being sent: let it rest.
    if (standing.state == DeliveryState::Dead) return done();
    if (const notifier::Refused* refused = std::get_if<notifier::Refused>(&outcome)) {
      return set_state(database_, delivery, DeliveryState::Dead, refused->reason, stamp(now), now);
    }
    const notifier::RetryAfter& later = std::get<notifier::RetryAfter>(outcome);
    if (!retry_at.has_value()) {
      return set_state(database_, delivery, DeliveryState::Dead, later.reason, stamp(now), now);
    }
    return set_state(database_, delivery, DeliveryState::Retry, later.reason, stamp(*retry_at),
                     now);
  });
}

Status SqliteStore::raise_alert(const notifier::Alert& alert,
                                const std::vector<std::string>& channels, WallTime now) {
  return write(
      [&]() -> Status { return write_alert(database_, alert, std::nullopt, channels, now); });
}

Result<std::optional<WallTime>> SqliteStore::next_delivery_due(const std::string& channel) {
  return read([&]() -> Result<std::optional<WallTime>> {
    LEAKWARDEN_TRY(std::optional<std::int64_t> due,
                   database_.number("SELECT min(coalesce(lease_until, due)) FROM deliveries"
                                    " WHERE channel = ?"
                                    " AND state IN ('pending', 'sending', 'retry')",
                                    channel));
    if (!due.has_value()) return std::optional<WallTime>();
    return std::optional<WallTime>(from_stamp(*due));
  });
}

Result<std::vector<DeliveryRecord>> SqliteStore::list_deliveries(std::optional<DeliveryState> state,
                                                                 std::size_t most) {
  static const std::string kAll = std::string(kColumns) + "ORDER BY d.id DESC LIMIT ?";
  static const std::string kInState =
      std::string(kColumns) + "WHERE d.state = ? ORDER BY d.id DESC LIMIT ?";
  return read([&]() -> Result<std::vector<DeliveryRecord>> {
    std::int64_t limit = static_cast<std::int64_t>(most);
    if (!state.has_value()) return all_of(database_.prepare(kAll, limit));
    return all_of(database_.prepare(kInState, delivery_state_name(*state), limit));
  });
}

Status SqliteStore::retry_delivery(std::int64_t delivery, WallTime now) {
  return write([&]() -> Status {
    LEAKWARDEN_TRY(Standing standing, standing_of(database_, delivery));
    if (standing.state == DeliveryState::Sent || standing.state == DeliveryState::Sending) {
      return Error::refused(
          "retry delivery", std::to_string(delivery),
          "it is " + std::string(delivery_state_name(standing.state)) + " already");
    }
    LEAKWARDEN_CHECK(database_.run(
        "UPDATE deliveries SET state = 'retry', attempts = 0, by_hand = 1, due = ?, changed = ?"
        " WHERE id = ?",
        stamp(now), stamp(now), delivery));
    return done();
  });
}

Result<Dropped> SqliteStore::drop_delivery(std::int64_t delivery, const std::string& person,
                                           WallTime now) {
  return write([&]() -> Result<Dropped> {
    LEAKWARDEN_TRY(Standing standing, standing_of(database_, delivery));
    if (standing.state == DeliveryState::Sent) {
      return Error::refused("drop delivery", std::to_string(delivery), "it is sent already");
    }
    if (standing.dropped) return Dropped::Before;
    LEAKWARDEN_CHECK(forget_hand(database_, delivery));
    LEAKWARDEN_CHECK(set_state(database_, delivery, DeliveryState::Dead,
                               std::string(kDroppedBy) + person, stamp(now), now));
    return Dropped::Now;
  });
}

}  // namespace leakwarden::service
