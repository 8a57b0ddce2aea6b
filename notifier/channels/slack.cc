#include "notifier/channels/slack.h"

#include <fmt/core.h>

#include "notifier/channels/answer.h"
#include "notifier/channels/slack_blocks.h"
#include "notifier/channels/url.h"

namespace leakwarden::notifier {
namespace {

class SlackChannel final : public Channel {
 public:
  SlackChannel(SlackConfig config, std::shared_ptr<Transport> transport)
      : config_(std::move(config)), transport_(std::move(transport)) {}

  const std::string& name() const override { return config_.name; }
  Grouping grouping() const override { return Grouping::Push; }

  DeliveryOutcome deliver(const DeliveryAttempt& attempt) override {
    HttpRequest request;
    request.url = config_.url;
    request.ca_file = config_.ca_file;
    request.headers = {{"content-type", "application/json; charset=utf-8"}};
    Repeat repeat = attempt.possible_repeat ? Repeat::Possible : Repeat::No;
    request.body = slack_body(make_message(attempt.alert, repeat));
    Result<HttpAnswer> answer = transport_->post(request);
    if (!answer) return outcome_of_error(answer.error());
    return classify_slack(*answer, attempt.now);
  }

  std::string preview(const DeliveryAttempt& attempt) override {
    return fmt::format("POST {}\n\n{}\n", shown_url(config_.url),
                       slack_body(make_message(attempt.alert), SlackLayout::Indented));
  }

 private:
  SlackConfig config_;
  std::shared_ptr<Transport> transport_;
};

}  // namespace

DeliveryOutcome classify_slack(const HttpAnswer& answer, WallTime now) {
  if (answer.status == 404) return Refused{describe_answer(answer), /*channel_is_gone=*/true};
  return classify_http(answer, now);
}

Result<std::unique_ptr<Channel>> make_slack_channel(const SlackConfig& config,
                                                    std::shared_ptr<Transport> transport) {
  LEAKWARDEN_TRY(UrlParts url, parse_url(config.url));
  bool is_allowed = url.scheme == "https" || (url.scheme == "http" && is_loopback(url));
  if (!is_allowed) {
    return Error::invalid("channel " + config.name, "url", "must begin with https://")
        .with_remedy("the URL is the credential, and http shows it to everybody on the way");
  }
  return std::unique_ptr<Channel>(std::make_unique<SlackChannel>(config, std::move(transport)));
}

}  // namespace leakwarden::notifier
