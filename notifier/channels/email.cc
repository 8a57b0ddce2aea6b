#include "notifier/channels/email.h"

#include <algorithm>
#include <deque>

#include <fmt/core.h>

#include "notifier/channels/answer.h"
#include "notifier/channels/mail_address.h"
#include "notifier/channels/mail_message.h"
#include "notifier/channels/url.h"
#include "notifier/html.h"
#include "notifier/message.h"
#include "notifier/text.h"
#include "notifier/wording.h"
#include "scanner/base/sanitize.h"
#include "scanner/base/sha256.h"

namespace leakwarden::notifier {
namespace {

constexpr std::size_t kMaxPeople = 50;

bool may_write_to(const std::string& address, const EmailConfig& config) {
  return is_valid_address(address) && is_within(address, config.domains);
}

void add_person(MailPeople& people, const std::string& address) {
  if (people.to.size() + people.copies.size() >= kMaxPeople) return;
  std::vector<std::string> all = people.to;
  std::size_t before = all.size();
  add_once(all, address);
  if (all.size() > before) add_once(people.copies, address);
}

bool is_for_everybody_involved(const Alert& alert) {
  return alert.type != AlertType::Test && alert.type != AlertType::Digest;
}

bool starts_thread(const Alert& alert) {
  return alert.type == AlertType::IncidentOpened;
}

// What stands left of the @ of a Message-ID: RFC 5322 wants no empty part between dots.
std::string identifier_of(const Alert& alert) {
  std::string id = safe_token(alert.incident.id);
  id.erase(std::remove(id.begin(), id.end(), '.'), id.end());
  return id;
}

std::string thread_root(const Alert& alert, const std::string& domain) {
  std::string id = identifier_of(alert);
  bool has_thread = !id.empty() && alert.type != AlertType::Test;
  return has_thread ? fmt::format("<{}.0@{}>", id, domain) : "";
}

std::string message_id(const DeliveryAttempt& attempt, const std::string& root,
                       const std::string& domain) {
  if (starts_thread(attempt.alert) && !root.empty()) return root;
  std::string hash = sha256_hex(attempt.idempotency_key).substr(0, 20);
  std::string id = identifier_of(attempt.alert);
  return fmt::format("<{}.{}@{}>", id.empty() ? "alert" : id, hash, domain);
}

std::vector<MailAddress> without_names(const std::vector<std::string>& addresses) {
  std::vector<MailAddress> result;
  for (const std::string& address : addresses) {
    if (std::optional<MailAddress> parsed = parse_mail_address(address)) result.push_back(*parsed);
  }
  return result;
}

std::string reply_line(const MailAnswer& answer) {
  return fmt::format("{} {}", answer.code, sanitize_for_header(answer.text, 160));
}

// "a@x (550 no such user), b@x (…)" of those whose code is of the class.
std::string named(const MailAnswer& answer, long code_class) {
  std::string names;
  for (const RecipientReply& reply : answer.recipients) {
    if (reply.code / 100 != code_class) continue;
    if (!names.empty()) names += ", ";
    names +=
        fmt::format("{} ({} {})", reply.address, reply.code, sanitize_for_header(reply.text, 80));
  }
  return names;
}

bool is_wrong_password(long code) {  // RFC 4954
  return code == 530 || code == 534 || code == 535 || code == 538;
}

DeliveryOutcome classify_refusal(const MailAnswer& answer) {
  if (is_wrong_password(answer.code)) {
    return RetryAfter{std::chrono::minutes(5),
                      "the mail server refused our login: " + reply_line(answer), true};
  }
  bool some_put_off = !named(answer, 4).empty();
  if (answer.code / 100 == 4 || some_put_off || answer.code < 400) {
    std::string who = named(answer, 4);
    return RetryAfter{std::chrono::milliseconds(0), who.empty() ? reply_line(answer) : who,
                      answer.code == 421};
  }
  std::string who = named(answer, 5);
  return Refused{who.empty() ? reply_line(answer) : who, false};
}

Status check_addresses(const EmailConfig& config) {
  if (!parse_mail_address(config.from)) {
    return Error::invalid("channel " + config.name, "from", "not a mail address: " + config.from);
  }
  for (const std::vector<std::string>* list : {&config.to, &config.owners}) {
    for (const std::string& address : *list) {
      if (!is_valid_address(address)) {
        return Error::invalid("channel " + config.name, "to", "not a mail address: " + address);
      }
    }
  }
  bool nobody =
      config.to.empty() && !config.also_pusher && !config.also_author && !config.also_owners;
  bool strangers = config.also_pusher || config.also_author;
  if (strangers && config.domains.empty()) {
    return Error::invalid("channel " + config.name, "also", "no domains that may be written to")
        .with_remedy("add domains: [example.com]");
  }
  if (nobody) return Error::invalid("channel " + config.name, "to", "nobody to write to");
  return done();
}

Status check_config(const EmailConfig& config) {
  LEAKWARDEN_TRY(UrlParts url, parse_url(Secret::copy_of(config.url)));
  if (url.scheme != "smtp" && url.scheme != "smtps") {
    return Error::invalid("channel " + config.name, "url", "must begin with smtp:// or smtps://");
  }
  bool can_be_stripped = url.scheme == "smtp" && config.starttls == EmailConfig::StartTls::Optional;
  if (!config.username.empty() && can_be_stripped && !is_loopback(url)) {
    return Error::invalid("channel " + config.name, "starttls",
                          "whoever strips STARTTLS on the way would read the password")
        .with_remedy("set starttls: required, or use smtps://");
  }
  return check_addresses(config);
}

// Who took which delivery already, for the retry that concerns the others.
class TakenMemory {
 public:
  void remember(const std::string& key, const MailAnswer& answer) {
    if (entries_.size() == kMost) entries_.pop_front();
    Entry entry{key, {}};
    for (const RecipientReply& reply : answer.recipients) {
      if (reply.code / 100 != 4) entry.settled.push_back(reply.address);
    }
    entries_.push_back(std::move(entry));
  }
  bool is_settled(const std::string& key, const std::string& address) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return entry.key == key &&
             std::find(entry.settled.begin(), entry.settled.end(), address) != entry.settled.end();
    });
  }

 private:
  static constexpr std::size_t kMost = 1000;
  struct Entry {
    std::string key;
    std::vector<std::string> settled;
  };
  std::deque<Entry> entries_;
};

