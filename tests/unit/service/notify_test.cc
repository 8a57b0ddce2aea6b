#include "service/cli/notify.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/support/peers.h"
#include "tests/unit/service/cli_fixture.h"

namespace leakwarden::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class NotifyCommand : public CliTest {
 protected:
  Said notify(std::vector<std::string> words) { return run(notify_command, words); }
};

TEST_F(NotifyCommand, PreviewShowsAndSendsNothing) {
  Said said = notify({"preview", "bus"});
  EXPECT_EQ(said.exit_code, 0) << said.errors;
  EXPECT_THAT(said.output, HasSubstr("\"type\": \"test\""));
  EXPECT_THAT(said.output, Not(HasSubstr("whsec_")));
  EXPECT_THAT(said.output, Not(HasSubstr(std::string(32, 'A'))));
}

TEST_F(NotifyCommand, AChannelThatCannotBeReachedIsThree) {
  Said said = notify({"test", "bus"});
  EXPECT_EQ(said.exit_code, 3) << said.errors;
  EXPECT_THAT(said.output, HasSubstr("not delivered"));
}

TEST_F(NotifyCommand, ATestArrives) {
  leakwarden::testing::WebhookReceiver receiver;
  ASSERT_TRUE(receiver.ready());
  config_file_ = folder_.write(
      "live.yaml", "data_dir: " + data_dir_ +
                       "\nchannels:\n  - {name: bus, type: webhook, url: 'http://127.0.0.1:" +
                       std::to_string(receiver.port()) +
                       "/x'}\noutgoing: {allow_private: [127.0.0.1/32]}\n");
  Said said = notify({"test"});
  EXPECT_EQ(said.exit_code, 0) << said.output << said.errors;
  EXPECT_THAT(said.output, HasSubstr("delivered"));
  ASSERT_EQ(receiver.requests().size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(receiver.requests()[0].body)["type"], "test");
}

TEST_F(NotifyCommand, MistakesAreTaught) {
  Said unknown = notify({"test", "bsu"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.errors, HasSubstr("try: bus"));
  EXPECT_EQ(notify({"tset"}).exit_code, 2);
  config_file_ = folder_.write("none.yaml", "data_dir: " + data_dir_ + "\n");
  EXPECT_THAT(notify({"test"}).errors, HasSubstr("there are no channels"));
  config_file_ = folder_.write(
      "broken.yaml", "channels:\n  - {name: chat, type: slack, url: {file: /nothing/here}}\n");
  Said broken = notify({"test"});
  EXPECT_EQ(broken.exit_code, 2);
  EXPECT_THAT(broken.output, HasSubstr("/nothing/here"));
}

TEST_F(NotifyCommand, EveryMistakeOfTheConfigurationIsSaid) {
  config_file_ = folder_.write("bad.yaml", "chanels: []\nstore: x\n");
  Said said = notify({"test"});
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.errors, HasSubstr("bad.yaml:1:1: unknown key 'chanels'"));
  EXPECT_THAT(said.errors, HasSubstr("bad.yaml:2:8: 'store'"));
}

}  // namespace
}  // namespace leakwarden::service
