#include "service/cli/incidents.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/support/planted.h"
#include "tests/unit/service/cli_fixture.h"

namespace leakwarden::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

class IncidentsCommand : public CliTest {
 protected:
  IncidentsCommand() {
    StoredFinding low = finding("low", "b.txt");
    low.finding.severity = Severity::Low;
    store_.push("pay", "a", {low, finding("key", "config/prod.env")});
    for (const IncidentRecord& incident : store_.incidents()) {
      if (incident.sample.severity == Severity::Critical) id_ = incident.id;
    }
  }
  Said incidents(std::vector<std::string> words) { return run(incidents_command, words); }
  Json shown() { return Json::parse(incidents({"show", id_, "--format", "json"}).output); }

  std::string id_;
};

TEST_F(IncidentsCommand, ListShowsWhatIsOpenWorstFirst) {
  Said said = incidents({"list"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_LT(said.output.find("config/prod.env:3"), said.output.find("b.txt:3"));
  EXPECT_THAT(said.output, HasSubstr(id_.substr(0, 12)));
  EXPECT_THAT(said.output, HasSubstr("critical"));
  EXPECT_THAT(said.output, HasSubstr("Postman API key"));
  EXPECT_THAT(said.output, HasSubstr("pay"));
  EXPECT_THAT(said.output, HasSubstr("2 unsettled incidents"));
  for (std::size_t begin = 0; begin < said.output.size();) {
    std::size_t end = said.output.find('\n', begin);
    EXPECT_LE(end - begin, 90u) << said.output.substr(begin, end - begin);
    begin = end + 1;
  }
}

TEST_F(IncidentsCommand, ListAsJsonLinesIsOneObjectALine) {
  Said said = incidents({"list", "--format", "jsonl"});
  EXPECT_EQ(std::count(said.output.begin(), said.output.end(), '\n'), 2);
  Json first = Json::parse(said.output.substr(0, said.output.find('\n')));
  EXPECT_EQ(first["id"], id_);
  EXPECT_EQ(first["state"], "open");
  EXPECT_EQ(first["rule_id"], "postman-api-key");
  EXPECT_EQ(first["severity"], "critical");
  EXPECT_EQ(first["fingerprint"], finding("key").finding.fingerprint);
  EXPECT_EQ(first["secret"], "PMAK…");
  EXPECT_EQ(first["location"]["path"], "config/prod.env");
  EXPECT_EQ(first["location"]["start_line"], 3);
  EXPECT_EQ(first["places"], 1);
  EXPECT_EQ(first["repositories"], Json::array({"pay"}));
  Json list = Json::parse(incidents({"list", "--format", "json"}).output);
  EXPECT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0], first);
}

TEST_F(IncidentsCommand, ListByState) {
  ASSERT_TRUE(store_.change(id_, IncidentState::Closed, "revoked").ok());
  EXPECT_THAT(incidents({"list"}).output, Not(HasSubstr(id_.substr(0, 12))));
  EXPECT_THAT(incidents({"list", "--state", "closed"}).output, HasSubstr("revoked (bob)"));
  EXPECT_THAT(incidents({"list", "--state", "all"}).output, HasSubstr("2 incidents"));
  EXPECT_THAT(incidents({"list", "--state", "rotated"}).output, HasSubstr("no rotated incidents"));
  EXPECT_THAT(incidents({"list", "--state", "all", "--limit", "1"}).output,
              HasSubstr("1 incident\n"));
  EXPECT_EQ(Json::parse(incidents({"list", "--state", "rotated", "--format", "json"}).output),
            Json::array());
}

