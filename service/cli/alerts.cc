#include "service/cli/alerts.h"

#include <algorithm>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/cli/exit_code.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/words.h"
#include "service/cli/command.h"
#include "service/cli/delivery_words.h"
#include "service/cli/incident_text.h"
#include "service/cli/words.h"

namespace leakwarden::service {
namespace {

constexpr const char* kHelp = R"(leakwarden alerts: what was sent, and what still waits

  leakwarden alerts list                   what is not delivered yet, or never will be
  leakwarden alerts retry 12               now, whatever its state, even while the channel waits
  leakwarden alerts retry --all-dead       everything that was given up

Commands
  list     pending, sending, retry and dead; --state sent or all for more
  retry    send again at once; attempts count from zero
  drop     give it up
)";

constexpr const char* kListHelp = R"(leakwarden alerts list: deliveries, newest first

  leakwarden alerts list
  leakwarden alerts list --state dead
  leakwarden alerts list --state all --format jsonl

Options:
)";

constexpr std::uint64_t kDefaultLimit = 1000;

Result<std::vector<DeliveryState>> wished_states(const std::string& name) {
  using State = DeliveryState;
  if (name == "unsent") {
    return std::vector<State>{State::Pending, State::Sending, State::Retry, State::Dead};
  }
  if (name == "all") {
    return std::vector<State>{State::Pending, State::Sending, State::Retry, State::Dead,
                              State::Sent};
  }
  std::optional<State> state = delivery_state_from_name(name);
  if (state.has_value()) return std::vector<State>{*state};
  return Error::invalid("read options", "--state " + name, "no such state")
      .with_remedy("pending, sending, retry, dead, sent, unsent or all");
}

// Digests and reports about pushes have no incident: their summary says what they are.
std::string subject_of(const DeliveryRecord& delivery) {
  const notifier::Alert& alert = delivery.alert;
  if (alert.incident.id.empty()) return sanitize_for_terminal(alert.summary, 60);
  return short_incident_id(alert.incident.id) + " " +
         sanitize_for_terminal(alert.incident.rule_name, 40);
}

std::string progress_words(const DeliveryRecord& delivery, WallTime now) {
  std::string text = scanner::counted(delivery.attempts, "attempt", "attempts");
  WallTime due(std::chrono::milliseconds(delivery.due_unix_milliseconds));
  bool waits = delivery.state == DeliveryState::Pending || delivery.state == DeliveryState::Retry;
  if (waits) text += ", next " + (due <= now ? "now" : distance_words(due, now));
  if (delivery.possible_repeat) text += ", may arrive twice";
  if (!delivery.last_error.empty()) text += ": " + delivery_error_words(delivery.last_error);
  return text;
}

// What can be done about the newest that did not arrive.
std::string next_words(const std::vector<DeliveryRecord>& deliveries) {
  for (const DeliveryRecord& delivery : deliveries) {
    bool failed = delivery.state == DeliveryState::Retry || delivery.state == DeliveryState::Dead;
    if (!failed) continue;
    return fmt::format("next: leakwarden notify test {}, then leakwarden alerts retry {}\n",
                       sanitize_for_terminal(delivery.channel, 64), delivery.id);
  }
  return "";
}

std::string text_of(const std::vector<DeliveryRecord>& deliveries, WallTime now) {
  std::string text;
  for (const DeliveryRecord& delivery : deliveries) {
    text +=
        fmt::format("{:>6}  {:<8} {:<12} {}\n", delivery.id, delivery_state_name(delivery.state),
                    sanitize_for_terminal(delivery.channel, 64),
                    notifier::alert_type_name(delivery.alert.type));
    text += "        " + subject_of(delivery) + "\n";
    text += "        " + progress_words(delivery, now) + "\n";
  }
  if (deliveries.empty()) return "everything is delivered\n";
  return text + scanner::counted(deliveries.size(), "delivery", "deliveries") + "\n" +
         next_words(deliveries);
}

std::string json_of(const DeliveryRecord& delivery) {
  scanner::JsonObject object;
  object.number("id", delivery.id).text("state", delivery_state_name(delivery.state));
  object.text("channel", delivery.channel).text("alert", delivery.alert.id);
  object.text("type", notifier::alert_type_name(delivery.alert.type));
  object.text("idempotency_key", delivery.idempotency_key);
  object.number("attempts", delivery.attempts);
  object.raw("possible_repeat", delivery.possible_repeat ? "true" : "false");
  object.text("created", rfc3339(delivery.alert.created));
  object.text("due", rfc3339(WallTime(std::chrono::milliseconds(delivery.due_unix_milliseconds))));
  object.text_if("incident", delivery.alert.incident.id);
  object.text_if("summary", delivery.alert.summary).text_if("error", delivery.last_error);
  return object.str();
}

