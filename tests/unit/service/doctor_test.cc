#include "service/cli/doctor.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/unit/service/cli_fixture.h"

namespace leakwarden::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Doctor : public CliTest {
 protected:
  Doctor() {
    // Any program does: doctor only looks whether it can be run.
    ::setenv("LEAKWARDEN_SCANNER", "/bin/true", 1);
    folder_.write("data/keys/installation.key", std::string(64, 'a') + "\n");
    ::chmod((data_dir_ + "/keys").c_str(), 0700);
    ::chmod((data_dir_ + "/keys/installation.key").c_str(), 0600);
  }
  ~Doctor() override { ::unsetenv("LEAKWARDEN_SCANNER"); }
  Said doctor(std::vector<std::string> words = {}) { return run(doctor_command, words); }
};

TEST_F(Doctor, AHealthyInstallation) {
  Said said = doctor();
  EXPECT_EQ(said.exit_code, 0) << said.output << said.errors;
  EXPECT_THAT(said.output, Not(HasSubstr("broken")));
  EXPECT_THAT(said.output, HasSubstr("running, process " + std::to_string(::getpid())));
  EXPECT_THAT(said.output, HasSubstr("leakwarden.db, schema 2,"));
  EXPECT_THAT(said.output, HasSubstr("bus; leakwarden notify test bus tries it"));
}

TEST_F(Doctor, JsonNamesEachThing) {
  nlohmann::json list = nlohmann::json::parse(doctor({"--format", "json"}).output);
  bool found = false;
  for (const nlohmann::json& line : list) found = found || line["what"] == "store";
  EXPECT_TRUE(found);
}

TEST_F(Doctor, ProblemsOfRepositoriesAndScansAreShown) {
  ASSERT_TRUE(
      store_->record_problem("bad", "/srv/git/b\x1b[31mad.git", "not a repository", at_second(0))
          .ok());
  Coverage partial;
  partial.add_gap({"blob 1f2e", "larger than 64 MiB", 5, false, false});
  partial.add_gap({"blob 3333", "larger than 64 MiB", 5, false, false});
  store_.push("pay", "a", {}, 0, plan(), partial);
  Said said = doctor();
  EXPECT_EQ(said.exit_code, 0) << said.output;
  EXPECT_THAT(said.output, HasSubstr("b^[[31mad.git: not a repository"));
  EXPECT_THAT(one_line(said.output), HasSubstr("pay: 1 scan left something out, the last a push"));
  EXPECT_THAT(one_line(said.output), HasSubstr("larger than 64 MiB, and 1 more; try: "));
}

TEST_F(Doctor, AnUnscannedPushStaysUntilItIsSettled) {
  Coverage partial;
  partial.add_gap({"the whole push", "the worker died", 0, false, false});
  store_.push("pay", "a", {}, 0, plan(), partial);
  for (int tip = 1; tip < 30; ++tip) store_.push("pay", std::to_string(tip), {}, tip);
  std::string said = one_line(doctor().output);
  EXPECT_THAT(said, HasSubstr("pay: 1 scan left something out, the last a push (2026-"));
  EXPECT_THAT(said, HasSubstr("the whole push, the worker died; try: leakwarden scan "
                              "/srv/git/pay.git, then leakwarden store settle /srv/git/pay.git"));
  ASSERT_TRUE(store_->settle_scans("pay", "ana", at_second(99)).ok());
  EXPECT_THAT(doctor().output, Not(HasSubstr("left something out")));
}

TEST_F(Doctor, ADataFolderThatCannotBeMadeIsBroken) {
  config_file_ = folder_.write("no-parent.yaml", "data_dir: " + (folder_ / "missing/data") + "\n");
  Said said = doctor();
  EXPECT_EQ(said.exit_code, 2) << said.output;
  EXPECT_THAT(one_line(said.output), HasSubstr("No such file or directory; try: make that folder"));
}

TEST_F(Doctor, BuriedDeliveriesAndWaitingScansAreShown) {
  store_.push("pay", "a", {finding("key")});
  std::int64_t id =
      store_->take_due_deliveries("bus", 1, at_second(0), kLease, DeliveryChoice::Any)->at(0).id;
  ASSERT_TRUE(store_
                  ->record_delivery(id, notifier::Refused{"404 gone", true}, std::nullopt,
                                    Attempted::Yes, at_second(0))
                  .ok());
  store_.observe("pay", {ref("refs/heads/main", "b")});
  Said said = doctor();
  EXPECT_THAT(said.output, HasSubstr("1 delivery was given up"));
  EXPECT_THAT(said.output, HasSubstr("404 gone"));
  EXPECT_THAT(said.output, HasSubstr("1 scan waits"));
}

TEST_F(Doctor, WhatIsMisconfiguredIsBroken) {
  config_file_ = folder_.write(
      "bad.yaml", "data_dir: " + data_dir_ +
                      "\nrules: [/nothing/rules]\nwatch: [{path: /nothing/git}]\nchannels:\n"
                      "  - {name: chat, type: slack, url: {file: /nothing/url}}\n");
  ::chmod((data_dir_ + "/keys/installation.key").c_str(), 0644);
  Said said = doctor();
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.output, HasSubstr("broken  rules"));
  EXPECT_THAT(said.output, HasSubstr("broken  watch     /nothing/git"));
  EXPECT_THAT(said.output, HasSubstr("broken  channel"));
  EXPECT_THAT(said.output, HasSubstr("broken  key"));
}

TEST_F(Doctor, BeforeTheFirstStartNothingIsBrokenAndNothingIsMade) {
  std::string fresh = folder_ / "fresh";
  config_file_ = folder_.write(
      "fresh.yaml", "data_dir: " + fresh + "\nwatch: [{path: " + folder_.path() + "}]\n");
  Said said = doctor();
  EXPECT_EQ(said.exit_code, 0) << said.output;
  EXPECT_THAT(said.output, HasSubstr("is made at the first start"));
  EXPECT_THAT(said.output, HasSubstr("there are no channels"));
  EXPECT_FALSE(std::filesystem::exists(fresh));
}

TEST_F(Doctor, ACrookedConfigurationIsSaidWhole) {
  config_file_ = folder_.write("crooked.yaml", "rules: []\nwatch: 3\n");
  Said said = doctor();
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.errors, HasSubstr("crooked.yaml:1:8: 'rules': the list is empty (name at least "
                                     "one, or leave 'rules' out)"));
  EXPECT_THAT(said.errors, HasSubstr("crooked.yaml:2:8"));
}

TEST(DoctorAlone, WithoutAConfigurationItIsANote) {
  if (::access("/etc/leakwarden/leakwarden.yaml", F_OK) == 0) GTEST_SKIP();
  ::setenv("LEAKWARDEN_SCANNER", "/bin/true", 1);
  Said said = said_by(doctor_command, {});
  ::unsetenv("LEAKWARDEN_SCANNER");
  EXPECT_EQ(said.exit_code, 0) << said.output;
  EXPECT_THAT(said.output, HasSubstr("not configured"));
  EXPECT_EQ(said_by(doctor_command, {"--config", "/nothing.yaml"}).exit_code, 2);
}

}  // namespace
}  // namespace leakwarden::service
