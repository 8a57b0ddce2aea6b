#include "notifier/channels/slack.h"

#include <gtest/gtest.h>

#include "notifier/test_alert.h"
#include "tests/support/memory_transport.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using testing::header_of;
using testing::MemoryTransport;

SlackConfig config_with(const std::string& url) {
  SlackConfig config;
  config.name = "chat";
  config.url = Secret::copy_of(url);
  return config;
}

TEST(SlackChannel, PostsBlocksAndGroupsByPush) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  std::unique_ptr<Channel> channel =
      make_slack_channel(config_with("https://hooks.slack.example/services/T/B/X"), transport)
          .value();
  EXPECT_EQ(channel->grouping(), Grouping::Push);
  EXPECT_EQ(channel->name(), "chat");
  channel->deliver(make_test_attempt(from_unix_seconds(kSampleSeconds)));
  ASSERT_EQ(transport->posts.size(), 1u);
  EXPECT_EQ(header_of(transport->posts[0], "content-type"), "application/json; charset=utf-8");
  EXPECT_NE(transport->posts[0].body.find("\"blocks\""), std::string::npos);
}

TEST(SlackChannel, AMissingServiceIsGone) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  transport->on_post = [](const HttpRequest&) -> Result<HttpAnswer> {
    HttpAnswer answer;
    answer.status = 404;
    answer.body = "no_service";
    return answer;
  };
  std::unique_ptr<Channel> channel =
      make_slack_channel(config_with("https://hooks.slack.example/x"), transport).value();
  DeliveryOutcome outcome = channel->deliver(make_test_attempt(from_unix_seconds(0)));
  EXPECT_TRUE(std::get<Refused>(outcome).channel_is_gone);
  EXPECT_EQ(std::get<Refused>(outcome).reason, "HTTP 404: no_service");
}

TEST(SlackChannel, TheUrlIsACredential) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  for (const char* url :
       {"http://hooks.slack.example/services/hunter2", "ftp://x/hunter2", "hunter2"}) {
    Result<std::unique_ptr<Channel>> made = make_slack_channel(config_with(url), transport);
    ASSERT_FALSE(made.ok()) << url;
    EXPECT_EQ(made.error().message().find("hunter2"), std::string::npos);
  }
  for (const char* url : {"http://127.0.0.1:9/x", "http://[::1]:9/x", "http://localhost:9/x"}) {
    EXPECT_TRUE(make_slack_channel(config_with(url), transport).ok()) << url;
  }
  std::string preview =
      make_slack_channel(config_with("https://hooks.slack.example/hunter2"), transport)
          .value()
          ->preview(make_test_attempt(from_unix_seconds(0)));
  EXPECT_EQ(preview.find("hunter2"), std::string::npos);
  EXPECT_NE(preview.find("\"blocks\""), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::notifier
