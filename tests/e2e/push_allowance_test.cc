// What a push option lets through, and its record on the server.

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class PushAllowance : public ::testing::Test {
 protected:
  PushAllowance()
      : bare_(folder_ / "server.git"), work_(folder_ / "work"), key_(planted_postman_key(4713)) {
    make_bare_repository(bare_);
    GitClient(bare_).must({"config", "receive.advertisePushOptions", "true"});
    work_.init();
    work_.must({"remote", "add", "origin", bare_});
    work_.commit_file("README", "clean\n", "begin");
    work_.must({"push", "-q", "origin", "main"});
    const ProgramResult installed =
        run_program({scanner_program(), "hook", "install", "--pre-receive", bare_});
    EXPECT_EQ(installed.exit_code, 0) << installed.errors;
    work_.commit_file("a.env", "API_KEY=" + key_ + "\n");
    const ProgramResult named = run_program({scanner_program(), "scan", folder_ / "work/a.env"});
    name_ = named.output.substr(named.output.find("s1-"), 11);
    work_.environment["LEAKWARDEN_ALLOW_PUSH_OPTION"] = "1";
    work_.environment["GL_USERNAME"] = "ana";
  }

  ProgramResult push(const std::string& reason) {
    return work_.run({"push", "-o", "leakwarden.allow=" + name_ + reason, "origin", "main"});
  }

  TemporaryFolder folder_;
  std::string bare_;
  GitClient work_;
  std::string key_;
  std::string name_;
};

TEST_F(PushAllowance, PassesWithAReasonWhereTheServerPermits) {
  work_.environment.erase("LEAKWARDEN_ALLOW_PUSH_OPTION");
  EXPECT_NE(push(";reason=test key").exit_code, 0);
  work_.environment["LEAKWARDEN_ALLOW_PUSH_OPTION"] = "1";
  EXPECT_NE(push("").exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(bare_ + "/leakwarden-allowed.jsonl"));
  const ProgramResult passed = push(";reason=test key");
  EXPECT_EQ(passed.exit_code, 0) << passed.errors;
  EXPECT_NE(remote_lines(passed.errors).find("test key"), std::string::npos) << passed.errors;
}

TEST_F(PushAllowance, IsRecordedWithoutTheValueAndControlBytes) {
  const ProgramResult passed = push(";reason=for \x1b[31m" + key_ + std::string(5000, 'x'));
  EXPECT_EQ(passed.exit_code, 0) << passed.errors;
  const std::string record = read_file(bare_ + "/leakwarden-allowed.jsonl");
  EXPECT_FALSE(shows_part_of(record, key_)) << record;
  EXPECT_FALSE(has_control_bytes(record)) << record;
  EXPECT_LT(record.size(), 3000u);
  const nlohmann::json line = nlohmann::json::parse(record);
  EXPECT_EQ(line["pusher"], "ana");
  EXPECT_EQ(line["name"], name_);
  EXPECT_EQ(line["refs"], nlohmann::json::array({"refs/heads/main"}));
  EXPECT_EQ(line["findings"][0]["path"], "a.env");
  EXPECT_EQ(line["findings"][0]["commit"], work_.must({"rev-parse", "HEAD"}));
  EXPECT_EQ(line["time"].get<std::string>().size(), 20u);
  work_.commit_file("b.env", "K=" + planted_postman_key(4715) + "\n");
  EXPECT_NE(push(";reason=no").exit_code, 0) << "another key";
  EXPECT_EQ(read_file(bare_ + "/leakwarden-allowed.jsonl"), record) << "nothing was let through";
}

TEST_F(PushAllowance, WhatCannotBeRecordedIsRefused) {
  std::filesystem::create_directory(bare_ + "/leakwarden-allowed.jsonl");
  const ProgramResult refused = push(";reason=test key");
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_NE(refused.errors.find("record what is let through"), std::string::npos) << refused.errors;
}

}  // namespace
}  // namespace leakwarden::testing
