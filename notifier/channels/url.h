#pragma once

// URLs of channels. A channel's URL is often its credential (Slack, webhooks), so it stays a
// Secret: what may be shown is scheme, host and port.

#include <string>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"

namespace leakwarden::notifier {

struct UrlParts {
  std::string scheme;  // lower case
  std::string host;    // as a resolver takes it; brackets removed from IPv6
  std::string port;    // "" is the scheme's default
};

// Invalid: not an absolute URL with a host, or one with user:password@ in it (a trick to make
// http://trusted@evil/ look right; credentials have settings of their own).
Result<UrlParts> parse_url(const Secret& url);

// "https://hooks.slack.com/…": for messages and logs.
std::string shown_url(const Secret& url);

// 127.0.0.0/8, ::1 or localhost, by name alone.
bool is_loopback(const UrlParts& url);

}  // namespace leakwarden::notifier
