// Forgetting what arrived long ago. Digests tell of many incidents, of which some may be open: they
// are few, and stay.

#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

struct Arrived {
  std::int64_t delivery = 0;
  std::string alert;
};

// `changed` of what was sent is when it arrived.
Result<std::vector<Arrived>> arrived_before(Database& database, WallTime until, std::size_t most) {
  Statement rows = database.prepare(
      "SELECT d.id, d.alert FROM deliveries d JOIN alerts a ON a.id = d.alert"
      " LEFT JOIN incidents i ON i.number = a.incident"
      " WHERE d.state = 'sent' AND d.changed < ? AND a.type <> 'digest'"
      " AND (i.number IS NULL OR i.state IN ('verified-dead', 'closed', 'suppressed'))"
      " ORDER BY d.id LIMIT ?",
      stamp(until), static_cast<std::int64_t>(most));
  std::vector<Arrived> arrived;
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return arrived;
    arrived.push_back({rows.integer(0), rows.text(1)});
  }
}

}  // namespace

Result<std::size_t> SqliteStore::prune_deliveries(WallTime until, std::size_t most) {
  return write([&]() -> Result<std::size_t> {
    LEAKWARDEN_TRY(std::vector<Arrived> arrived, arrived_before(database_, until, most));
    for (const Arrived& one : arrived) {
      LEAKWARDEN_CHECK(database_.run("DELETE FROM deliveries WHERE id = ?", one.delivery));
      LEAKWARDEN_CHECK(
          database_.run("DELETE FROM alerts WHERE id = ?1"
                        " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE alert = ?1)",
                        one.alert));
    }
    return arrived.size();
  });
}

}  // namespace leakwarden::service