std::string json_of(const std::vector<DeliveryRecord>& deliveries, Format format) {
  bool lines = format == Format::JsonLines;
  std::string text = lines ? "" : "[";
  for (const DeliveryRecord& delivery : deliveries) {
    if (!lines && text.size() > 1) text += ",";
    text += json_of(delivery) + (lines ? "\n" : "");
  }
  return lines ? text : text + "]\n";
}

Result<std::vector<DeliveryRecord>> wished_deliveries(const Command& command) {
  LEAKWARDEN_TRY(std::vector<DeliveryState> states,
                 wished_states(command.options().value("state").value_or("unsent")));
  LEAKWARDEN_TRY(std::uint64_t limit, command.limit(kDefaultLimit));
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, command.open_store());
  std::vector<DeliveryRecord> all;
  for (DeliveryState state : states) {
    LEAKWARDEN_TRY(std::vector<DeliveryRecord> some, store->list_deliveries(state, limit));
    for (DeliveryRecord& one : some) all.push_back(std::move(one));
  }
  std::stable_sort(
      all.begin(), all.end(),
      [](const DeliveryRecord& left, const DeliveryRecord& right) { return left.id > right.id; });
  if (all.size() > limit) all.resize(limit);
  return all;
}

int list(const Words& words) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command =
      Command::begin(kListHelp,
                     with_common_options({{"state", "STATE", "a state, unsent (default) or all"},
                                          {"limit", "N", "at most so many (1000)"}}),
                     words, exit_code);
  if (!command) return exit_code;
  Result<std::vector<DeliveryRecord>> deliveries = wished_deliveries(*command);
  if (!deliveries.ok()) return say_error(deliveries.error());
  return say_output(command->format() == Format::Text ? text_of(*deliveries, wall_clock())
                                                      : json_of(*deliveries, command->format()));
}

Result<std::vector<std::int64_t>> named_deliveries(const Command& command, Store& store) {
  std::vector<std::int64_t> ids;
  if (command.options().has("all-dead")) {
    LEAKWARDEN_TRY(std::vector<DeliveryRecord> dead,
                   store.list_deliveries(DeliveryState::Dead, 1'000'000));
    for (const DeliveryRecord& delivery : dead) ids.push_back(delivery.id);
    return ids;
  }
  for (const std::string& word : command.operands()) {
    LEAKWARDEN_TRY(std::uint64_t id, scanner::parse_number("delivery", word));
    ids.push_back(static_cast<std::int64_t>(id));
  }
  if (!ids.empty()) return ids;
  return Error::invalid("run", "alerts", "name a delivery by its number")
      .with_remedy("leakwarden alerts list");
}

Status retry_all(const Command& command) {
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, command.open_store());
  LEAKWARDEN_TRY(std::vector<std::int64_t> ids, named_deliveries(command, *store));
  for (std::int64_t id : ids) LEAKWARDEN_CHECK(store->retry_delivery(id, wall_clock()));
  return write_answer(scanner::counted(ids.size(), "delivery is", "deliveries are") +
                      " due now; the daemon sends\n");
}

Status drop_all(const Command& command) {
  LEAKWARDEN_TRY(std::unique_ptr<Store> store, command.open_store());
  LEAKWARDEN_TRY(std::vector<std::int64_t> ids, named_deliveries(command, *store));
  std::size_t dropped = 0;
  std::string before;
  for (std::int64_t id : ids) {
    LEAKWARDEN_TRY(Dropped what, store->drop_delivery(id, command.person(), wall_clock()));
    dropped += what == Dropped::Now ? 1 : 0;
    if (what == Dropped::Before) before += fmt::format("delivery {} was dropped already\n", id);
  }
  if (dropped == 0) return write_answer(before);
  return write_answer(before + scanner::counted(dropped, "delivery is", "deliveries are") +
                      " dropped\n");
}

int run_on_deliveries(const std::string& help, std::vector<scanner::Option> own, const Words& words,
                      Status (*run)(const Command&)) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command =
      Command::begin(help, with_common_options(std::move(own)), words, exit_code);
  if (!command) return exit_code;
  Status status = run(*command);
  return status.ok() ? scanner::kExitClean : say_error(status.error());
}

int retry(const Words& words) {
  return run_on_deliveries(
      "leakwarden alerts retry: send again at once\n\n"
      "  leakwarden alerts retry 12 13\n"
      "  leakwarden alerts retry --all-dead\n\nOptions:\n",
      {{"all-dead", "", "everything that was given up"}}, words, retry_all);
}

int drop(const Words& words) {
  return run_on_deliveries(
      "leakwarden alerts drop: give it up\n\n"
      "  leakwarden alerts drop 12\n\nOptions:\n",
      {{"person", "NAME", "who says so (default: you)"}}, words, drop_all);
}

}  // namespace

int alerts_command(const std::vector<std::string>& words) {
  return run_verb("alerts", kHelp, {{"list", list}, {"retry", retry}, {"drop", drop}}, {}, words);
}

}  // namespace leakwarden::service
