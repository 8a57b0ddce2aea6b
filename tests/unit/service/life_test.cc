#include "service/incidents/life.h"

#include <gtest/gtest.h>

#include <array>

namespace leakwarden::service {
namespace {

constexpr std::array kStates = {IncidentState::Open,    IncidentState::Acknowledged,
                                IncidentState::Rotated, IncidentState::VerifiedDead,
                                IncidentState::Closed,  IncidentState::Suppressed};

// Rows: from; columns: to. Written by hand from the figure in service/README.md.
constexpr std::array<std::string_view, 6> kSteps = {
    // open ack rotated dead closed suppressed
    ".xxxxx",  // open
    "x.xxxx",  // acknowledged
    "x..xxx",  // rotated
    "x...xx",  // verified dead
    "x.....",  // closed
    "x...x.",  // suppressed
};

TEST(Life, StepsAreThoseOfTheFigure) {
  for (std::size_t from = 0; from < kStates.size(); ++from) {
    for (std::size_t to = 0; to < kStates.size(); ++to) {
      bool expected = kSteps[from][to] == 'x';
      EXPECT_EQ(may_change(kStates[from], kStates[to]), expected)
          << incident_state_name(kStates[from]) << " → " << incident_state_name(kStates[to]);
    }
  }
}

TEST(Life, SettledMeansNobodyNeedsToAct) {
  EXPECT_FALSE(is_settled(IncidentState::Open));
  EXPECT_FALSE(is_settled(IncidentState::Acknowledged));
  EXPECT_FALSE(is_settled(IncidentState::Rotated));
  EXPECT_TRUE(is_settled(IncidentState::VerifiedDead));
  EXPECT_TRUE(is_settled(IncidentState::Closed));
  EXPECT_TRUE(is_settled(IncidentState::Suppressed));
}

TEST(Life, ASuppressionIsADecisionUntilItsEnd) {
  EXPECT_TRUE(is_decided(IncidentState::Suppressed, false));
  EXPECT_FALSE(is_decided(IncidentState::Suppressed, true));
  for (IncidentState state :
       {IncidentState::Open, IncidentState::Acknowledged, IncidentState::Rotated,
        IncidentState::VerifiedDead, IncidentState::Closed}) {
    EXPECT_FALSE(is_decided(state, false));
  }
}

// What a hook lets pass, the scan after the push tells nobody of.
TEST(Life, WhatIsDecidedIsOnlyNotedWhenItIsPushed) {
  for (IncidentState state :
       {IncidentState::Open, IncidentState::Acknowledged, IncidentState::Rotated,
        IncidentState::VerifiedDead, IncidentState::Closed, IncidentState::Suppressed}) {
    for (bool ended : {false, true}) {
      if (!is_decided(state, ended)) continue;
      EXPECT_EQ(judge_sighting(Known{state, ended, false, false}, JobKind::Push),
                Sighting::Recorded);
    }
  }
}

TEST(Life, ReasonsLeadToStatesThatAnOpenIncidentMayTake) {
  for (const Reason& reason : resolve_reasons()) {
    EXPECT_TRUE(may_change(IncidentState::Open, reason.leads_to)) << reason.name;
    EXPECT_FALSE(reason.meaning.empty());
  }
  EXPECT_EQ(resolve_reason("revoked")->leads_to, IncidentState::Closed);
  EXPECT_EQ(resolve_reason("false-positive")->leads_to, IncidentState::Suppressed);
  EXPECT_FALSE(resolve_reason("because").has_value());
}

TEST(Life, EveryStateHasItsAlert) {
  EXPECT_EQ(alert_for(IncidentState::Open, IncidentState::Closed),
            notifier::AlertType::IncidentClosed);
  EXPECT_EQ(alert_for(IncidentState::Closed, IncidentState::Open),
            notifier::AlertType::IncidentReopened);
  EXPECT_EQ(alert_for(IncidentState::Open, IncidentState::Suppressed),
            notifier::AlertType::IncidentSuppressed);
}

struct SightingCase {
  std::string name;
  std::optional<Known> known;
  Sighting push;
};

Known known(IncidentState state, bool alerted, bool here, bool expired = false) {
  return {state, expired, alerted, here};
}

TEST(Life, WhatASightingMeans) {
  const std::vector<SightingCase> cases = {
      {"unknown", std::nullopt, Sighting::Opened},
      {"open, told here", known(IncidentState::Open, true, true), Sighting::Recorded},
      {"open, told elsewhere", known(IncidentState::Open, true, false), Sighting::SeenAgain},
      {"open, only a silent baseline", known(IncidentState::Open, false, false),
       Sighting::OpenedLate},
      {"acknowledged, told here", known(IncidentState::Acknowledged, true, true),
       Sighting::Recorded},
      {"acknowledged, told elsewhere", known(IncidentState::Acknowledged, true, false),
       Sighting::SeenAgain},
      {"rotated", known(IncidentState::Rotated, true, true), Sighting::Reopened},
      {"verified dead", known(IncidentState::VerifiedDead, true, true), Sighting::Reopened},
      {"closed", known(IncidentState::Closed, true, true), Sighting::Reopened},
      {"closed, never told", known(IncidentState::Closed, false, false), Sighting::Reopened},
      {"suppressed", known(IncidentState::Suppressed, true, false), Sighting::Recorded},
      {"suppressed, expired", known(IncidentState::Suppressed, true, true, true),
       Sighting::Reopened},
  };
  for (const SightingCase& one : cases) {
    EXPECT_EQ(judge_sighting(one.known, JobKind::Push), one.push) << one.name;
    Sighting silent = one.known.has_value() ? Sighting::Recorded : Sighting::Opened;
    EXPECT_EQ(judge_sighting(one.known, JobKind::Baseline), silent) << one.name;
  }
}

TEST(Life, OnlyARecordedSightingIsSilent) {
  EXPECT_FALSE(alert_for(Sighting::Recorded).has_value());
  EXPECT_EQ(alert_for(Sighting::Opened), notifier::AlertType::IncidentOpened);
  EXPECT_EQ(alert_for(Sighting::OpenedLate), notifier::AlertType::IncidentOpened);
  EXPECT_EQ(alert_for(Sighting::SeenAgain), notifier::AlertType::IncidentSeenAgain);
  EXPECT_EQ(alert_for(Sighting::Reopened), notifier::AlertType::IncidentReopened);
}

}  // namespace
}  // namespace leakwarden::service
