// What all commands share: output that cannot be written, --limit.

#include "service/cli/command.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>

#include "service/cli/alerts.h"
#include "service/cli/dispatch.h"
#include "service/cli/doctor.h"
#include "service/cli/incidents.h"
#include "service/cli/notify.h"
#include "service/cli/store_command.h"
#include "tests/unit/service/cli_fixture.h"

namespace leakwarden::service {
namespace {

using ::testing::HasSubstr;

class AnyCommand : public CliTest {
 protected:
  AnyCommand() { store_.push("pay", "a", {finding("key")}); }
  void expect_full(int (*command)(const std::vector<std::string>&), std::vector<std::string> words,
                   bool with_config = true) {
    std::string shown = words.empty() ? "" : words[0];
    if (with_config) words.insert(words.end(), {"--config", config_file_});
    Said said = said_into_full_disk(command, words);
    EXPECT_EQ(said.exit_code, 2) << shown;
    EXPECT_THAT(said.errors, HasSubstr("standard output: No space left on device")) << shown;
    EXPECT_EQ(std::count(said.errors.begin(), said.errors.end(), '\n'), 1) << said.errors;
  }
};

TEST_F(AnyCommand, AFullOutputIsAnErrorThatSaysSo) {
  std::string incident = store_.incidents()[0].id;
  std::string delivery = std::to_string(store_.deliveries()[0].id);
  for (const char* format : {"text", "json", "jsonl"}) {
    expect_full(incidents_command, {"list", "--format", format});
    expect_full(incidents_command, {"show", incident, "--format", format});
    expect_full(alerts_command, {"list", "--format", format});
    expect_full(doctor_command, {"--format", format});
    expect_full(store_command, {"check", "--format", format});
  }
  expect_full(incidents_command, {"acknowledge", incident});
  expect_full(incidents_command, {"assign", incident, "--to", "carol"});
  expect_full(alerts_command, {"retry", delivery});
  expect_full(alerts_command, {"drop", delivery});
  expect_full(store_command, {"settle", "pay"});
  expect_full(notify_command, {"preview", "bus"});
  expect_full(notify_command, {"test", "bus"});
  for (const char* word : {"--help", "--version"}) {
    expect_full(run_service_command, {word}, false);
  }
}

TEST_F(AnyCommand, ALimitIsAPositiveNumberEverywhere) {
  for (int (*command)(const std::vector<std::string>&) : {alerts_command, incidents_command}) {
    EXPECT_EQ(run(command, {"list", "--limit", "1"}).exit_code, 0);
    Said none = run(command, {"list", "--limit", "0"});
    EXPECT_EQ(none.exit_code, 2);
    EXPECT_THAT(none.errors, HasSubstr("try: --limit 1000"));
    EXPECT_EQ(run(command, {"list", "--limit", "many"}).exit_code, 2);
  }
  EXPECT_THAT(run(alerts_command, {"list", "--limit", "1"}).output, HasSubstr("1 delivery\n"));
}

}  // namespace
}  // namespace leakwarden::service
