// What the store says was decided, after people decided with the steps they have.

#include <gmock/gmock.h>

#include "scanner/hooks/decision_lines.h"
#include "service/store/store.h"
#include "tests/unit/service/store_fixture.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;
using scanner::DecisionAnswer;
using scanner::DecisionQuestion;
using scanner::place_name;

StoredFinding weak_finding(const std::string& value, const std::string& path,
                           const std::string& rule = "generic-password") {
  StoredFinding made = finding(value, path);
  made.finding.rule_id = rule;
  made.finding.fingerprint = "w1-3f2-0a1b2";  // as one value in 4,096 is called
  return made;
}

class Decisions : public ::testing::Test {
 protected:
  Decisions() : store_(open()) {}

  std::unique_ptr<Store> open(StoreRole role = StoreRole::Daemon) {
    Result<std::unique_ptr<Store>> store =
        open_sqlite_store({folder_.path(), role, "", at_second(0)});
    EXPECT_TRUE(store.ok()) << store.error().message();
    return store.ok() ? std::move(*store) : nullptr;
  }
  std::string id_of(const StoredFinding& found) {
    for (const IncidentRecord& incident : store_.incidents()) {
      if (incident.identity == found.identity) return incident.id;
    }
    ADD_FAILURE() << "no incident";
    return "";
  }
  std::vector<DecisionAnswer> ask(const std::vector<DecisionQuestion>& questions,
                                  std::int64_t second = 100) {
    Result<std::vector<DecisionAnswer>> answers =
        store_->find_decisions(questions, at_second(second));
    EXPECT_TRUE(answers.ok()) << answers.error().message();
    return answers.ok() ? *answers : std::vector<DecisionAnswer>();
  }
  bool decided(const DecisionQuestion& question, std::int64_t second = 100) {
    return !ask({question}, second).empty();
  }
  static DecisionQuestion about(const StoredFinding& found) {
    return {found.finding.fingerprint, "", ""};
  }
  static DecisionQuestion about_weak(const std::string& path,
                                     const std::string& rule = "generic-password") {
    return {"w1-3f2-0a1b2", rule, place_name(path)};
  }

  TemporaryFolder folder_;
  StoreSteps store_;
};

TEST_F(Decisions, EachStateSaysWhetherAHookNeedNotStopIt) {
  const struct {
    IncidentState state;
    bool decided;
  } rows[] = {
      {IncidentState::Open, false},    {IncidentState::Acknowledged, false},
      {IncidentState::Rotated, false}, {IncidentState::VerifiedDead, false},
      {IncidentState::Closed, false},  {IncidentState::Suppressed, true},
  };
  for (const auto& row : rows) {
    const std::string name(incident_state_name(row.state));
    const StoredFinding found = finding("value " + name);
    store_.push("app", "tip " + name, {found});
    if (row.state != IncidentState::Open) {
      ASSERT_TRUE(store_.change(id_of(found), row.state, "a reason").ok()) << name;
    }
    EXPECT_EQ(decided(about(found)), row.decided) << name;
  }
}

TEST_F(Decisions, TheAnswerSaysWhatWhoAndUntilWhen) {
  const StoredFinding one = finding("one");
  const StoredFinding two = finding("two");
  store_.push("app", "tip", {one, two});
  ASSERT_TRUE(
      store_.change(id_of(two), IncidentState::Suppressed, "accepted-risk", 10, at_second(1000))
          .ok());
  const std::vector<DecisionAnswer> answers =
      ask({about(one), {"s1-" + std::string(32, '0'), "", ""}, about(two)});
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].number, 2u);
  EXPECT_EQ(answers[0].decision, "accepted-risk");
  EXPECT_EQ(answers[0].person, "bob");
  EXPECT_EQ(answers[0].until, rfc3339(at_second(1000)));
}

TEST_F(Decisions, ItEndsWhenItsEndIsReached) {
  const StoredFinding found = finding("one");
  store_.push("app", "tip", {found});
  ASSERT_TRUE(
      store_.change(id_of(found), IncidentState::Suppressed, "test-key", 10, at_second(1000)).ok());
  EXPECT_TRUE(decided(about(found), 999));
  EXPECT_FALSE(decided(about(found), 1000));
}

