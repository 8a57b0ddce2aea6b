#include "notifier/channels/webhook.h"

#include <gtest/gtest.h>

#include "notifier/channels/mail_header.h"
#include "notifier/channels/signature.h"
#include "tests/support/memory_transport.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using testing::header_of;
using testing::MemoryTransport;

std::string secret_text(char fill) {
  return "whsec_" + base64(std::string(32, fill));
}

WebhookConfig sample_config() {
  WebhookConfig config;
  config.name = "bus";
  config.url = Secret::copy_of("https://hooks.example.com/in/token-in-path");
  config.secrets = {Secret::copy_of(secret_text('a'))};
  return config;
}

DeliveryAttempt sample_attempt() {
  DeliveryAttempt attempt;
  attempt.alert = sample_alert();
  attempt.idempotency_key = "alr-1-bus";
  attempt.now = from_unix_seconds(1700000000);
  return attempt;
}

TEST(WebhookId, HasNoDotAndKeepsKeysApart) {
  EXPECT_EQ(webhook_id("alr-1-bus"), "alr-1-bus");
  EXPECT_EQ(webhook_id("a.b c\r\nX: y"), "a_b_c__X__y");
  EXPECT_EQ(webhook_id(std::string(1000, 'x')).size(), 200u);
}

TEST(WebhookChannel, SignsWhatItSends) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  std::unique_ptr<Channel> channel = make_webhook_channel(sample_config(), transport).value();
  EXPECT_TRUE(std::holds_alternative<Delivered>(channel->deliver(sample_attempt())));
  ASSERT_EQ(transport->posts.size(), 1u);
  const HttpRequest& request = transport->posts[0];
  EXPECT_EQ(header_of(request, "webhook-id"), "alr-1-bus");
  EXPECT_EQ(header_of(request, "webhook-timestamp"), "1700000000");
  EXPECT_EQ(header_of(request, "content-type"), "application/json");
  EXPECT_EQ(
      header_of(request, "webhook-signature"),
      sign_webhook({Secret::copy_of(std::string(32, 'a'))}, "alr-1-bus", 1700000000, request.body));
}

TEST(WebhookChannel, ARetryHasTheSameIdAndBodyAndItsOwnTime) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  std::unique_ptr<Channel> channel = make_webhook_channel(sample_config(), transport).value();
  DeliveryAttempt attempt = sample_attempt();
  channel->deliver(attempt);
  attempt.attempt = 2;
  attempt.possible_repeat = true;
  attempt.now += std::chrono::seconds(5);
  channel->deliver(attempt);
  const HttpRequest &first = transport->posts[0], &second = transport->posts[1];
  EXPECT_EQ(header_of(first, "webhook-id"), header_of(second, "webhook-id"));
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(header_of(second, "webhook-timestamp"), "1700000005");
  EXPECT_NE(header_of(first, "webhook-signature"), header_of(second, "webhook-signature"));
  EXPECT_EQ(header_of(first, "x-leakwarden-possible-repeat"), "");
  EXPECT_EQ(header_of(second, "x-leakwarden-possible-repeat"), "1");
}

TEST(WebhookChannel, WithoutSecretsItIsNotSigned) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  WebhookConfig config = sample_config();
  config.secrets.clear();
  make_webhook_channel(config, transport).value()->deliver(sample_attempt());
  EXPECT_EQ(header_of(transport->posts[0], "webhook-signature"), "");
}

TEST(WebhookChannel, PreviewShowsNoCredential) {
  std::unique_ptr<Channel> channel =
      make_webhook_channel(sample_config(), std::make_shared<MemoryTransport>()).value();
  std::string preview = channel->preview(sample_attempt());
  EXPECT_NE(preview.find("POST https://hooks.example.com/…"), std::string::npos);
  EXPECT_NE(preview.find("\"incident.opened\""), std::string::npos);
  EXPECT_EQ(preview.find("token-in-path"), std::string::npos);
  EXPECT_EQ(preview.find(secret_text('a').substr(6)), std::string::npos);
}

TEST(WebhookConfig, MistakesAreNamed) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  WebhookConfig bad[5] = {sample_config(), sample_config(), sample_config(), sample_config(),
                          sample_config()};
  bad[0].url = Secret::copy_of("ftp://hooks.example.com/");
  bad[1].url = Secret::copy_of("https://user:hunter2@hooks.example.com/");
  bad[2].url = Secret::copy_of("no url");
  bad[3].secrets = {Secret::copy_of("hunter2")};
  bad[4].secrets.assign(3, Secret::copy_of(secret_text('b')));
  for (const WebhookConfig& config : bad) {
    Result<std::unique_ptr<Channel>> made = make_channel(config, transport);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::Invalid);
    EXPECT_EQ(made.error().message().find("hunter2"), std::string::npos);
  }
}

}  // namespace
}  // namespace leakwarden::notifier