class EmailChannel final : public Channel {
 public:
  EmailChannel(EmailConfig config, std::shared_ptr<Transport> transport)
      : config_(std::move(config)), transport_(std::move(transport)) {}

  const std::string& name() const override { return config_.name; }
  Grouping grouping() const override { return Grouping::Incident; }

  DeliveryOutcome deliver(const DeliveryAttempt& attempt) override {
    MailPeople people = people_for(attempt.alert, config_);
    if (people.to.empty() && people.copies.empty()) return Refused{"nobody to write to", false};
    MailRequest request;
    request.recipients = waiting(attempt, people);
    if (request.recipients.empty()) return Delivered{"everybody had taken it before"};
    request.server = config_;
    request.envelope_from = parse_mail_address(config_.from)->address;
    request.message = mail_for(attempt, config_, people);
    Result<MailAnswer> answer = transport_->mail(request);
    if (!answer) return outcome_of_error(answer.error());
    if (answer->code / 100 == 2) taken_.remember(attempt.idempotency_key, *answer);
    return classify_mail(*answer);
  }

  std::string preview(const DeliveryAttempt& attempt) override {
    MailPeople people = people_for(attempt.alert, config_);
    Message message = make_message(attempt.alert);
    std::string to, copies;
    for (const std::string& one : people.to) to += (to.empty() ? "" : ", ") + one;
    for (const std::string& one : people.copies) copies += (copies.empty() ? "" : ", ") + one;
    return fmt::format("From: {}\nTo: {}\n{}{}{}Subject: {}\n\n{}", config_.from, to,
                       copies.empty() ? "" : "Cc: ", copies, copies.empty() ? "" : "\n",
                       message.subject, render_text(message));
  }

 private:
  std::vector<std::string> waiting(const DeliveryAttempt& attempt, const MailPeople& people) const {
    std::vector<std::string> recipients;
    for (const std::vector<std::string>* list : {&people.to, &people.copies}) {
      for (const std::string& address : *list) {
        if (!taken_.is_settled(attempt.idempotency_key, address)) recipients.push_back(address);
      }
    }
    return recipients;
  }

  EmailConfig config_;
  std::shared_ptr<Transport> transport_;
  TakenMemory taken_;
};

}  // namespace

MailPeople people_for(const Alert& alert, const EmailConfig& config) {
  MailPeople people;
  for (const std::string& address : config.to) {
    if (people.to.size() < kMaxPeople) add_once(people.to, address);
  }
  if (!is_for_everybody_involved(alert)) return people;
  for (const AlertLocation& location : alert.locations) {
    if (config.also_pusher && may_write_to(location.pusher, config)) {
      add_person(people, location.pusher);
    }
    if (config.also_author && may_write_to(location.email, config)) {
      add_person(people, location.email);
    }
  }
  if (config.also_owners) {
    // Named by the operator, who may name no domains when there are no strangers to keep out.
    for (const std::vector<std::string>* owners : {&config.owners, &alert.owners}) {
      for (const std::string& owner : *owners) {
        if (config.domains.empty() || may_write_to(owner, config)) add_person(people, owner);
      }
    }
  }
  return people;
}

std::string mail_for(const DeliveryAttempt& attempt, const EmailConfig& config,
                     const MailPeople& people) {
  Message message =
      make_message(attempt.alert, attempt.possible_repeat ? Repeat::Possible : Repeat::No);
  MailParts parts;
  parts.from = parse_mail_address(config.from).value_or(MailAddress{"", "leakwarden@localhost"});
  std::string domain = domain_of(parts.from.address);
  std::string root = thread_root(attempt.alert, domain);
  bool is_reply = !root.empty() && !starts_thread(attempt.alert);
  parts.to = without_names(people.to.empty() ? people.copies : people.to);
  if (!people.to.empty()) parts.copies = without_names(people.copies);
  parts.subject = (is_reply ? "Re: " : "") + message.subject;
  parts.date = attempt.now;
  parts.message_id = message_id(attempt, root, domain);
  parts.in_reply_to = is_reply ? root : "";
  parts.idempotency_key = attempt.idempotency_key;
  parts.text = render_text(message);
  parts.html = render_html(message);
  return build_mail(parts);
}

DeliveryOutcome classify_mail(const MailAnswer& answer) {
  if (answer.code / 100 != 2) return classify_refusal(answer);
  std::string put_off = named(answer, 4);
  if (!put_off.empty()) {
    return RetryAfter{std::chrono::milliseconds(0), "put off by the mail server: " + put_off,
                      false};
  }
  std::string refused = named(answer, 5);
  return Delivered{reply_line(answer) + (refused.empty() ? "" : "; refused for good: " + refused)};
}

Result<std::unique_ptr<Channel>> make_email_channel(const EmailConfig& config,
                                                    std::shared_ptr<Transport> transport) {
  LEAKWARDEN_CHECK(check_config(config));
  return std::unique_ptr<Channel>(std::make_unique<EmailChannel>(config, std::move(transport)));
}

}  // namespace leakwarden::notifier