TEST_F(Decisions, ReopeningTakesItBack) {
  const StoredFinding found = finding("one");
  store_.push("app", "tip", {found});
  ASSERT_TRUE(store_.change(id_of(found), IncidentState::Suppressed, "test-key").ok());
  ASSERT_TRUE(store_.change(id_of(found), IncidentState::Open).ok());
  EXPECT_FALSE(decided(about(found)));
}

// Two identities of one value: the installation's key was changed.
TEST_F(Decisions, OneOpenIncidentOfTheSameNameIsEnough) {
  StoredFinding before = finding("one");
  StoredFinding after = finding("one");
  after.identity = sha256_hex("another key");
  store_.push("app", "tip", {before, after});
  ASSERT_TRUE(store_.change(id_of(before), IncidentState::Suppressed, "test-key").ok());
  EXPECT_FALSE(decided(about(before)));
  ASSERT_TRUE(store_.change(id_of(after), IncidentState::Suppressed, "test-key").ok());
  EXPECT_TRUE(decided(about(before)));
}

TEST_F(Decisions, AWeakNameSpeaksFromItsRuleAtItsPathOnly) {
  const StoredFinding found = weak_finding("one", "config/dev.env");
  store_.push("app", "tip", {found});
  ASSERT_TRUE(store_.change(id_of(found), IncidentState::Suppressed, "test-key").ok());
  EXPECT_TRUE(decided(about_weak("config/dev.env")));
  EXPECT_FALSE(decided(about_weak("config/prod.env")));
  EXPECT_FALSE(decided(about_weak("config/dev.env", "another-rule")));
  EXPECT_FALSE(decided({"w1-3f2-0a1b2", "", ""}));
}

TEST_F(Decisions, AnotherWeakValueOfThatNameAtThatPathKeepsItFound) {
  const StoredFinding harmless = weak_finding("one", "config/dev.env");
  const StoredFinding real = weak_finding("two", "config/dev.env");
  store_.push("app", "tip", {harmless, real});
  ASSERT_TRUE(store_.change(id_of(harmless), IncidentState::Suppressed, "false-positive").ok());
  EXPECT_FALSE(decided(about_weak("config/dev.env")));
}

TEST_F(Decisions, TooManyOfOneNameAreNotDecided) {
  std::vector<StoredFinding> many;
  for (int i = 0; i < 101; ++i) many.push_back(weak_finding("v" + std::to_string(i), "a.env"));
  store_.push("app", "tip", many);
  for (const IncidentRecord& incident : store_.incidents()) {
    ASSERT_TRUE(store_.change(incident.id, IncidentState::Suppressed, "test-key").ok());
  }
  EXPECT_FALSE(decided(about_weak("a.env")));
}

// 100 incidents of one name, asked about 500 times: 5,000 of the 50,000 rows are read.
TEST_F(Decisions, WhatOneRequestLooksAtIsBounded) {
  std::vector<StoredFinding> many;
  for (int i = 0; i < 100; ++i) many.push_back(weak_finding("v" + std::to_string(i), "a.env"));
  store_.push("app", "tip", many);
  for (const IncidentRecord& incident : store_.incidents()) {
    ASSERT_TRUE(store_.change(incident.id, IncidentState::Suppressed, "test-key").ok());
  }
  EXPECT_EQ(ask(std::vector<DecisionQuestion>(500, about_weak("a.env"))).size(), 50u);
}

// The hooks' reader beside the daemon's own connection.
TEST_F(Decisions, AnotherConnectionSeesThemAtOnce) {
  const StoredFinding found = finding("one");
  store_.push("app", "tip", {found});
  const std::unique_ptr<Store> reader = open(StoreRole::Command);
  ASSERT_NE(reader, nullptr);
  EXPECT_TRUE(reader->find_decisions({about(found)}, at_second(1))->empty());
  ASSERT_TRUE(store_.change(id_of(found), IncidentState::Suppressed, "test-key").ok());
  EXPECT_EQ(reader->find_decisions({about(found)}, at_second(1))->size(), 1u);
}

TEST_F(Decisions, NothingAskedNothingAnswered) {
  EXPECT_TRUE(ask({}).empty());
}

}  // namespace
}  // namespace leakwarden::service
