#pragma once

// A generic webhook: POST of JSON, signed as Standard Webhooks. The webhook-id is the delivery's
// idempotency key, the same in every attempt; the timestamp is the attempt's.

#include <memory>

#include "notifier/channel.h"

namespace leakwarden::notifier {

// Letters, digits, '-' and '_': a webhook-id must hold no '.'.
std::string webhook_id(std::string_view idempotency_key);

// The request of an attempt; `keys` are decoded secrets, none means unsigned.
HttpRequest webhook_request(const DeliveryAttempt& attempt, const WebhookConfig& config,
                            const std::vector<Secret>& keys);

// Invalid: URL or secrets malformed, more than two secrets.
Result<std::unique_ptr<Channel>> make_webhook_channel(const WebhookConfig& config,
                                                      std::shared_ptr<Transport> transport);

}  // namespace leakwarden::notifier
