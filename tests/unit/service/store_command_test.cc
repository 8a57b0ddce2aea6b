#include "service/cli/store_command.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/service/cli_fixture.h"

namespace leakwarden::service {
namespace {

using ::testing::HasSubstr;

class StoreCommand : public CliTest {
 protected:
  Said store(std::vector<std::string> words) { return run(store_command, words); }
};

TEST_F(StoreCommand, CheckWorksBesideTheDaemon) {
  Said said = store({"check"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_THAT(said.output, HasSubstr("is whole: schema 2"));
  nlohmann::json json = nlohmann::json::parse(store({"check", "--format", "json"}).output);
  EXPECT_EQ(json["whole"], true);
  EXPECT_GT(json["bytes"], 1000);
}

TEST_F(StoreCommand, CheckFindsDamage) {
  store_.close();
  leakwarden::testing::write_file(store_path(data_dir_), std::string(9000, 'x'));
  EXPECT_EQ(store({"check"}).exit_code, 2);
}

TEST_F(StoreCommand, MigrateNeedsTheDataForItself) {
  Said busy = store({"migrate"});
  EXPECT_EQ(busy.exit_code, 2);
  EXPECT_THAT(busy.errors, HasSubstr("is using it"));
  store_.close();
  Said said = store({"migrate"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_THAT(said.output, HasSubstr("nothing to do"));
}

TEST_F(StoreCommand, SettleEndsWhatDoctorRemindsOf) {
  Coverage partial;
  partial.add_gap({"blob 1f2e", "larger than 64 MiB", 5, false, false});
  store_.push("pay", "a", {}, 0, plan(), partial);
  EXPECT_EQ(store({"settle"}).exit_code, 2);
  EXPECT_THAT(store({"settle", "pya"}).errors, HasSubstr("no repository has this name"));
  EXPECT_EQ(store({"settle", "/srv/git/pay.git", "--person", "ana"}).output,
            "1 scan that left something out is settled for /srv/git/pay.git\n");
  EXPECT_TRUE(store_->unsettled_scans()->empty());
  EXPECT_EQ(store({"settle", "pay"}).output, "pay has no unscanned push\n");
}

TEST_F(StoreCommand, WhatIsNotBuiltSaysSo) {
  for (const char* verb : {"export", "import"}) {
    Said said = store({verb});
    EXPECT_EQ(said.exit_code, 2);
    EXPECT_THAT(said.errors, HasSubstr("not available in this version"));
  }
}

}  // namespace
}  // namespace leakwarden::service
