#pragma once

// A channel: where alerts go. One file per kind in channels/, each with the same four parts:
// configuration, render, send, classify the answer.
//
// Thread rules: a Channel is used by one thread at a time.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "notifier/alert.h"
#include "scanner/base/clock.h"
#include "scanner/base/result.h"
#include "scanner/base/secret.h"

namespace leakwarden::notifier {

struct Delivered {
  std::string detail;  // "250 2.0.0 queued as …"
};
struct RetryAfter {
  std::chrono::milliseconds wait{0};  // 0: the outbox's own back-off decides
  std::string reason;
  // The peer takes nothing from us now (down, throttling, wrong password): other alerts of this
  // channel wait too, and it is probed every few minutes (pipeline.h).
  bool peer_is_unreachable = false;
};
struct Refused {  // will not get better by itself
  std::string reason;
  bool channel_is_gone = false;  // 410, 404 no_service: disable and tell another channel
};
using DeliveryOutcome = std::variant<Delivered, RetryAfter, Refused>;

struct DeliveryAttempt {
  Alert alert;
  std::string idempotency_key;  // the same for every attempt
  unsigned attempt = 1;         // from 1
  bool possible_repeat =
      false;  // an earlier attempt may have arrived (we crashed before recording)
  WallTime now;
};

// Which due alerts a channel shows as one message (group.h).
enum class Grouping {
  None,      // one message an alert: a program reads them
  Incident,  // changes of one incident: a mail thread
  Push,      // what one push brought: a chat message
};

class Channel {
 public:
  virtual ~Channel() = default;
  virtual Grouping grouping() const { return Grouping::None; }
  virtual const std::string& name() const = 0;
  virtual DeliveryOutcome deliver(const DeliveryAttempt& attempt) = 0;
  // What would be sent, for `notify preview`; secrets of the channel never in it.
  virtual std::string preview(const DeliveryAttempt& attempt) = 0;
};

struct RateLimit {
  double per_minute = 60;
  double burst = 100;
};

// Credentials are resolved (file:, env:, credential:) by the service before they come here.
struct EmailConfig {
  std::string name;
  std::string url;  // smtp://host:port or smtps://host:port
  enum class StartTls { Required, Optional, Off } starttls = StartTls::Required;
  std::string username;
  Secret password;
  std::string from;
  std::vector<std::string> to;
  bool also_pusher = false;
  bool also_author = false;
  bool also_owners = false;
  std::vector<std::string> owners;
  std::vector<std::string> domains;  // who of pusher/author/owners may be written to
  std::string ca_file;               // "" is the system's
};
struct WebhookConfig {
  std::string name;
  Secret url;
  std::vector<Secret> secrets;  // whsec_…; two while rotating
  std::string ca_file;
};
struct SlackConfig {
  std::string name;
  Secret url;
  std::string ca_file;
};
struct OutgoingPolicy {
  std::vector<std::string> allow_private;  // CIDR blocks of private addresses that may be reached
  std::chrono::milliseconds timeout{15000};
};

using ChannelConfig = std::variant<EmailConfig, WebhookConfig, SlackConfig>;

// The only door to the network. One real (curl) and one in-memory twin for tests.
struct HttpRequest {
  Secret url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string ca_file;
};
struct HttpAnswer {
  long status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names lower case
  std::string body;                                          // at most 64 KiB
};
struct MailRequest {
  EmailConfig server;
  std::string envelope_from;
  std::vector<std::string> recipients;
  std::string message;  // RFC 5322, CRLF
};
struct RecipientReply {
  std::string address;
  long code = 0;  // of RCPT TO
  std::string text;
};
// An SMTP conversation that reached the server; a refusal by reply is an answer, not an error.
struct MailAnswer {
  long code = 0;     // the reply that decided: 250 after the message, or the first refusal
  std::string text;  // that reply's line, as sent by the server (hostile text)
  std::vector<RecipientReply> recipients;  // in the order given, as far as it came
};
class Transport {
 public:
  virtual ~Transport() = default;
  // Errors: Timeout, Refused (private address, TLS or STARTTLS failed), Io, Invalid (URL). A
  // redirect is not followed: its status is the answer. Error texts name the host, never path,
  // query or credentials.
  virtual Result<HttpAnswer> post(const HttpRequest& request) = 0;
  virtual Result<MailAnswer> mail(const MailRequest& request) = 0;
};
std::unique_ptr<Transport> make_curl_transport(const OutgoingPolicy& policy);

Result<std::unique_ptr<Channel>> make_channel(const ChannelConfig& config,
                                              std::shared_ptr<Transport> transport);

// Routing: the first part of the pipeline, used inside the recording transaction.
struct Route {
  std::vector<Severity> severities;  // empty matches all
  std::vector<std::string> visibilities;
  std::vector<std::string> teams;
  std::vector<std::string> channels;
};
// Names of the channels that get this alert, each once, in configuration order; without any route
// all channels.
std::vector<std::string> route(const Alert& alert, const std::vector<Route>& routes,
                               const std::vector<std::string>& all_channels);

// How long to wait after attempt n (from 1) was answered with a failure: 1 s, 5 s, 30 s, then
// Standard Webhooks' ladder 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, and three more days,
// so that a mail server that says "later" is asked for more than five days (RFC 5321 4.5.4.1); each
// times a jitter in [0.9, 1.1] drawn from `jitter_seed`. Empty when attempts are used up.
// A peer that cannot be reached at all is another matter: see pipeline.h.
std::optional<std::chrono::milliseconds> back_off(unsigned attempt, std::uint64_t jitter_seed);

}  // namespace leakwarden::notifier
