#pragma once

// A Slack-compatible incoming webhook. The URL is the credential. Slack has no idempotency key: a
// message that may be a repeat says so.

#include <memory>

#include "notifier/channel.h"

namespace leakwarden::notifier {

// As classify_http(), and: 404 (no_service, no_team) and 410 (channel_is_archived) mean that the
// webhook is gone.
DeliveryOutcome classify_slack(const HttpAnswer& answer, WallTime now);

// Invalid: the URL is not https (http is taken for loopback, where a bridge or a test listens).
Result<std::unique_ptr<Channel>> make_slack_channel(const SlackConfig& config,
                                                    std::shared_ptr<Transport> transport);

}  // namespace leakwarden::notifier
