#include "service/cli/dispatch.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/service/cli_fixture.h"

namespace leakwarden::service {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Said said(const std::vector<std::string>& words) {
  return said_by(run_service_command, words);
}

TEST(Dispatch, VersionNamesTheProgramFirst) {
  EXPECT_THAT(said({"--version"}).output, StartsWith("leakwarden-service 0."));
  nlohmann::json json = nlohmann::json::parse(said({"--version", "--json"}).output);
  EXPECT_EQ(json["name"], "leakwarden-service");
  EXPECT_FALSE(json["libraries"]["sqlite"].get<std::string>().empty());
  EXPECT_EQ(said({"--version", "--xml"}).exit_code, 2);
}

TEST(Dispatch, HelpShowsTheThreeMostCommonUsesFirst) {
  Said help = said({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_LT(help.output.find("serve --config FILE"), help.output.find("Commands"));
  EXPECT_LT(help.output.find("incidents list"), help.output.find("Commands"));
  EXPECT_LT(help.output.find("doctor"), help.output.find("Commands"));
  EXPECT_EQ(said({}).output, help.output);
  EXPECT_EQ(said({"serve", "--help"}).exit_code, 0);
  EXPECT_EQ(said({"help"}).output, help.output);
}

TEST(Dispatch, HelpOfACommandIsItsOwn) {
  for (const char* command : {"serve", "incidents", "alerts", "notify", "store", "doctor"}) {
    Said help = said({"help", command});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_EQ(help.output, said({command, "--help"}).output);
    EXPECT_THAT(help.output, HasSubstr(command));
  }
  EXPECT_EQ(said({"help", "nothing"}).exit_code, 2);
}

TEST(Dispatch, AMistypedCommandGetsASuggestion) {
  Said wrong = said({"incidnets", "list"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("try: leakwarden-service incidents"));
}

TEST(Dispatch, ServeRefusesWhatItCannotRead) {
  EXPECT_EQ(said({"serve", "--config", "/nothing.yaml"}).exit_code, 2);
  EXPECT_EQ(said({"serve", "file.yaml"}).exit_code, 2);
  EXPECT_EQ(said({"serve", "--log-format", "xml"}).exit_code, 2);
  EXPECT_EQ(said({"serve", "--log-level", "loud"}).exit_code, 2);
  EXPECT_EQ(said({"serve", "--confg", "x"}).exit_code, 2);
}

}  // namespace
}  // namespace leakwarden::service
