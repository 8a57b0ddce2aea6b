#pragma once

// E-mail over SMTP: one mail per alert, one thread per incident.
//
// Who gets it: `to`, and, where configured, pushers, authors and owners, each only with a valid
// address in an allowed domain (a commit's e-mail is attacker-controlled: we must not become a
// relay that tells strangers of leaks). Digests and tests go to `to` only.
//
// Partial acceptance: a recipient refused for good (5xx) is named in the outcome; one put off (4xx)
// makes the delivery come again, for the others only (remembered in memory; after a restart they
// may get it twice, and the mail says so).

#include <memory>

#include "notifier/channel.h"

namespace leakwarden::notifier {

struct MailPeople {
  std::vector<std::string> to;
  std::vector<std::string> copies;
};
// At most 50 people.
MailPeople people_for(const Alert& alert, const EmailConfig& config);

// The whole mail for these people.
std::string mail_for(const DeliveryAttempt& attempt, const EmailConfig& config,
                     const MailPeople& people);

// What the server's answer means. `answer` is for the recipients it lists.
DeliveryOutcome classify_mail(const MailAnswer& answer);

// Invalid: bad addresses, nobody to write to, a password that a stripped STARTTLS would show.
Result<std::unique_ptr<Channel>> make_email_channel(const EmailConfig& config,
                                                    std::shared_ptr<Transport> transport);

}  // namespace leakwarden::notifier