TEST_F(IncidentsCommand, ShowTellsWhereWhatToDoAndWhatHappened) {
  Said said = incidents({"show", id_.substr(0, 10)});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_THAT(said.output, HasSubstr(id_));
  EXPECT_THAT(said.output, HasSubstr("config/prod.env:3"));
  EXPECT_THAT(said.output, HasSubstr("by Ana"));
  EXPECT_THAT(said.output, HasSubstr("1. Delete it"));
  EXPECT_THAT(said.output, HasSubstr("2. Make a new one"));
  EXPECT_THAT(said.output, HasSubstr("https://example.com/keys"));
  EXPECT_THAT(said.output, HasSubstr("opened: in pay"));
  EXPECT_THAT(said.output, HasSubstr("resolve " + id_.substr(0, 12) + " --reason revoked"));
  EXPECT_EQ(shown()["locations"][0]["author"], "Ana");
  EXPECT_EQ(shown()["history"][0]["what"], "opened");
  EXPECT_EQ(shown()["advice"]["steps"][1], "Make a new one");
}

TEST_F(IncidentsCommand, ResolveByFingerprintRecordsWhoAndWhy) {
  Said said = incidents({"resolve", finding("key").finding.fingerprint, "--reason", "revoked",
                         "--note", "done at noon", "--person", "ana"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_THAT(said.output, HasSubstr("is closed (revoked); the channels are told"));
  EXPECT_EQ(shown()["state"], "closed");
  EXPECT_EQ(shown()["person"], "ana");
  EXPECT_EQ(shown()["history"][1]["note"], "revoked: done at noon");
  EXPECT_THAT(store_.told("bus"),
              ElementsAre("incident.opened", "incident.opened", "incident.closed"));
}

TEST_F(IncidentsCommand, ThePersonIsWhoeverCalls) {
  ::setenv("SUDO_USER", "carol", 1);
  incidents({"acknowledge", id_});
  ::unsetenv("SUDO_USER");
  EXPECT_EQ(shown()["history"][1]["person"], "carol");
  EXPECT_EQ(shown()["history"][1]["what"], "acknowledged");
}

TEST_F(IncidentsCommand, ReasonsAreOfAClosedSet) {
  Said missing = incidents({"resolve", id_});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.errors, HasSubstr("revoked, expired, rotated"));
  Said wrong = incidents({"resolve", id_, "--reason", "revokt"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("try: --reason revoked"));
  EXPECT_EQ(incidents({"suppress", id_, "--reason", "revoked"}).exit_code, 2);
  EXPECT_EQ(shown()["state"], "open");
}

TEST_F(IncidentsCommand, EachReasonLeadsToItsState) {
  incidents({"resolve", id_, "--reason", "rotated"});
  EXPECT_EQ(shown()["state"], "rotated");
  incidents({"resolve", id_, "--reason", "test-key"});
  EXPECT_EQ(shown()["state"], "suppressed");
  EXPECT_EQ(incidents({"resolve", id_, "--reason", "rotated"}).exit_code, 2);
  EXPECT_EQ(incidents({"reopen", id_, "--reason", "still live"}).exit_code, 0);
  EXPECT_EQ(shown()["state"], "open");
  EXPECT_EQ(shown()["reason"], "still live");
  Said again = incidents({"reopen", id_});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.output, HasSubstr("is open already"));
}

TEST_F(IncidentsCommand, SuppressUntilADay) {
  Said said = incidents({"suppress", id_, "--reason", "accepted-risk", "--until", "2999-12-31"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_EQ(shown()["expires"], "3000-01-01T00:00:00Z");
  EXPECT_EQ(incidents({"reopen", id_}).exit_code, 0);
  EXPECT_EQ(incidents({"suppress", id_, "--reason", "test-key", "--until", "2020-01-01"}).exit_code,
            2);
}

// What is said is kept in clear and sent to the channels.
TEST_F(IncidentsCommand, ANoteTellsNoSecret) {
  const std::string key = leakwarden::testing::planted_postman_key(19);
  const Said said =
      incidents({"suppress", id_, "--reason", "false-positive", "--note", "it is " + key});
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.errors, HasSubstr("holds a secret"));
  EXPECT_THAT(said.output + said.errors, Not(HasSubstr(key)));
  EXPECT_EQ(shown()["state"], "open");
}

TEST_F(IncidentsCommand, AssignNamesAPerson) {
  EXPECT_EQ(incidents({"assign", id_}).exit_code, 2);
  Said said = incidents({"assign", id_, "--to", "carol"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_EQ(shown()["assignee"], "carol");
  EXPECT_THAT(incidents({"list"}).output, HasSubstr("assigned to carol"));
}

TEST_F(IncidentsCommand, SeveralAtOnceOrNone) {
  std::string other =
      store_.incidents()[0].id == id_ ? store_.incidents()[1].id : store_.incidents()[0].id;
  EXPECT_EQ(incidents({"acknowledge", id_, "inc-0000000000000000"}).exit_code, 2);
  EXPECT_EQ(shown()["state"], "open");
  Said said = incidents({"acknowledge", id_, other, "--format", "jsonl"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_EQ(Json::parse(said.output.substr(0, said.output.find('\n')))["state"], "acknowledged");
  EXPECT_EQ(std::count(said.output.begin(), said.output.end(), '\n'), 2);
  EXPECT_EQ(incidents({"acknowledge"}).exit_code, 2);
}

TEST_F(IncidentsCommand, WithoutAConfigurationNobodyIsToldAndItSaysSo) {
  Said said =
      said_by(incidents_command, {"resolve", id_, "--reason", "revoked", "--data-dir", data_dir_});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_THAT(said.output, HasSubstr("nobody is told: no configuration was given"));
}

TEST_F(IncidentsCommand, HostileNamesAreSafeOnATerminal) {
  StoredFinding hostile = finding("evil", "a\x1b[2Jb\nc");
  hostile.finding.location.author = "\x1b]0;owned\x07";
  store_.push("ev\x1b[31mil", "a", {hostile});
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"list"},
           {"show", store_.incidents()[0].id},
           {"list", "--format", "jsonl"},
           {"show", store_.incidents()[0].id, "--format", "json"}}) {
    Said said = incidents(words);
    EXPECT_EQ(said.exit_code, 0) << said.errors;
    EXPECT_EQ(said.output.find('\x1b'), std::string::npos) << said.output;
    EXPECT_EQ(said.output.find('\x07'), std::string::npos);
  }
}

TEST_F(IncidentsCommand, MistakesAreTaught) {
  EXPECT_THAT(incidents({"resolv", id_}).errors, HasSubstr("try: leakwarden incidents resolve"));
  EXPECT_THAT(incidents({"export"}).errors, HasSubstr("not available in this version"));
  EXPECT_EQ(incidents({"export"}).exit_code, 2);
  EXPECT_THAT(incidents({"list", "--stat", "x"}).errors, HasSubstr("--state"));
  EXPECT_EQ(incidents({"list", "--state", "opne"}).exit_code, 2);
  EXPECT_EQ(incidents({"list", "--format", "xml"}).exit_code, 2);
  EXPECT_EQ(incidents({"list", "extra"}).exit_code, 2);
  EXPECT_EQ(incidents({"show"}).exit_code, 2);
  EXPECT_THAT(incidents({"show", "inc-nothing"}).errors,
              HasSubstr("try: leakwarden incidents list"));
}

TEST_F(IncidentsCommand, HelpTeachesWithExamplesFirst) {
  for (const char* verb :
       {"list", "show", "acknowledge", "assign", "resolve", "reopen", "suppress"}) {
    Said said = said_by(incidents_command, {verb, "--help"});
    EXPECT_EQ(said.exit_code, 0);
    EXPECT_LT(said.output.find("  leakwarden incidents " + std::string(verb)),
              said.output.find("--config"))
        << said.output;
  }
  EXPECT_EQ(said_by(incidents_command, {"--help"}).exit_code, 0);
  EXPECT_EQ(said_by(incidents_command, {}).exit_code, 2);
}

}  // namespace
}  // namespace leakwarden::service
