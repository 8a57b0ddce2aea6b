#include "notifier/channel.h"
#include "notifier/channels/email.h"
#include "notifier/channels/slack.h"
#include "notifier/channels/webhook.h"

namespace leakwarden::notifier {
namespace {

struct Maker {
  std::shared_ptr<Transport> transport;
  Result<std::unique_ptr<Channel>> operator()(const EmailConfig& config) const {
    return make_email_channel(config, transport);
  }
  Result<std::unique_ptr<Channel>> operator()(const WebhookConfig& config) const {
    return make_webhook_channel(config, transport);
  }
  Result<std::unique_ptr<Channel>> operator()(const SlackConfig& config) const {
    return make_slack_channel(config, transport);
  }
};

}  // namespace

Result<std::unique_ptr<Channel>> make_channel(const ChannelConfig& config,
                                              std::shared_ptr<Transport> transport) {
  return std::visit(Maker{std::move(transport)}, config);
}

}  // namespace leakwarden::notifier
