#include "notifier/channels/webhook.h"

#include <fmt/core.h>

#include "notifier/channels/answer.h"
#include "notifier/channels/signature.h"
#include "notifier/channels/url.h"
#include "notifier/channels/webhook_body.h"

namespace leakwarden::notifier {
namespace {

class WebhookChannel final : public Channel {
 public:
  WebhookChannel(WebhookConfig config, std::vector<Secret> keys,
                 std::shared_ptr<Transport> transport)
      : config_(std::move(config)), keys_(std::move(keys)), transport_(std::move(transport)) {}

  const std::string& name() const override { return config_.name; }

  DeliveryOutcome deliver(const DeliveryAttempt& attempt) override {
    Result<HttpAnswer> answer = transport_->post(webhook_request(attempt, config_, keys_));
    if (!answer) return outcome_of_error(answer.error());
    return classify_http(*answer, attempt.now);
  }

  std::string preview(const DeliveryAttempt& attempt) override {
    return fmt::format("POST {}\nwebhook-id: {}\n{}\n{}\n", shown_url(config_.url),
                       webhook_id(attempt.idempotency_key),
                       keys_.empty() ? "(not signed)\n" : "webhook-signature: v1,…\n",
                       webhook_body(attempt.alert, JsonLayout::Indented));
  }

 private:
  WebhookConfig config_;
  std::vector<Secret> keys_;
  std::shared_ptr<Transport> transport_;
};

Status check_url(const WebhookConfig& config) {
  LEAKWARDEN_TRY(UrlParts url, parse_url(config.url));
  if (url.scheme == "https" || url.scheme == "http") return done();
  return Error::invalid("channel " + config.name, "url", "must begin with https:// or http://");
}

}  // namespace

std::string webhook_id(std::string_view idempotency_key) {
  std::string id;
  for (char c : idempotency_key.substr(0, 200)) {
    bool keep =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    id += keep ? c : '_';
  }
  return id;
}

HttpRequest webhook_request(const DeliveryAttempt& attempt, const WebhookConfig& config,
                            const std::vector<Secret>& keys) {
  HttpRequest request;
  request.url = config.url;
  request.ca_file = config.ca_file;
  request.body = webhook_body(attempt.alert);
  std::string id = webhook_id(attempt.idempotency_key);
  std::int64_t timestamp = unix_seconds(attempt.now);
  request.headers = {{"content-type", "application/json"},
                     {"webhook-id", id},
                     {"webhook-timestamp", std::to_string(timestamp)}};
  if (!keys.empty()) {
    request.headers.push_back(
        {"webhook-signature", sign_webhook(keys, id, timestamp, request.body)});
  }
  if (attempt.possible_repeat) request.headers.push_back({"x-leakwarden-possible-repeat", "1"});
  return request;
}

Result<std::unique_ptr<Channel>> make_webhook_channel(const WebhookConfig& config,
                                                      std::shared_ptr<Transport> transport) {
  LEAKWARDEN_CHECK(check_url(config));
  if (config.secrets.size() > 2) {
    return Error::invalid("channel " + config.name, "secret", "more than two secrets");
  }
  std::vector<Secret> keys;
  for (const Secret& text : config.secrets) {
    LEAKWARDEN_TRY(Secret key, decode_webhook_secret(text));
    keys.push_back(std::move(key));
  }
  return std::unique_ptr<Channel>(
      std::make_unique<WebhookChannel>(config, std::move(keys), std::move(transport)));
}

}  // namespace leakwarden::notifier
