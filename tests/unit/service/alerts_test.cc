#include "service/cli/alerts.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/service/cli_fixture.h"

namespace leakwarden::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr std::int64_t kLater = 1'000'000'000;  // when everything is due

class AlertsCommand : public CliTest {
 protected:
  AlertsCommand() { store_.push("pay", "a", {finding("key")}); }
  Said alerts(std::vector<std::string> words) { return run(alerts_command, words); }
  std::int64_t answer(const notifier::DeliveryOutcome& outcome,
                      std::optional<WallTime> retry_at = std::nullopt) {
    std::int64_t id =
        store_->take_due_deliveries("bus", 1, at_second(kLater), kLease, DeliveryChoice::Any)
            ->at(0)
            .id;
    EXPECT_TRUE(store_->record_delivery(id, outcome, retry_at, Attempted::Yes, at_second(1)).ok());
    return id;
  }
};

TEST_F(AlertsCommand, ListShowsWhatIsNotDelivered) {
  answer(notifier::RetryAfter{std::chrono::seconds(9), "503 \x1b[31mbusy"}, at_second(10));
  Said said = alerts({"list"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_THAT(said.output, HasSubstr("retry"));
  EXPECT_THAT(said.output, HasSubstr("incident.opened"));
  EXPECT_THAT(said.output, HasSubstr("1 attempt"));
  EXPECT_THAT(said.output, HasSubstr("503 ^[[31mbusy"));
  EXPECT_THAT(said.output, HasSubstr("2 deliveries"));
  EXPECT_EQ(said.output.find('\x1b'), std::string::npos);
}

TEST_F(AlertsCommand, ListAsJson) {
  std::int64_t id = answer(notifier::Delivered{"ok"});
  Json unsent = Json::parse(alerts({"list", "--format", "json"}).output);
  ASSERT_EQ(unsent.size(), 1u);
  EXPECT_EQ(unsent[0]["channel"], "security");
  EXPECT_EQ(unsent[0]["state"], "pending");
  EXPECT_EQ(unsent[0]["incident"], store_.incidents()[0].id);
  Json sent = Json::parse(alerts({"list", "--state", "sent", "--format", "jsonl"}).output);
  EXPECT_EQ(sent["id"], id);
  EXPECT_EQ(sent["attempts"], 1);
  EXPECT_EQ(sent["possible_repeat"], false);
  EXPECT_EQ(sent["idempotency_key"].get<std::string>(), sent["alert"].get<std::string>() + "-bus");
  EXPECT_EQ(alerts({"list", "--state", "lost"}).exit_code, 2);
}

TEST_F(AlertsCommand, EverythingDeliveredIsOneLine) {
  answer(notifier::Delivered{"ok"});
  EXPECT_THAT(alerts({"list", "--state", "dead"}).output, HasSubstr("everything is delivered"));
}

TEST_F(AlertsCommand, RetryOneOrAllThatWereGivenUp) {
  std::int64_t id = answer(notifier::Refused{"404", false});
  Said said = alerts({"retry", std::to_string(id)});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_EQ(store_->list_deliveries(DeliveryState::Retry, 9)->size(), 1u);
  answer(notifier::Refused{"404", false});
  EXPECT_THAT(alerts({"retry", "--all-dead"}).output, HasSubstr("1 delivery is due now"));
  EXPECT_EQ(store_->list_deliveries(DeliveryState::Dead, 9)->size(), 0u);
  EXPECT_EQ(alerts({"retry"}).exit_code, 2);
  EXPECT_EQ(alerts({"retry", "999"}).exit_code, 2);
  EXPECT_EQ(alerts({"retry", "x"}).exit_code, 2);
}

TEST_F(AlertsCommand, DropSaysWhoDropped) {
  std::int64_t id = store_.deliveries()[0].id;
  EXPECT_EQ(alerts({"drop", std::to_string(id), "--person", "ana"}).exit_code, 0);
  EXPECT_EQ(store_->list_deliveries(DeliveryState::Dead, 9)->at(0).last_error, "dropped by ana");
  EXPECT_EQ(alerts({"dorp", "1"}).exit_code, 2);
}

TEST_F(AlertsCommand, DroppingAgainSaysThatItWasDroppedAlready) {
  std::string id = std::to_string(store_.deliveries()[0].id);
  std::string other = std::to_string(store_.deliveries()[1].id);
  EXPECT_EQ(alerts({"drop", id}).output, "1 delivery is dropped\n");
  Said again = alerts({"drop", id});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(again.output, "delivery " + id + " was dropped already\n");
  EXPECT_EQ(alerts({"drop", id, other}).output,
            "delivery " + id + " was dropped already\n1 delivery is dropped\n");
}

TEST_F(AlertsCommand, AWaitingChannelIsSaidInWordsAndItsCodeOnlyInJson) {
  std::int64_t id =
      answer(notifier::RetryAfter{std::chrono::seconds(9), "channel-unreachable: timeout"},
             at_second(kLater));
  Said said = alerts({"list"});
  EXPECT_THAT(said.output, Not(HasSubstr("channel-unreachable")));
  EXPECT_THAT(said.output, HasSubstr("the channel takes nothing now (timeout)"));
  EXPECT_THAT(said.output, HasSubstr("next: leakwarden notify test bus, then leakwarden alerts "
                                     "retry " +
                                     std::to_string(id) + "\n"));
  Json json = Json::parse(alerts({"list", "--state", "retry", "--format", "json"}).output);
  EXPECT_EQ(json[0]["error"], "channel-unreachable: timeout");
}

}  // namespace
}  // namespace leakwarden::service
