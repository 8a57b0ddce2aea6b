#include "tests/support/memory_transport.h"

namespace leakwarden::testing {

using notifier::HttpAnswer;
using notifier::HttpRequest;
using notifier::MailAnswer;
using notifier::MailRequest;

Result<HttpAnswer> MemoryTransport::post(const HttpRequest& request) {
  posts.push_back(request);
  if (on_post) return on_post(request);
  HttpAnswer answer;
  answer.status = 204;
  return answer;
}

Result<MailAnswer> MemoryTransport::mail(const MailRequest& request) {
  mails.push_back(request);
  if (on_mail) return on_mail(request);
  MailAnswer answer{250, "2.0.0 queued", {}};
  for (const std::string& address : request.recipients) {
    answer.recipients.push_back({address, 250, "2.1.5 ok"});
  }
  return answer;
}

std::string header_of(const HttpRequest& request, const std::string& name) {
  for (const std::pair<std::string, std::string>& header : request.headers) {
    if (header.first == name) return header.second;
  }
  return "";
}

}  // namespace leakwarden::testing
