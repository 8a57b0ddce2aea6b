#pragma once

// The in-memory twin of the notifier's door to the network: keeps what was sent, answers as told.

#include <functional>
#include <vector>

#include "notifier/channel.h"

namespace leakwarden::testing {

class MemoryTransport final : public notifier::Transport {
 public:
  // Until set: HTTP 204; 250 for every recipient and the message.
  std::function<Result<notifier::HttpAnswer>(const notifier::HttpRequest&)> on_post;
  std::function<Result<notifier::MailAnswer>(const notifier::MailRequest&)> on_mail;

  std::vector<notifier::HttpRequest> posts;
  std::vector<notifier::MailRequest> mails;

  Result<notifier::HttpAnswer> post(const notifier::HttpRequest& request) override;
  Result<notifier::MailAnswer> mail(const notifier::MailRequest& request) override;
};

// "" when there is no such header.
std::string header_of(const notifier::HttpRequest& request, const std::string& name);

}  // namespace leakwarden::testing
